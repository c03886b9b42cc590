"""The bounds of a median with hidden values: they hold whatever these are, and judgements must hold at both."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.comparison.encadrement import encadrer, sur_les_deux
from calculators.comparison.funnel import situer
from calculators.comparison.quantiles import mediane

nan = np.nan


@given(st.lists(st.integers(0, 40), min_size=6, max_size=40), st.integers(2, 12))
def test_the_true_median_is_between_the_bounds_whatever_is_hidden(counts, threshold):
    true = np.array(counts, dtype=np.float64)
    hidden = (true > 0) & (true < threshold)
    if (~hidden).sum() < 5:
        return
    found = encadrer(
        np.where(hidden, nan, true)[:, None],
        np.where(hidden, 1, nan)[:, None],
        np.where(hidden, threshold - 1, nan)[:, None],
    )
    assert found.bas[0] <= np.median(true) <= found.haut[0]
    assert (found.masquees[0], found.total[0]) == (hidden.sum(), len(true))
    if not np.isnan(found.valeur[0]):
        assert found.bas[0] <= found.valeur[0] <= found.haut[0]


def test_zeros_shown_and_small_counts_hidden_no_longer_make_a_median_of_zero():
    """77 zeros, 102 hidden counts, 55 large ones: the median of what is shown is 0, the true one is a hidden count."""
    shown = np.concatenate([np.zeros(77), np.full(102, nan), np.arange(11, 66)])[:, None]
    hidden = np.isnan(shown)
    found = encadrer(shown, np.where(hidden, 1, nan), np.where(hidden, 10, nan))
    assert mediane(shown)[0] == 0
    assert (found.bas[0], found.haut[0]) == (1, 10) and np.isnan(found.valeur[0])


def test_hidden_values_all_on_one_side_give_the_median_exactly():
    shown = np.array([nan, nan, 20, 21, 22, 23, 24, 25, 26])[:, None]
    hidden = np.isnan(shown)
    found = encadrer(shown, np.where(hidden, 1, nan), np.where(hidden, 10, nan))
    assert found.valeur[0] == found.bas[0] == found.haut[0] == 22 != mediane(shown)[0]


def test_without_anything_hidden_it_is_the_median_of_all():
    values = np.random.default_rng(3).normal(size=(31, 4))
    found = encadrer(values, values * nan, values * nan)
    assert found.valeur == pytest.approx(np.median(values, axis=0)) and not found.masquees.any()


def test_what_may_be_anything_moves_the_median_by_its_rank_only():
    shown = np.append(np.arange(100.0), nan)[:, None]
    hidden = np.isnan(shown)
    found = encadrer(shown, np.where(hidden, 0, nan), np.where(hidden, np.inf, nan))
    assert (found.bas[0], found.haut[0], found.valeur[0]) == (49, 50, 49.5)
    mostly = np.append(np.arange(5.0), np.full(20, nan))[:, None]
    out = encadrer(mostly, np.where(np.isnan(mostly), 0, nan), np.where(np.isnan(mostly), np.inf, nan))
    assert np.isinf(out.haut[0]) and np.isnan(out.valeur[0])


def test_who_changes_of_judgement_between_the_bounds_is_not_judged():
    n = np.full(40, 4000.0)
    x = np.random.default_rng(5).binomial(4000, 0.6, size=40).astype(float)
    x[:3] = 4000 * np.array([0.62, 0.7, 0.5])
    z, level, _ = situer(x, n, nature="proportion", reference=0.6)
    same = sur_les_deux(x, n, z=z, niveau=level, bornes=(0.6, 0.6), nature="proportion")
    assert np.array_equal(same[0], z) and np.array_equal(same[1], level)
    kept, limits = sur_les_deux(x, n, z=z, niveau=level, bornes=(0.595, 0.605), nature="proportion")
    ends = [situer(x, n, nature="proportion", reference=end) for end in (0.595, 0.605)]
    sides = [np.where(found[1] > 0, np.sign(found[0]), 0) for found in ends]
    assert np.array_equal(np.isnan(kept), sides[0] != sides[1]) and np.isnan(kept[0]) and not np.isnan(kept[1:3]).any()
    assert (limits[~np.isnan(limits)] <= level[~np.isnan(limits)]).all()
    assert np.isnan(sur_les_deux(x, n, z=z, niveau=level, bornes=(0.0, 0.6), nature="proportion")[0]).all()
