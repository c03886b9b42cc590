"""Control charts of values that cover twelve months: false alarms on noise, an exceptional month, a year that changed."""

from datetime import date

import numpy as np
import pytest

from calculators.comparison.control_chart import Rebasage, demandes, xmr

SEASON = np.tile([1.4, 1.2, 1, 1, 1, 0.8, 0.6, 0.2, 1, 1.2, 1.3, 1.3], 6)


def sums(monthly):
    return np.lib.stride_tricks.sliding_window_view(monthly, 12, axis=1).sum(axis=2).astype(float)


def activity(months, *, series=1500, seed=1):
    """Twelve-month sums of events at random, with a dead August."""
    made = months + 11
    return np.random.default_rng(seed).poisson(10 * SEASON[:made], (series, made))


@pytest.mark.parametrize("months", [24, 36, 60])
def test_noise_stays_within_where_a_plain_chart_cries_wolf(months):
    rolling = sums(activity(months))
    plain, found = xmr(rolling), xmr(rolling, etendue=12)
    assert plain.hors_limites[:, -1].mean() > 0.25 and plain.signal.any(axis=1).mean() > 0.9
    assert found.hors_limites[:, -1].mean() < 0.01 and found.signal.any(axis=1).mean() < 0.05


def test_only_the_first_rule_speaks():
    """Neighbours that overlap are on one side, and rise, by themselves."""
    found = xmr(np.arange(40.0) + 100, etendue=12)
    assert not (found.serie | found.tendance | found.deux_sur_trois).any() and not found.saison.any()
    assert xmr(np.arange(40.0) + 100).tendance.all()


def test_limits_are_those_of_a_moving_average():
    """Months of standard deviation 2: sums of twelve have 2 √12, and limits three of them from the mean."""
    rolling = sums(np.random.default_rng(5).normal(100, 2, (400, 131)))
    chart = xmr(rolling, etendue=12)
    assert np.mean(chart.haut - chart.moyenne) == pytest.approx(3 * 2 * np.sqrt(12), rel=0.02)
    bare = xmr(rolling, etendue=12, crible=False)
    assert np.mean(bare.haut) >= np.mean(chart.haut)


def test_an_exceptional_month_is_seen_and_does_not_hide_the_next():
    months = activity(36)
    months[:, -1] += 120
    rolling = sums(months)
    assert xmr(rolling, etendue=12).hors_limites[:, -1].mean() > 0.95
    assert xmr(rolling, etendue=12, crible=False).hors_limites[:, -1].mean() < 0.2


def test_a_year_half_as_active_again_is_seen():
    months = activity(36)
    months[:, -12:] = np.random.default_rng(2).poisson(15 * SEASON[:12], (1500, 12))
    found = xmr(sums(months), etendue=12)
    assert found.hors_limites[:, -1].mean() > 0.6 and (found.cote[found.hors_limites] == 1).mean() > 0.95


@pytest.mark.parametrize(("points", "limits", "trial"), [(12, False, True), (13, True, True), (24, True, False)])
def test_a_span_and_a_month_for_limits_two_spans_to_be_sure_of_them(points, limits, trial):
    assert demandes(12) == (13, 24) and demandes() == (5, 12)
    chart = xmr(sums(activity(points, series=3)), etendue=12)
    assert np.isfinite(chart.haut).all() == limits and chart.provisoire.all() == trial


def test_a_rebase_starts_limits_anew_and_a_value_covers_a_month_at_least():
    days = [date(2022 + at // 12, at % 12 + 1, 1) for at in range(48)]
    values = np.concatenate([sums(activity(24, series=1))[0], 500 + sums(activity(24, series=1, seed=3))[0]])
    chart = xmr(values, mois=days, rebasages=[Rebasage(days[24], "Deux CPTS réunies")], etendue=12)
    assert not chart.signal.any() and chart.moyenne[0, -1] - chart.moyenne[0, 0] == pytest.approx(500, abs=40)
    with pytest.raises(ValueError, match="mois"):
        xmr(values, etendue=0)
