"""Trends: against scipy's own Kendall and Theil–Sen, false alarms on noise, and the words of a direction."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from calculators.comparison.trend import tendance, tendance_annuelle, tendance_cumul


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


def sums(monthly):
    """Values that cover twelve months, of months (series, months)."""
    return np.lib.stride_tricks.sliding_window_view(monthly, 12, axis=1).sum(axis=2).astype(float)


def rolling_alarms(monthly):
    return (tendance_cumul(sums(monthly), sens="hausse").p < 0.05).mean()


def test_values_that_overlap_are_tested_by_their_steps():
    """Twelve-month sums of noise: month by month they seem to climb or fall; their steps don't. Seasons and lots neither."""
    rng = np.random.default_rng(7)
    season = np.tile([1.4, 1.2, 1, 1, 1, 0.8, 0.6, 0.2, 1, 1.2, 1.3, 1.3], 5)
    noise = rng.poisson(10 * season, (1500, 60))
    assert (tendance(sums(noise), sens="hausse").p < 0.05).mean() > 0.3
    assert 0.02 < rolling_alarms(noise) < 0.065
    lots = rng.poisson(38 * rng.poisson(2 * season, (1500, 60)))
    assert 0.02 < rolling_alarms(lots) < 0.065
    campaign = rng.poisson(np.where(np.arange(60) % 12 >= 9, 40, 0.1), (1500, 60))
    assert rolling_alarms(campaign) < 0.05
    # Two years are enough; a year half as active again is seen most of the time.
    assert 0.02 < rolling_alarms(noise[:, :24]) < 0.065
    more = noise.copy()
    more[:, -12:] = rng.poisson(15 * season[:12], (1500, 12))
    found = tendance_cumul(sums(more), sens="baisse")
    assert (found.sens == "hausse").mean() > 0.6 and set(found.effet[found.sens == "hausse"]) == {-1}


def test_steps_that_resemble_their_neighbours_are_paid_for():
    rng = np.random.default_rng(12)
    months = rng.normal(size=(1500, 71))
    for at in range(1, 71):
        months[:, at] += 0.4 * months[:, at - 1]
    found = tendance_cumul(sums(months), sens="hausse")
    bare = np.mean([stats.ttest_1samp(row, 0).pvalue < 0.05 for row in np.diff(sums(months))[:, -12:]])
    assert found.corrigee.mean() > 0.5 and (found.p < 0.05).mean() < 0.09 < 0.14 < bare


def test_turning_signs_is_the_permutation_test_of_scipy():
    rng = np.random.default_rng(2)
    seen = 0
    for _ in range(12):
        steps = rng.integers(-5, 9, 12)
        values = np.concatenate([[100], 100 + np.cumsum(steps)])
        found = tendance_cumul(values, sens="hausse")
        if found.corrigee[0]:
            continue
        seen += 1
        reference = stats.permutation_test(
            (steps,), np.sum, permutation_type="samples", n_resamples=np.inf, alternative="two-sided"
        ).pvalue
        assert found.p[0] == pytest.approx(reference) and found.n[0] == 12
        assert found.pente[0] == pytest.approx(steps.sum() / 12)
    assert seen > 6


def test_steps_too_few_or_all_alike():
    assert tendance_cumul(np.arange(9.0), sens="hausse").sens[0] == "hausse"  # 8 steps, 2 ways in 256
    assert tendance_cumul(np.arange(8.0), sens="hausse").sens[0] == "non jugeable"
    late = np.concatenate([np.full(5, np.nan), np.arange(8.0)])  # the first value is no step
    assert tendance_cumul(late, sens="hausse").n[0] == 7
    assert tendance_cumul(np.full(13, 5.0), sens="hausse").p[0] == 1
    gap = np.arange(14.0)
    gap[5:8] = np.nan
    found = tendance_cumul(gap, sens="hausse")
    assert found.n[0] == 9 and found.sens[0] == "hausse" and found.pente[0] == 1
    gap[3:10] = np.nan
    assert tendance_cumul(gap, sens="hausse").sens[0] == "non jugeable"
    assert tendance_cumul(np.full((2, 3), np.nan), sens="hausse").sens.tolist() == ["non jugeable"] * 2
    with pytest.raises(ValueError, match="sens"):
        tendance_cumul(np.arange(13.0), sens="mieux")


def test_a_season_is_no_trend():
    """Antibiotics, from winter to summer: by Kendall's test, every September would be a fall; a year apart none is."""
    season = np.array([1.42, 1.36, 1.20, 1.00, 0.88, 0.80, 0.66, 0.56, 0.80, 1.00, 1.12, 1.40])
    months = np.random.default_rng(3).poisson(2500 * np.tile(season, 3), (800, 36)).astype(float)
    september = months[:, :33]
    assert (tendance(september, sens="baisse").sens == "baisse").mean() > 0.9
    assert 0.02 < (tendance_annuelle(september, sens="baisse").p < 0.05).mean() < 0.08
    fewer = september.copy()
    fewer[:, -12:] *= 0.9
    assert (tendance_annuelle(fewer, sens="baisse").effet == 1).mean() > 0.9


def test_a_year_apart_needs_eight_pairs():
    assert tendance_annuelle(np.arange(20.0), sens="hausse").sens[0] == "hausse"
    assert tendance_annuelle(np.arange(19.0), sens="hausse").sens[0] == "non jugeable"
    assert tendance_annuelle(np.arange(5.0), sens="hausse").n[0] == 0
    values = np.arange(24.0)
    values[[3, 14, 20]] = np.nan  # three pairs of twelve: 3 and 15, 2 and 14, 8 and 20
    found = tendance_annuelle(values, sens="hausse")
    assert found.n[0] == 9 and found.pente[0] == 12


def test_values_that_overlap_and_their_months_say_the_same():
    months = np.random.default_rng(4).poisson(20, (50, 36)).astype(float)
    one, other = tendance_cumul(sums(months), sens="hausse"), tendance_annuelle(months, sens="hausse")
    alike = ~one.corrigee & ~other.corrigee  # the months tell the shape of a rise, which the sums hide
    assert alike.sum() > 40
    np.testing.assert_allclose(one.p[alike], other.p[alike])
