"""XmR charts: the published example, the four rules as NHSRplotthedots tests them, gaps, trial limits, rebases, seasons."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from calculators.comparison.control_chart import Rebasage, xmr

#: The vignette « Deviations from Excel defaults » of NHSRplotthedots.
PUBLISHED = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
MONTHS = [date(2023 + rank // 12, rank % 12 + 1, 1) for rank in range(36)]
nan = np.nan


def noise(count, *, size=1.0, seed=1):
    """Values that alternate: no run, no trend."""
    jitter = np.random.default_rng(seed).uniform(0.8, 1.2, count)
    return 100 + size * jitter * np.where(np.arange(count) % 2, 1, -1)


def test_published_example():
    chart = xmr(PUBLISHED)
    assert round(float(chart.moyenne[0, 0]), 3) == 1.944
    assert (round(float(chart.bas[0, 0]), 2), round(float(chart.haut[0, 0]), 2)) == (-0.72, 4.60)
    assert np.flatnonzero(chart.signal).tolist() == [4] and chart.hors_limites[0, 4]
    assert not chart.provisoire.any()


def test_published_example_unscreened():
    chart = xmr(PUBLISHED, crible=False)
    assert (round(float(chart.bas[0, 0]), 2), round(float(chart.haut[0, 0]), 2)) == (-3.06, 6.95)


@pytest.mark.parametrize(("length", "marked"), [(6, 0), (7, 7), (8, 8)])
def test_run_of_seven_on_one_side(length, marked):
    values = noise(30)
    values[10 : 10 + length] = 100 + np.where(np.arange(length) % 2, 0.7, 1.3)
    values[9], values[10 + length] = 97.5, 97.5
    chart = xmr(values)
    assert chart.serie.sum() == marked
    assert chart.serie[0, 10 : 10 + length].all() == bool(marked)
    assert (chart.cote[0, 10 : 10 + length] == 1).all() == bool(marked)


@pytest.mark.parametrize(
    ("part", "marked"),
    [
        ([1, 2, 3, 4, 5, 6], 0),
        ([1, 2, 3, 3, 4, 5, 6], 0),
        ([1, 2, 3, 4, 5, 6, 7], 7),
        ([7, 6, 5, 4, 3, 2, 1], -7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], 7),
    ],
)
def test_trend_of_seven_points(part, marked):
    """The cases of test-ptd_calculate_point_type.R, within months that leap from 0 to 8."""
    leaps = [8, 0] * 5 if part[0] == 7 else [0, 8] * 5
    chart = xmr([*leaps, *part, *leaps])
    at = 10 + (1 if part[0] == 2 else 0)
    assert np.flatnonzero(chart.tendance).tolist() == list(range(at, at + 7) if marked else [])
    assert not chart.hors_limites.any()
    if marked:
        assert (chart.cote[0, at : at + 7] == np.sign(marked)).all()


def test_two_of_three_in_the_outer_third():
    # mean 0, mean moving range 1: limits ± 2.66, outer third from 1.773.
    base = np.tile([0.5, -0.5], 40).astype(float)
    for part, marked in (([2.0, 0.1, 2.0], 2), ([2.0, 2.0, 0.1], 2), ([2.0, -0.1, 2.0], 0), ([2.0, 0.1, 0.1], 0)):
        values = base.copy()
        values[41:44] = part
        values[40], values[44] = -0.5, -0.5
        chart = xmr(values)
        assert chart.deux_sur_trois.sum() == marked, part
        assert not chart.hors_limites.any()
        assert set(np.flatnonzero(chart.deux_sur_trois)) <= {41, 42, 43}


def test_a_missing_month_breaks_runs_trends_and_ranges():
    run = noise(30)
    run[9:18] = [97.5, 101, 102, 101, 102, 101, 102, 101, 97.5]
    assert xmr(run).serie.any()
    run[13] = nan
    assert not xmr(run).serie.any()
    trend = np.concatenate([[4] * 10, [9, 1, 2, 3, 4, 5, 6, 7, 3], [4] * 10]).astype(float)
    assert xmr(trend).tendance.any()
    trend[14] = nan
    assert not xmr(trend).tendance.any()
    # 1 … 1 then a gap then 9 … 9: the step across the gap is no moving range.
    steps = np.array([1, 2, 1, 2, 1, 2, nan, 9, 8, 9, 8, 9, 8])
    assert float(xmr(steps).haut[0, 0] - xmr(steps).moyenne[0, 0]) == pytest.approx(2.66)


@pytest.mark.parametrize(
    ("points", "limits", "trial"), [(4, False, True), (5, True, True), (11, True, True), (12, True, False)]
)
def test_trial_limits_under_twelve_points(points, limits, trial):
    chart = xmr([*noise(points), nan, nan])
    assert np.isfinite(chart.haut[0, 0]) == limits
    assert chart.provisoire.all() == trial
    assert not chart.signal[0, -2:].any()


def test_rebase_by_hand_only():
    values = np.concatenate([noise(18), 50 + noise(18, seed=2)])
    alone = xmr(values, mois=MONTHS)
    assert len(np.unique(alone.moyenne)) == 1 and alone.signal.any()
    rebase = Rebasage(MONTHS[18], "Nouveau mode de calcul de la CPAM")
    chart = xmr(values, mois=MONTHS, rebasages=[rebase])
    assert chart.moyenne[0, 0] == pytest.approx(values[:18].mean())
    assert chart.moyenne[0, -1] == pytest.approx(values[18:].mean())
    assert not chart.signal.any() and chart.segment.tolist() == [0] * 18 + [1] * 18
    assert chart.rebasages == (rebase,)
    short = xmr(values, mois=MONTHS, rebasages=[Rebasage(MONTHS[30], "Fusion de deux CPTS")])
    assert short.provisoire[0, 30:].all() and not short.provisoire[0, :30].any()


@pytest.mark.parametrize(
    ("rebases", "words"),
    [
        ([Rebasage(MONTHS[5], "  ")], "motif"),
        ([Rebasage(date(2020, 1, 1), "Ailleurs")], "hors des mois"),
        ([Rebasage(MONTHS[5], "Une"), Rebasage(MONTHS[5], "Deux")], "même mois"),
    ],
)
def test_a_rebase_without_reason_or_place_is_refused(rebases, words):
    with pytest.raises(ValueError, match=words):
        xmr(noise(36), mois=MONTHS, rebasages=rebases)


def test_a_flat_series_says_nothing_and_one_jump_is_seen():
    assert not xmr([0.1] * 24).signal.any()
    values = [0.3] * 24
    values[20] = 0.9
    chart = xmr(values)
    assert np.flatnonzero(chart.hors_limites).tolist() == [20]


def test_direction_makes_better_and_worse():
    values = noise(24)
    values[12] = 120
    chart = xmr(np.stack([values] * 3))
    assert chart.nature(["hausse", "baisse", "neutre"])[:, 12].tolist() == ["amélioration", "dégradation", "changement"]
    assert set(chart.nature("hausse")[:, 0]) == {"hasard"}
    values[3] = nan
    assert xmr(values).nature("hausse")[0, 3] == ""


def test_season_is_said():
    time = np.arange(48)
    rng = np.random.default_rng(5)
    wave = 10 * np.sin(2 * np.pi * time / 12) + rng.normal(0, 2, 48)
    climb = 3.0 * time + rng.normal(0, 2, 48)
    assert xmr(np.stack([wave, climb, rng.normal(0, 2, 48)])).saison.tolist() == [True, False, False]
    assert not xmr(wave[:23]).saison.any()
    assert xmr(rng.normal(size=(2000, 48))).saison.mean() < 0.05


series = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 4), st.integers(1, 40)),
    elements=st.sampled_from([nan, 0.0, 1.0, 2.0, 3.5, 10.0, 50.0]),
)


@settings(deadline=None)
@given(series)
def test_many_series_are_each_alone(values):
    chart = xmr(values)
    for row in range(len(values)):
        alone = xmr(values[row])
        for name in ("moyenne", "haut", "signal", "cote", "provisoire"):
            np.testing.assert_array_equal(getattr(chart, name)[row], getattr(alone, name)[0], err_msg=name)


@settings(deadline=None)
@given(series)
def test_upside_down_is_the_same_chart_upside_down(values):
    chart, turned = xmr(values), xmr(-values)
    for name in ("hors_limites", "serie", "tendance", "deux_sur_trois"):
        np.testing.assert_array_equal(getattr(chart, name), getattr(turned, name), err_msg=name)
    assert not chart.signal[np.isnan(values)].any()
    both = chart.tendance & ~chart.hors_limites  # a point between two trends takes one direction
    np.testing.assert_array_equal(chart.cote[~both], -turned.cote[~both])


#: Noise of moving range 1 around 0, in which each rule alone is broken at the places said.
_CALM = np.tile([0.5, -0.5], 15)


@pytest.mark.parametrize(
    ("rule", "part", "marked"),
    [
        ("hors_limites", [0.5, 6.0, -0.5], [13]),
        ("serie", [0.4, 0.9, 0.3, 0.8, 0.2, 0.7, 0.4, -0.6], [*range(12, 19)]),
        ("tendance", [-0.9, -0.6, -0.3, 0.05, 0.3, 0.6, 0.9, -0.6], [*range(12, 19)]),
        ("deux_sur_trois", [2.5, 0.3, 2.5, -0.5], [12, 14]),
    ],
)
def test_each_rule_alone(rule, part, marked):
    values = _CALM.copy()
    values[12 : 12 + len(part)] = part
    values[11] = -0.5
    chart = xmr(values)
    for name in ("hors_limites", "serie", "tendance", "deux_sur_trois"):
        assert np.flatnonzero(getattr(chart, name)).tolist() == (marked if name == rule else []), name


@settings(deadline=None)
@given(series, st.sampled_from([0.25, 2.0, 8.0]), st.sampled_from([-64.0, 0.0, 32.0]))
def test_another_unit_or_origin_changes_no_signal(values, unit, origin):
    """Powers of two, so that rounding has no part in it."""
    chart, moved = xmr(values), xmr(values * unit + origin)
    for name in ("hors_limites", "serie", "tendance", "deux_sur_trois", "cote", "provisoire", "saison"):
        np.testing.assert_array_equal(getattr(chart, name), getattr(moved, name), err_msg=name)
    np.testing.assert_allclose(moved.haut, chart.haut * unit + origin, atol=1e-9)


@settings(deadline=None)
@given(series)
def test_limits_do_not_know_which_way_time_runs(values):
    chart, back = xmr(values), xmr(values[:, ::-1])
    np.testing.assert_allclose(back.haut[:, 0], chart.haut[:, 0])
    np.testing.assert_array_equal(back.hors_limites[:, ::-1], chart.hors_limites)
    np.testing.assert_array_equal(back.serie[:, ::-1], chart.serie)


def test_limits_of_noise_are_three_deviations():
    """2.66 is 3 / 1.128: on normal values the limits are three standard deviations away, screened a little less."""
    values = np.random.default_rng(6).normal(0, 1, (300, 200))
    assert np.mean(xmr(values, crible=False).haut) == pytest.approx(3, abs=0.03)
    assert 2.9 < np.mean(xmr(values).haut) < 3
    assert xmr(values).hors_limites.mean() == pytest.approx(0.0027, abs=0.002)


def test_a_slow_drift_is_no_season():
    """A state that keeps most of its last month is not told as a season; a campaign, or two peaks a year, are."""
    rng = np.random.default_rng(14)
    drift = np.cumsum(rng.normal(size=(1000, 48)), axis=1)
    assert xmr(drift).saison.mean() < 0.05
    campaign = np.where(np.arange(48) % 12 >= 9, 10.0, 0.0) + rng.normal(size=(1000, 48))
    peaks = 3 * np.cos(np.arange(48) * np.pi / 3) + rng.normal(size=(1000, 48))
    assert xmr(campaign).saison.mean() > 0.95 and xmr(peaks).saison.mean() > 0.95
