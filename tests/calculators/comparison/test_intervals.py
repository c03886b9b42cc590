"""Reference values of published tools (OHID, Newcombe 1998), and what must hold everywhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.comparison.intervals import poisson, wilson


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(65, 100, 0.5525, 0.7364), (0, 20, 0.0, 0.1611), (20, 20, 0.8389, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_reference_values(x, n, low, high):
    bas, haut = wilson(x, n)
    assert (round(float(bas), 4), round(float(haut), 4)) == (low, high)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(25, 16.174, 36.906), (3, 0.6187, 8.7673), (0, 0.0, 3.6889), (9, 4.1154, 17.0848)]
)
def test_poisson_reference_values(count, low, high):
    bas, haut = poisson(count)
    assert float(bas) == pytest.approx(low, abs=6e-4)
    assert float(haut) == pytest.approx(high, abs=6e-4)


def test_a_higher_level_is_wider():
    for function, arguments in ((wilson, (65, 100)), (poisson, (25,)), (poisson, (3,))):
        narrow, wide = function(*arguments), function(*arguments, 0.998)
        assert wide[0] < narrow[0] and wide[1] > narrow[1]


def test_missing_stays_missing():
    bas, haut = wilson([5, np.nan, 0], [10, 10, 0])
    assert np.isnan(bas).tolist() == [False, True, True]
    assert np.isnan(haut).tolist() == [False, True, True]
    assert np.isnan(poisson([np.nan])[0]).all()


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="numérateur"):
        wilson(11, 10)
    with pytest.raises(ValueError, match="négatif"):
        poisson(-1)
    with pytest.raises(ValueError, match="niveau"):
        wilson(1, 10, 1.5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_contains_the_proportion(pair):
    x, n = pair
    bas, haut = wilson(x, n)
    assert 0 <= bas <= x / n <= haut <= 1


@given(st.integers(0, 100_000))
def test_poisson_contains_the_count(count):
    bas, haut = poisson(count)
    assert 0 <= bas <= count <= haut


def test_a_share_or_one_limit_of_its_interval_is_the_count():
    """Why value and intervals are hidden with a small count: each count has its own, even rounded as a screen rounds it."""
    for n in (50, 300, 800):
        counts = np.arange(0, 30)
        bas, haut = wilson(counts, n)
        for column in (counts / n, bas, haut, *(limit / n for limit in poisson(counts))):
            assert len(np.unique(np.round(100 * column, 3))) == len(counts)
