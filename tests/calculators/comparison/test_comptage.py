"""Control charts of few events or few exceptions: false alarms of pure chance and changes missed, by simulation; limits by hand."""

import numpy as np
import pytest
from scipy.stats import binom, poisson

from calculators.comparison.comptage import Comptage, chance
from calculators.comparison.control_chart import xmr

nan = np.nan
CHARTS = 1500
#: What the caption of the chart promises: one chart in twenty at most; and what 1 500 draws add to it, three deviations.
PROMISED = 0.05
DRAWS = 3 * np.sqrt(PROMISED * (1 - PROMISED) / CHARTS)


def told(chart):
    """Part of the charts that tell a signal in their last three months, as the screens do."""
    return float((chart.signal[:, -3:].any(axis=1) & ~chart.saison).mean())


def shares(n, p, *, months=60, last=0, then=0.0, seed=12):
    """Charts of shares: ``n`` patients a month (or a range of them) at ``p``, the ``last`` months at ``then``."""
    rng = np.random.default_rng(seed)
    size = rng.integers(*n, size=(CHARTS, months)) if isinstance(n, tuple) else np.full((CHARTS, months), n)
    rate = np.full(months, p)
    rate[months - last :] = then
    return xmr(rng.binomial(size, rate) / size, comptage=Comptage.of(size))


def counts(mean, *, months=60, last=0, then=0.0, pour=1.0, size=1.0, seed=12):
    rng = np.random.default_rng(seed)
    rate = np.full(months, float(mean))
    rate[months - last :] = then
    value = pour * rng.poisson(rate, size=(CHARTS, months)) / size
    return xmr(value, comptage=Comptage.of(np.full(value.shape, size), pour=pour, proportion=False))


@pytest.mark.parametrize("months", [12, 24, 60])
@pytest.mark.parametrize("n", [3, 12, 40, 200, (3, 80)])
def test_pure_chance_in_shares_keeps_the_promise_of_the_caption(n, months):
    """At 12 patients and 98 %, moving ranges alone told a signal on four charts in ten."""
    for p in (0.02, 0.5, 0.9, 0.98, 0.998):
        assert told(shares(n, p, months=months)) <= PROMISED + DRAWS, p
    if n == 12 and months == 60:
        bare = xmr(shares(n, 0.98).valeurs + 1e-9 * np.random.default_rng(1).normal(size=(CHARTS, 60)))
        assert told(bare) > 0.3


@pytest.mark.parametrize("mean", [0.1, 0.5, 1, 3, 8, 15, 60])
def test_pure_chance_in_counts_keeps_it_too(mean):
    for months in (12, 24, 60):
        assert told(counts(mean, months=months)) <= PROMISED + DRAWS
    assert told(counts(mean, pour=1000.0, size=400.0)) <= PROMISED + DRAWS


@pytest.mark.parametrize(
    ("n", "p", "then", "last", "missed"),
    [
        (12, 0.98, 0.6, 3, 0.05),
        (12, 0.98, 0.8, 9, 0.40),
        (40, 0.98, 0.8, 3, 0.02),
        (40, 0.98, 0.9, 9, 0.30),
        (40, 1.0, 0.9, 3, 0.02),
        (40, 0.002, 0.1, 3, 0.05),
        (200, 0.98, 0.94, 9, 0.06),
        (12, 0.5, 0.9, 9, 0.05),
    ],
)
def test_changes_of_shares_that_are_missed(n, p, then, last, missed):
    """A price is paid for it: at 12 patients a fall from 98 to 80 % is missed three times in ten after nine months."""
    assert 1 - told(shares(n, p, last=last, then=then)) <= missed


@pytest.mark.parametrize(
    ("mean", "then", "last", "missed"),
    [(0.1, 2, 3, 0.4), (1, 4, 9, 0.4), (3, 9, 9, 0.2), (8, 16, 9, 0.2), (8, 2, 9, 0.1)],
)
def test_changes_of_counts_that_are_missed(mean, then, last, missed):
    assert 1 - told(counts(mean, last=last, then=then)) <= missed


def test_limits_by_hand():
    """Twelve patients at 98 %: nine of twelve are within one chance in 741, eight are not; no limit above 100 %."""
    values = np.array([[1.0, 9 / 12, 8 / 12, nan]])
    found = chance(values, np.array([[0.98]]), Comptage.of(np.full(values.shape, 12)))
    assert binom.cdf(9, 12, 0.98) > 0.00135 > binom.cdf(8, 12, 0.98)
    np.testing.assert_allclose(found.bas, 9 / 12)
    np.testing.assert_allclose(found.haut, 1)
    assert found.cote.tolist() == [[0, -1, -1, 0]] and found.loin.tolist() == [[False, True, True, False]]
    rate = chance(np.array([[2.5]]), np.array([[5.0]]), Comptage.of([[400.0]], pour=1000.0, proportion=False))
    assert rate.haut[0, 0] == 1000 * poisson.isf(0.0013499, 2) / 400 and rate.bas[0, 0] == 0 and rate.cote[0, 0] == -1


def test_many_events_are_left_to_the_moving_ranges():
    values = 0.5 + np.random.default_rng(3).normal(0, 0.1, size=(20, 36))
    plain, found = xmr(values), xmr(values, comptage=Comptage.of(np.full(values.shape, 400)))
    assert not found.rares.any()
    for name in ("bas", "haut", "hors_limites", "serie", "cote"):
        np.testing.assert_array_equal(getattr(plain, name), getattr(found, name))


def test_what_varies_beyond_chance_keeps_its_wider_limits():
    """Moving ranges pay for what really varies: limits are never narrower than theirs."""
    values = np.random.default_rng(4).beta(2, 5, size=(50, 36))
    size = np.full(values.shape, 20)
    plain, found = xmr(values), xmr(values, comptage=Comptage.of(size))
    assert (found.bas <= plain.bas).all() and (found.haut >= plain.haut).all() and found.rares.any()


@pytest.mark.parametrize("level", [0.0, 1.0])
@pytest.mark.parametrize("at", [5, 33, 34, 35])
def test_one_exception_is_neither_progress_nor_decline(level, at):
    """36 months at 100 % but one, at 0 % but one, wherever it falls."""
    size = np.full(36, 40)
    values = np.full(36, level)
    values[at] = abs(level - 1 / 40)
    assert not xmr(values, comptage=Comptage.of(size)).signal.any()
    values[at] = abs(level - 12 / 40)
    chart = xmr(values, comptage=Comptage.of(size))
    assert np.flatnonzero(chart.signal[0]).tolist() == [at] and chart.cote[0, at] == (1 if level == 0 else -1)


def test_a_share_sent_without_its_counts_is_on_no_side_of_its_own_ordinary_value():
    values = np.ones(36)
    values[20] = 0.9
    chart = xmr(values)
    assert not chart.serie.any() and chart.hors_limites.sum() == 1


def test_months_without_value_or_without_counts_change_nothing_for_the_others():
    size = np.full((1, 36), 40.0)
    values = np.ones((1, 36))
    values[0, 30], values[0, 10], size[0, 12] = 39 / 40, nan, nan
    chart = xmr(values, comptage=Comptage.of(size))
    assert not chart.signal.any() and chart.rares[0, 10] and not chart.rares[0, 12]
    assert chart.bas[0, 10] == chart.bas[0, 11]
    empty = xmr(np.full((2, 36), nan), comptage=Comptage.of(np.full((2, 36), nan)))
    assert np.isnan(empty.bas).all() and not empty.signal.any()
    assert xmr(np.ones((1, 0)), comptage=Comptage.of(np.ones((1, 0)))).signal.shape == (1, 0)
