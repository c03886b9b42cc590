"""Trends: against scipy's own Kendall and Theil–Sen, false alarms on noise, and the words of a direction."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from calculators.comparison.trend import tendance


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), min_size=12, max_size=12))
def test_slope_and_test_are_scipys(values):
    found = tendance(values, sens="hausse")
    slope = stats.theilslopes(values, np.arange(12)).slope
    assert found.pente[0] == pytest.approx(slope)
    if len(set(values)) > 1 and not found.corrigee[0]:
        # scipy's asymptotic test has no correction for continuity: ours is a little above it, and never below.
        reference = stats.kendalltau(np.arange(12), values, method="asymptotic")
        assert reference.pvalue - 1e-12 <= found.p[0] <= min(1, reference.pvalue + 0.1)


@pytest.mark.parametrize(("swap", "exact"), [((), 2 / 40320), (((0, 1),), 16 / 40320), (((0, 7), (2, 5)), None)])
def test_close_to_the_exact_distribution(swap, exact):
    """Kendall's exact two-sided p for eight points in order is 2 / 8!, one inversion 2 × (1 + 7) / 8!."""
    values = np.arange(8.0)
    for one, other in swap:
        values[[one, other]] = values[[other, one]]
    reference = stats.kendalltau(np.arange(8), values, method="exact").pvalue
    assert exact is None or reference == pytest.approx(exact)
    assert tendance(values, sens="hausse", derniers=8).p[0] == pytest.approx(reference, abs=0.02)


def test_words_by_direction():
    rising = np.arange(12.0)
    found = tendance(np.stack([rising, rising, rising, -rising]), sens=["hausse", "baisse", "neutre", "hausse"])
    assert found.sens.tolist() == ["hausse", "hausse", "hausse", "baisse"]
    assert found.effet.tolist() == [1, -1, 0, -1]
    flat = tendance(np.ones(12), sens="hausse")
    assert flat.sens.tolist() == ["pas de tendance au-delà du bruit"] and flat.p[0] == 1


def test_too_few_points_are_not_judged():
    values = np.full(12, np.nan)
    values[5:] = np.arange(7)
    found = tendance(values, sens="hausse")
    assert found.sens[0] == "non jugeable" and np.isnan(found.p[0]) and found.n[0] == 7 and found.effet[0] == 0
    values[4] = -1
    assert tendance(values, sens="hausse").sens[0] == "hausse"
    assert tendance(np.full((1, 3), np.nan), sens="hausse").sens[0] == "non jugeable"


def test_only_the_last_points_count():
    values = np.concatenate([np.arange(100.0), np.zeros(12)])
    assert tendance(values, sens="hausse").sens[0] == "pas de tendance au-delà du bruit"


def test_rolling_values_are_compared_a_year_apart():
    """Twelve-month sums of noise overlap: month by month they seem to climb or fall; a year apart they don't."""
    rng = np.random.default_rng(7)
    monthly = rng.normal(100, 10, (1500, 71))
    rolling = np.lib.stride_tricks.sliding_window_view(monthly, 12, axis=1).sum(axis=2)
    false = (tendance(rolling, sens="hausse").p < 0.05).mean()
    yearly = tendance(rolling, sens="hausse", pas=12)
    assert false > 0.3 > 0.06 > (yearly.p < 0.05).mean()
    assert (yearly.n == 5).all()
    assert tendance(rolling[:, :48], sens="hausse", pas=12).sens[0] == "non jugeable"
    # Five points that all rise are just enough to say so.
    assert tendance(np.arange(60.0), sens="hausse", pas=12).sens[0] == "hausse"


def test_false_alarms_on_noise_and_on_dependent_noise():
    rng = np.random.default_rng(11)
    white = rng.normal(size=(4000, 12))
    assert 0.02 < (tendance(white, sens="hausse").p < 0.05).mean() < 0.065
    dependent = np.empty((4000, 40))
    dependent[:, 0] = rng.normal(size=4000)
    for step in range(1, 40):
        dependent[:, step] = 0.6 * dependent[:, step - 1] + rng.normal(size=4000)
    found = tendance(dependent, sens="hausse", derniers=40)
    bare = np.array([stats.kendalltau(np.arange(40), row).pvalue < 0.05 for row in dependent[:400]]).mean()
    assert (found.p < 0.05).mean() < 0.6 * bare and found.corrigee.mean() > 0.8


def test_a_step_under_one_is_refused():
    with pytest.raises(ValueError, match="pas"):
        tendance([1, 2], sens="hausse", pas=0)
