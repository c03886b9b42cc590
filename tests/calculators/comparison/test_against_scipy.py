"""Intervals against scipy's own, and what a level promises: coverage counted exactly, symmetry, no step backwards."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from calculators.comparison.intervals import poisson, taux, wilson

levels = st.sampled_from([0.5, 0.9, 0.95, 0.998])
shares = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares, levels)
def test_wilson_is_scipys(pair, niveau):
    reference = stats.binomtest(*pair).proportion_ci(niveau, method="wilson")
    bas, haut = wilson(*pair, niveau)
    assert (float(bas), float(haut)) == pytest.approx((reference.low, reference.high), abs=1e-12)


@given(st.integers(0, 9), levels)
def test_exact_limits_of_few_events_are_quantiles_of_chi_squared(count, niveau):
    """Garwood (1936), as Ulm (1990) writes them."""
    tail = (1 - niveau) / 2
    low = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    bas, haut = poisson(count, niveau)
    assert (float(bas), float(haut)) == pytest.approx((low, stats.chi2.isf(tail, 2 * count + 2) / 2), rel=1e-9)


@pytest.mark.parametrize("niveau", [0.95, 0.998])
@pytest.mark.parametrize("count", [10, 15, 40, 200, 5000])
def test_byar_is_close_to_exact_from_ten_on(count, niveau):
    tail = (1 - niveau) / 2
    exact = (stats.chi2.ppf(tail, 2 * count) / 2, stats.chi2.isf(tail, 2 * count + 2) / 2)
    assert [float(limit) for limit in poisson(count, niveau)] == pytest.approx(exact, rel=0.016)


@pytest.mark.parametrize("n", [10, 30, 100, 400])
def test_wilson_covers_what_it_announces(n):
    """Every share from 0.5 to 99.5 %, every count it can give, weighed by its probability: no simulation."""
    p = np.linspace(0.005, 0.995, 397)
    counts = np.arange(n + 1)
    bas, haut = wilson(counts, np.full(n + 1, n))
    inside = (bas[None, :] <= p[:, None]) & (p[:, None] <= haut[None, :])
    coverage = np.sum(stats.binom.pmf(counts, n, p[:, None]) * inside, axis=1)
    assert coverage.mean() == pytest.approx(0.95, abs=0.006)
    # Known to fall at the very ends (Brown, Cai and DasGupta, 2001), never below 83 %.
    assert coverage.min() > 0.83 and np.mean(coverage < 0.92) < 0.06


@pytest.mark.parametrize("niveau", [0.95, 0.998])
def test_poisson_limits_cover_at_least_what_they_announce(niveau):
    """Exact limits never cover less than announced; Byar's by a hair. Expected counts from 0.1 to 300."""
    expected = np.concatenate([np.linspace(0.1, 30, 300), np.linspace(31, 300, 270)])
    counts = np.arange(600)
    bas, haut = poisson(counts, niveau)
    inside = (bas[None, :] <= expected[:, None]) & (expected[:, None] <= haut[None, :])
    coverage = np.sum(stats.poisson.pmf(counts, expected[:, None]) * inside, axis=1)
    assert coverage.min() > niveau - 0.002


@given(shares, levels)
def test_the_complement_has_the_complementary_interval(pair, niveau):
    x, n = pair
    bas, haut = wilson(x, n, niveau)
    low, high = wilson(n - x, n, niveau)
    assert (float(low), float(high)) == pytest.approx((1 - float(haut), 1 - float(bas)), abs=1e-12)


@pytest.mark.parametrize("niveau", [0.95, 0.998])
def test_one_event_more_never_lowers_a_limit(niveau):
    """Across the passage from exact to Byar too."""
    for bas, haut in (poisson(np.arange(400), niveau), wilson(np.arange(201), np.full(201, 200), niveau)):
        assert (np.diff(bas) > 0).all() and (np.diff(haut) > 0).all()


@given(shares, st.integers(2, 50))
def test_more_people_narrow_the_interval(pair, times):
    x, n = pair
    one, many = wilson(x, n), wilson(x * times, n * times)
    assert many[1] - many[0] < one[1] - one[0]


def test_rates_are_counts_over_what_they_are_counted_on():
    low, high = poisson([0, 3, 9, 10, 250])
    bas, haut = taux([0, 3, 9, 10, 250], [1000.0] * 5, pour=10_000)
    assert bas == pytest.approx(10 * low) and haut == pytest.approx(10 * high)
