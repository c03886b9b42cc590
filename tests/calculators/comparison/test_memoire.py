"""States that remember: limits and slopes against what memory alone gives; false alarms and power by simulation."""

import numpy as np
import pytest
from scipy.stats import norm

from calculators.comparison.control_chart import xmr
from calculators.comparison.memoire import read_past, ressemblance, sum_memory
from calculators.comparison.trend import tendance

nan = np.nan


def remembering(count, months, memory, *, seed=3):
    """Stationary noise of deviation 1, shape (count, months), whose neighbours correlate by ``memory``."""
    draw = np.random.default_rng(seed).normal(size=(count, months))
    out = draw.copy()
    for at in range(1, months):
        out[:, at] = memory * out[:, at - 1] + np.sqrt(1 - memory**2) * draw[:, at]
    return out


def recent(chart):
    return chart.signal[:, -3:].any(axis=1) & ~chart.saison


def sure(chart):
    return recent(chart) & ~((chart.memoire > 0) & (chart.passe < 24))


def test_resemblance_by_hand():
    """Eight months of 1 then eight of -1: products of neighbours 14 × 1 - 1 over 15 pairs, power 1, bias (1 + 4 r) / 16."""
    values = np.array([[1.0] * 8 + [-1.0] * 8])
    raw = 13 / 15
    assert ressemblance(values)[0] == pytest.approx(min(raw + (1 + 4 * raw) / 16, 0.95))
    assert ressemblance(np.tile([1.0, -1.0], 8)[None, :])[0] == 0
    assert ressemblance(np.zeros((1, 12)))[0] == 0
    assert ressemblance(np.full((1, 12), nan))[0] == 0


def test_what_memory_makes_of_a_mean():
    """1 + 2 × (2/3 × 0.5 + 1/3 × 0.25) for three months that keep a half."""
    assert sum_memory(np.array([0.5]), np.array([[3]]), 3)[0] == pytest.approx(1 + 2 * (0.5 * 2 / 3 + 0.25 / 3))
    assert sum_memory(np.array([0.0]), np.array([[9]]), 9)[0] == 1


def test_resemblance_is_found_again():
    for memory in (0.5, 0.8, 0.9):
        assert np.mean(ressemblance(remembering(2000, 60, memory))) == pytest.approx(memory, abs=0.05)
    assert np.mean(ressemblance(remembering(4000, 60, 0.0)) > 0) == pytest.approx(0.05, abs=0.015)


def test_the_last_year_is_judged_against_the_months_before():
    values = np.concatenate([remembering(1, 48, 0.9)[0], np.full(12, 50.0)])
    found = read_past(values[None, :])
    assert found.connus[0, 0] == 48 and found.moyenne[0, 0] == pytest.approx(values[:48].mean())
    chart = xmr(values, memoire=True)
    assert chart.hors_limites[0, -12:].all() and not chart.serie.any() and not chart.deux_sur_trois.any()
    assert chart.passe[0] == 48 and chart.memoire[0] > 0.5 and not chart.provisoire.any()
    short = xmr(values[30:], memoire=True)
    assert short.passe[0] == 18 and short.provisoire.all()


def test_a_spread_to_come_is_that_of_the_noise():
    """Limits are three deviations of noise of deviation 1, a little more for the mean is not known."""
    for memory in (0.5, 0.8, 0.9):
        found = read_past(remembering(3000, 72, memory))
        assert np.median(found.ecart[found.r > 0]) == pytest.approx(1.0, abs=0.2), memory


@pytest.mark.parametrize(("months", "most"), [(24, 0.02), (36, 0.11), (60, 0.06)])
@pytest.mark.parametrize("memory", [0.7, 0.85, 0.95])
def test_false_signals_of_a_state_that_changes_little(months, most, memory):
    """With moving ranges, from 40 to 80 % of these charts of pure noise tell a signal in their last three months."""
    values = remembering(3000, months, memory)
    assert sure(xmr(values, memoire=True)).mean() <= most
    assert recent(xmr(values)).mean() > 0.35


def test_independent_months_keep_the_four_rules():
    values = remembering(3000, 60, 0.0)
    plain, chart = xmr(values), xmr(values, memoire=True)
    same = chart.memoire == 0
    assert same.mean() > 0.93
    for name in ("moyenne", "haut", "bas", "serie", "tendance", "deux_sur_trois", "hors_limites", "cote"):
        np.testing.assert_array_equal(getattr(chart, name)[same], getattr(plain, name)[same])
    assert (chart.passe[same] == 0).all()


def test_a_change_of_this_year_is_seen():
    values = remembering(2000, 60, 0.85)
    values[:, -9:] += 5
    assert sure(xmr(values, memoire=True)).mean() > 0.75


def test_slope_of_a_state_against_its_memory():
    """Kendall's test month by month names a trend four times in ten; against memory it is near one in twenty, and still sees one."""
    for months, most in ((36, 0.10), (60, 0.08)):
        for memory in (0.7, 0.9):
            values = remembering(2000, months, memory)
            assert np.mean(tendance(values, sens="hausse", memoire=True).p < 0.05) < most
            assert np.mean(tendance(values, sens="hausse").p < 0.05) > 0.25
    climbing = remembering(2000, 60, 0.85)
    climbing[:, -12:] += 0.5 * np.arange(1, 13)
    found = tendance(climbing, sens=["hausse"] * 2000, memoire=True)
    assert np.mean(found.effet == 1) > 0.8
    assert np.median(found.pente) == pytest.approx(0.5, abs=0.05) and found.corrigee.mean() > 0.9


def test_the_deviation_of_a_slope_by_hand():
    """White noise of deviation s: s / √Σ(t - mean)², 143 for twelve months; here by a past of alternating blocks."""
    past = np.tile([1.0, 1.0, 1.0, -1.0, -1.0, -1.0], 8)
    last = 3.0 * np.arange(12)
    found = read_past(np.concatenate([past, last])[None, :])
    rank = np.arange(12) - 5.5
    weights = rank / np.sum(rank**2)
    alike = found.r[0, 0] ** np.abs(np.subtract.outer(np.arange(12), np.arange(12)))
    z = 3.0 / (found.ecart[0, 0] * np.sqrt(weights @ alike @ weights))

    told = tendance(np.concatenate([past, last]), sens="hausse", memoire=True)
    assert found.r[0, 0] > 0
    assert told.p[0] == pytest.approx(2 * norm.sf(z)) and told.pente[0] == pytest.approx(3.0)


def test_a_state_known_for_less_than_two_years_has_no_trend():
    assert tendance(np.arange(20.0), sens="hausse", memoire=True).sens[0] == "non jugeable"
    assert tendance(np.arange(20.0), sens="hausse").sens[0] == "hausse"


def test_months_without_value_are_left_out():
    values = remembering(200, 60, 0.85)
    values[:, ::7] = nan
    chart = xmr(values, memoire=True)
    assert not chart.signal[np.isnan(values)].any()
    assert (chart.memoire > 0).mean() > 0.9 and sure(chart).mean() < 0.1
    nothing = xmr(np.full((2, 40), nan), memoire=True)
    assert not nothing.signal.any() and np.isnan(nothing.haut).all()
    assert np.isnan(tendance(np.full((2, 40), nan), sens="hausse", memoire=True).p).all()
