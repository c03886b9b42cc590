"""Medians, deciles, spine positions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from calculators.comparison.quantiles import colonne, deciles, mediane, quantiles

nan = np.nan


@given(
    hnp.arrays(
        np.float64, st.tuples(st.integers(1, 15), st.integers(1, 4)), elements=st.sampled_from([nan, 0, 1, 2.5, 7, 30])
    ),
    st.floats(0, 1),
)
def test_quantiles_are_numpys_without_the_missing(values, rank):
    found = quantiles(values, rank)[0]
    for column in range(values.shape[1]):
        known = values[:, column][~np.isnan(values[:, column])]
        if known.size:
            assert found[column] == pytest.approx(np.quantile(known, rank))
        else:
            assert np.isnan(found[column])


def test_deciles_month_by_month():
    values = np.column_stack([np.arange(11.0), np.arange(11.0) * 10, np.full(11, nan)])
    found = deciles(values)
    assert found.shape == (9, 3)
    assert found[:, 0].tolist() == pytest.approx(list(range(1, 10))) and found[4, 1] == 50
    assert np.isnan(found[:, 2]).all()
    assert mediane(values)[:2].tolist() == [5, 50]


def test_few_cpts_have_no_decile():
    """A decile of nine CPTS is one CPTS's value, hidden or not."""
    values = np.arange(10.0)
    assert np.isfinite(deciles(values)).all()
    assert np.isnan(deciles(values[:9])).all() and np.isfinite(mediane(values[:5])) and np.isnan(mediane(values[:4]))


def test_spine_positions_turn_to_the_better_side():
    values = np.column_stack([np.arange(11.0), np.arange(11.0), np.arange(11.0), np.full(11, 3.0)])
    spine = colonne(values, sens=["hausse", "baisse", "neutre", "hausse"])
    assert spine.position[10].tolist()[:3] == [1, -1, 1] and np.isnan(spine.position[:, 3]).all()
    assert spine.position[5].tolist()[:3] == [0, 0, 0]
    assert (spine.pire[0], spine.meilleur[0]) == (-1, 1)
    assert (spine.bas_interquartile[1], spine.haut_interquartile[1]) == (-0.5, 0.5)
    assert spine.orientee.tolist() == [True, True, False, True] and spine.n.tolist() == [11] * 4


def test_the_farther_extreme_touches_the_edge():
    values = np.array([0, 1, 1, 2, 2, 2, 2, 3, 3, 12.0])[:, None]
    spine = colonne(values, sens=["hausse"])
    assert spine.meilleur[0] == 1 and spine.pire[0] == pytest.approx(-0.2)


def test_against_peers_only():
    values = np.concatenate([np.arange(11.0), [20, nan]])[:, None]
    peers = np.array([True] * 11 + [False] * 2)
    spine = colonne(values, sens=["hausse"], pairs=peers)
    assert spine.position[11, 0] == 3 and np.isnan(spine.position[12, 0]) and spine.n[0] == 11
    assert np.isnan(colonne(values, sens=["hausse"], pairs=peers & (np.arange(13) > 5)).position).all()


def test_nobody_has_no_quantile():
    nobody = np.empty((0, 3))
    assert quantiles(nobody, [0.25, 0.5]).shape == (2, 3) and np.isnan(quantiles(nobody, [0.25, 0.5])).all()
    assert deciles(nobody).shape == (9, 3) and np.isnan(deciles(nobody)).all()
    assert mediane(nobody).shape == (3,) and np.isnan(mediane(nobody)).all()
    assert quantiles(np.empty(0), 0.5).shape == (1,)
    spine = colonne(nobody, sens=["hausse"] * 3)
    assert spine.position.shape == (0, 3) and np.isnan(spine.pire).all() and spine.n.tolist() == [0, 0, 0]
