"""Small numbers: an attacker with every published figure and a linear solver tries to find each hidden count."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import linalg
from scipy.optimize import linprog

from calculators.comparison.intervals import poisson, wilson
from calculators.comparison.secrecy import effacer, masquer, primaire, totaux_visibles

nan = np.nan


def attack(x, n, groups, secret, known=None):
    """What the published cells and totals leave possible for each hidden cell and total: arrays (least, most).

    The attacker knows the denominators, that a hidden count is neither 0 nor full, every shown cell, every shown total.
    """
    known = np.zeros(len(x), dtype=bool) if known is None else known
    hidden = secret.cellules & ~known
    shown_totals = ~secret.totaux
    totals = (groups * np.nan_to_num(x)).sum(axis=1)
    equations = groups[shown_totals].astype(float)
    bounds = [(1, max(n[i] - 1, 1)) if hidden[i] else (np.nan_to_num(x[i]),) * 2 for i in range(len(x))]
    targets = [*np.eye(len(x))[secret.primaire], *groups[secret.totaux].astype(float)]
    found = []
    for target in targets:
        ends = []
        for sign in (1, -1):
            got = linprog(
                sign * target,
                A_eq=equations if len(equations) else None,
                b_eq=totals[shown_totals] if len(equations) else None,
                bounds=bounds,
            )
            assert got.x is not None, got.message
            ends.append(sign * got.fun)
        found.append(ends)
    return np.array(found).reshape(-1, 2)


def assert_safe(x, n, groups, secret, *, seuil=11):
    """Every hidden small count can be anything of its forbidden range; the same for hidden small totals.

    A total is no less than one for each cell that may be hidden, nor more than one less than each denominator: what
    anyone knows beforehand, as for a cell.
    """
    free = (x > 0) & (x < n)
    lines = np.vstack([np.eye(len(x), dtype=bool)[secret.primaire], groups[secret.totaux]])
    counts, sizes = (lines * np.nan_to_num(x)).sum(axis=1), (lines * np.where(np.isnan(x), 0, n)).sum(axis=1)
    floors, tops = (lines * np.where(free, 1, x)).sum(axis=1), (lines * np.where(free, n - 1, x)).sum(axis=1)
    found = attack(x, n, groups, secret)
    for (least, most), count, size, floor, top in zip(found, counts, sizes, floors, tops, strict=True):
        if 0 < count < seuil:
            low, high = 1, seuil - 1
        elif 0 < size - count < seuil:
            low, high = size - seuil + 1, size - 1
        else:
            continue
        assert least <= max(low, floor) + 1e-6 and most >= min(high, top) - 1e-6, (count, size, least, most)


def one_hot(labels):
    return np.array([np.asarray(labels) == label for label in sorted(set(labels))])


def test_primary_counts_and_complements():
    x = [0, 1, 10, 11, 89, 90, 99, 100, nan, 4]
    n = [100] * 8 + [100, 9]
    assert primaire(x, n).tolist() == [False, True, True, False, False, True, True, False, False, True]
    assert primaire([0, 1, 10, 11, nan]).tolist() == [False, True, True, False, False]
    assert primaire([0, 0], [10, 11]).tolist() == [True, False]
    assert primaire([4, 5], seuil=5).tolist() == [True, False]
    with pytest.raises(ValueError, match="seuil"):
        primaire([1], seuil=1)


def test_a_share_or_one_limit_of_its_interval_is_the_count():
    """Why value and intervals go with the count: each of 1 … 10 has its own, even rounded as a screen rounds it."""
    for n in (50, 300, 800):
        counts = np.arange(0, 30)
        bas, haut = wilson(counts, n)
        for column in (counts / n, bas, haut, *(limit / n for limit in poisson(counts))):
            assert len(np.unique(np.round(100 * column, 3))) == len(counts)


def test_alone_in_a_total_a_hidden_cell_is_a_subtraction():
    x, n = np.array([3.0, 40, 60, 80]), np.full(4, 500.0)
    groups = np.ones((1, 4), dtype=bool)
    secret = masquer(x, n, groupes=groups)
    assert secret.primaire.tolist() == [True, False, False, False]
    assert (
        secret.cellules.tolist() == [True, True, False, False] and not secret.totaux.any()
    )  # the smallest of the others
    assert_safe(x, n, groups, secret)


def test_two_small_cells_that_a_sum_pins_down_need_a_third():
    """1 + 1 = 2 leaves no doubt. 10 + 10 = 20 does: it may be a 1 and the 19 hidden for its sake."""
    n, groups = np.full(4, 500.0), np.ones((1, 4), dtype=bool)
    for pair, hidden in (([1.0, 1.0], [True, True, True, False]), ([10.0, 10.0], [True, True, False, False])):
        x = np.array([*pair, 50, 70])
        secret = masquer(x, n, groupes=groups)
        assert secret.cellules.tolist() == hidden
        assert_safe(x, n, groups, secret)


def test_without_another_cell_the_total_goes():
    x, n = np.array([3.0, 0.0, 40, 50]), np.full(4, 500.0)
    groups = np.array([[1, 1, 0, 0], [0, 0, 1, 1]], dtype=bool)
    secret = masquer(x, n, groupes=groups)
    assert secret.cellules.tolist() == [True, False, False, False] and secret.totaux.tolist() == [True, False]


def test_nested_and_crossed_totals():
    """CPTS within CPAM within region, crossed with taille: a CPAM's total is a region's less the others."""
    x, n = np.array([3.0, 40, 60, 80, 45, 90, 30, 70]), np.full(8, 500.0)
    cpam, region, taille = list("aabbccdd"), list("XXXXYYYY"), [1, 2, 1, 2, 1, 2, 1, 2]
    groups = np.vstack([one_hot(cpam), one_hot(region), one_hot(taille), np.ones((1, 8), dtype=bool)])
    secret = masquer(x, n, groupes=groups)
    assert_safe(x, n, groups, secret)
    # A rectangle: two cells in each CPAM and each taille.
    assert secret.cellules.sum() == 4 and not secret.totaux.any()


def test_complements_are_protected_too():
    x, n = np.array([496.0, 300, 200]), np.full(3, 500.0)
    groups = np.ones((1, 3), dtype=bool)
    secret = masquer(x, n, groupes=groups)
    assert secret.primaire.tolist() == [True, False, False] and secret.cellules.sum() == 2
    assert_safe(x, n, groups, secret)


def test_a_year_of_months_is_one_more_total():
    months = np.array([30.0, 4, 25, 28, 31, 27, 40, 22, 26, 33, 29, 35])
    secret = masquer(months, np.full(12, 900.0), groupes=np.ones((1, 12), dtype=bool))
    assert secret.primaire.sum() == 1 and secret.cellules.sum() == 2 and secret.cellules[7]


def test_a_reader_who_supplied_a_cell_cannot_take_it_off():
    x, n = np.array([3.0, 40, 60, 80]), np.full(4, 500.0)
    groups, own = np.ones((1, 4), dtype=bool), np.array([False, True, False, False])
    secret = masquer(x, n, groupes=groups, connus=own)
    assert secret.cellules.tolist() == [True, False, True, False]
    mine = masquer(x, n, groupes=groups, connus=np.array([True, False, False, False]))
    assert not mine.cellules.any() and not mine.totaux.any()


def test_everything_that_tells_the_count_leaves_the_row():
    frame = pd.DataFrame(
        {
            "id_cpts": ["A", "B"],
            "numerateur": [3, 40],
            "denominateur": [500, 500],
            "valeur": [0.006, 0.08],
            "jugement": "mieux",
        }
    ).assign(bas=0.1, haut=0.2, rang=[1, 2], montant_centimes=[100, 200])
    blank = effacer(frame, [True, False])
    assert blank.loc[0].dropna().to_dict() == {"id_cpts": "A", "denominateur": 500}
    assert blank.loc[1].to_dict() == frame.loc[1].to_dict() and blank.columns.equals(frame.columns)


def test_missing_and_zero_are_not_hidden():
    x, n = np.array([nan, 0, 40, 3, 60]), np.full(5, 500.0)
    secret = masquer(x, n, groupes=np.ones((1, 5), dtype=bool))
    assert secret.cellules.tolist() == [False, False, True, True, False]


def test_counts_without_denominator():
    x = np.array([2.0, 30, 40])
    secret = masquer(x, groupes=np.ones((1, 3), dtype=bool))
    assert secret.cellules.tolist() == [True, True, False]


def test_totals_of_shown_cells_say_nothing_of_the_hidden():
    x, n = np.array([3.0, 40, 60, nan]), np.full(4, 500.0)
    groups = np.ones((1, 4), dtype=bool)
    hidden = primaire(x, n)
    first = totaux_visibles(x, n, groupes=groups, masque=hidden)
    assert [column.tolist() for column in first] == [[100], [1000], [2], [3]]
    again = totaux_visibles(np.array([9.0, 40, 60, nan]), n, groupes=groups, masque=hidden)
    assert [column.tolist() for column in again] == [[100], [1000], [2], [3]]


@st.composite
def tables(draw):
    count = draw(st.integers(3, 14))
    labels = st.lists(st.integers(0, 3), min_size=count, max_size=count)
    cpam, taille = draw(labels), draw(labels)
    region = [one // 2 for one in cpam]
    sizes = draw(st.lists(st.integers(8, 400), min_size=count, max_size=count))
    x = [draw(st.one_of(st.integers(0, min(15, n)), st.integers(0, n), st.integers(max(n - 12, 0), n))) for n in sizes]
    groups = [one_hot(cpam), one_hot(region), one_hot(taille), np.ones((1, count), dtype=bool)]
    kept = draw(st.lists(st.booleans(), min_size=4, max_size=4))
    chosen = [group for group, keep in zip(groups, kept, strict=True) if keep] or groups[-1:]
    return np.array(x, dtype=float), np.array(sizes, dtype=float), np.vstack(chosen)


@settings(deadline=None, max_examples=40)
@given(tables())
def test_no_table_gives_a_small_count_back(table):
    x, n, groups = table
    big = n >= 12  # over a denominator of ten, everything is hidden and there is no range to keep
    x, n, groups = x[big], n[big], groups[:, big]
    secret = masquer(x, n, groupes=groups)
    assert (secret.cellules >= secret.primaire).all()
    shown = x[~secret.cellules]
    assert not ((shown > 0) & (shown < 11)).any()
    totals = (groups * x).sum(axis=1)[~secret.totaux]
    assert not ((totals > 0) & (totals < 11)).any()
    assert_safe(x, n, groups, secret)


@settings(deadline=None, max_examples=15)
@given(tables())
def test_the_attacker_is_a_real_one(table):
    """With primary hiding alone, every lone hidden cell of a total falls: the attack would see a broken protection."""
    x, n, groups = table
    first = primaire(x, n)
    lone = groups[(groups & first).sum(axis=1) == 1] & first
    if lone.any():
        secret = masquer(x, n, groupes=groups)
        naive = type(secret)(primaire=lone.any(axis=0), cellules=first, totaux=np.zeros(len(groups), dtype=bool))
        if ((x[first] >= 1) & (x[first] <= np.maximum(n[first] - 1, 1))).all():
            assert (np.ptp(attack(x, n, groups, naive), axis=1) < 1e-6).all()


def test_seven_hundred_cpts_in_cpam_region_taille_and_france():
    rng = np.random.default_rng(3)
    n = rng.integers(30, 900, 700).astype(float)
    x = rng.binomial(n.astype(int), rng.beta(2, 18, 700)).astype(float)
    cpam = rng.integers(0, 100, 700)
    groups = np.vstack(
        [one_hot(cpam), one_hot(cpam % 13), one_hot(rng.integers(0, 4, 700)), np.ones((1, 700), dtype=bool)]
    )
    secret = masquer(x, n, groupes=groups)
    assert secret.primaire.sum() > 100 and secret.cellules.sum() < 2 * secret.primaire.sum()
    # No combination of shown totals isolates a hidden cell: none is zero in every table that keeps them.
    columns = np.flatnonzero(secret.cellules)
    kernel = linalg.null_space(groups[~secret.totaux][:, columns].astype(float))
    assert (np.abs(kernel).max(axis=1) > 1e-6).all()
    # And the range of some of them, one by one.
    few = np.zeros(700, dtype=bool)
    few[np.flatnonzero(secret.primaire)[::40]] = True
    assert_safe(x, n, groups, type(secret)(primaire=few, cellules=secret.cellules, totaux=secret.totaux))
    assert masquer(x, n, groupes=groups).cellules.tolist() == secret.cellules.tolist()
