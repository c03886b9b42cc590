"""Over-dispersion: what winsorising takes away, checked against the normal law, and the false alarms that are left.

A limit of 95 % that one ordinary CPTS in ten passes is no limit of 95 %. Every table below is simulated: sizes from 8 500 to
350 000 inhabitants, the reference is the median of the group, as on the pages.
"""

import numpy as np
import pytest
from scipy import integrate, special, stats

from calculators.comparison.dispersion import surdispersion
from calculators.comparison.funnel import funnel
from calculators.comparison.intervals import quantile

RUNS = {20: 300, 100: 100, 700: 20}


def test_phi_and_tau_by_hand():
    """A column where winsorising changes one end: ten values and one outlier, equal precisions."""
    z = np.array([-4.0, -3, -2, -1, 0, 0, 1, 2, 3, 4, 50])
    clipped = np.clip(z, -3, 4)  # type 7 quantiles at 10 % and 90 % of eleven values: the second and the tenth
    end = stats.norm.ppf(0.9)
    normal = integrate.quad(lambda v: min(v * v, end * end) * stats.norm.pdf(v), -9, 9, points=[-end, end])[0]
    assert normal == pytest.approx(0.6787, abs=1e-4)
    phi = float(np.mean(clipped**2)) / (normal * (1 + 0.65 / 11))
    over = surdispersion(z, precision=np.full(11, 25.0))
    assert over.phi == pytest.approx(phi, rel=1e-6) and over.appliquee and over.nette
    # Equal precisions: every z is divided by √(1 + 25 τ²), whose square is then φ.
    assert over.tau2 == pytest.approx((phi - 1) / 25, rel=1e-5)
    assert surdispersion(z, precision=np.full(11, 25.0), modele="multiplicatif").elargissement(
        np.ones(2)
    ) == pytest.approx([np.sqrt(phi)] * 2)


@pytest.mark.parametrize("n", [10, 11, 15, 20, 31, 100, 700])
def test_phi_of_ordinary_values_is_one(n):
    """Without its correction it would be 0.68 to 0.72."""
    rng = np.random.default_rng(n)
    found = [surdispersion(z, precision=np.ones(n), modele="multiplicatif").phi for z in rng.normal(size=(2000, n))]
    assert np.mean(found) == pytest.approx(1, abs=0.025)


@pytest.mark.parametrize("n", [5, 6, 7, 8, 9])
def test_phi_of_ordinary_values_is_one_among_few_too(n):
    """One at each end is drawn in to the next, whole."""
    rng = np.random.default_rng(n)
    found = [surdispersion(z, precision=np.ones(n), modele="multiplicatif").phi for z in rng.normal(size=(8000, n))]
    assert np.mean(found) == pytest.approx(1, abs=0.04)


@pytest.mark.parametrize("n", [10, 20, 100, 700])
def test_one_group_in_twenty_looks_clearly_dispersed_by_chance(n):
    rng = np.random.default_rng(n + 1)
    found = [surdispersion(z, precision=np.ones(n), modele="multiplicatif").nette for z in rng.normal(size=(2000, n))]
    assert 0.03 < np.mean(found) < 0.07


def test_tau_is_the_spread_that_was_put_in():
    """A few per cent, with sizes forty times larger than others; outliers hardly move it, and the mean of z² would."""
    rng = np.random.default_rng(4)
    n = _inhabitants(rng, 5000)
    rate = 0.02 * np.exp(0.25 * rng.normal(size=5000))
    for outliers in (0, 250):
        events = rng.poisson(n * rate)
        events[:outliers] *= 4
        over = funnel(events, n, nature="taux", reference=0.02).surdispersion
        assert np.sqrt(over.tau2) == pytest.approx(0.25, rel=0.04 if outliers == 0 else 0.15)


def _inhabitants(rng, count):
    return np.exp(rng.uniform(np.log(8_500), np.log(350_000), count)).astype(int)


def _chance(rng, count):
    n = _inhabitants(rng, count) // 5
    return rng.binomial(n, 0.12), n, "proportion"


def _few_by_chance(rng, count):
    n = _inhabitants(rng, count)
    return rng.poisson(n * 8 / 70_000), n, "taux"


def _share(spread):
    def made(rng, count):
        n = _inhabitants(rng, count) // 5
        return rng.binomial(n, special.expit(special.logit(0.12) + spread * rng.normal(size=count))), n, "proportion"

    return made


def _rate(level, spread):
    def made(rng, count):
        n = _inhabitants(rng, count)
        return rng.poisson(n * level * np.exp(spread * rng.normal(size=count))), n, "taux"

    return made


def _ordinary(rng, count):
    """Shares that are normal themselves, and not their log odds: the form supposed is wrong."""
    n = _inhabitants(rng, count)
    return rng.binomial(n, np.clip(rng.normal(0.12, 0.02, count), 0.001, 1)), n, "proportion"


def _by_fives(rng, count):
    """Events that come five at a time: chance itself is five times wider, for the large as for the small."""
    n = _inhabitants(rng, count) // 50
    return 5 * rng.binomial(n, 0.12), 5 * n, "proportion"


def _alarms(made, count, modele="additif"):
    rng = np.random.default_rng(count)
    found = []
    for _ in range(RUNS[count]):
        x, n, nature = made(rng, count)
        level = funnel(x, n, nature=nature, reference=float(np.median(x / n)), modele=modele).niveau
        found.append([(level >= 0.95).mean(), (level >= 0.998).mean()])
    return np.mean(found, axis=0)


@pytest.mark.parametrize("count", [20, 100, 700])
@pytest.mark.parametrize(
    ("made", "least", "most", "far"),
    [
        pytest.param(_chance, 0.02, 0.06, 0.004, id="chance alone"),
        pytest.param(_few_by_chance, 0.01, 0.05, 0.004, id="1 to 40 events by chance"),
        pytest.param(_share(0.03), 0.03, 0.06, 0.006, id="share, slight spread"),
        pytest.param(_share(0.3), 0.03, 0.06, 0.005, id="share, wide spread"),
        pytest.param(_rate(0.02, 0.22), 0.03, 0.06, 0.005, id="rate"),
        pytest.param(_rate(8 / 70_000, 0.45), 0.025, 0.06, 0.005, id="1 to 40 events, wide spread"),
        pytest.param(_ordinary, 0.03, 0.065, 0.009, id="normal shares"),
    ],
)
def test_false_alarms_are_those_announced(made, least, most, far, count):
    """5 % and 0.2 %, a little more where the form supposed is not the true one: never the 11 % and 2 % of before."""
    near, beyond = _alarms(made, count)
    assert least < near < most and beyond < far


@pytest.mark.parametrize("count", [20, 100, 700])
def test_the_multiplicative_form_fits_events_that_come_in_lots_and_nothing_else(count):
    near, beyond = _alarms(_by_fives, count, "multiplicatif")
    assert 0.03 < near < 0.06 and beyond < 0.005
    assert _alarms(_share(0.3), count, "multiplicatif")[1] > 0.01
    # Where it would fit, the additive form errs by less than the multiplicative one does everywhere else.
    assert _alarms(_by_fives, count)[1] < 0.02


def test_waiting_for_a_clear_spread_would_flag_too_many():
    """Why limits widen as soon as φ passes 1, and not later: fifteen neighbours, a spread real but modest, all at the same distance."""
    rng = np.random.default_rng(8)
    applied, waited = [], []
    for z in rng.normal(0, 1.35, (3000, 15)):
        over = surdispersion(z, precision=np.ones(15), modele="multiplicatif")
        wide = over.quantile(0.998) * over.elargissement(np.ones(1))[0]
        applied.append((np.abs(z) > wide).mean())
        waited.append((np.abs(z) > (wide if over.nette else quantile(0.998))).mean())
    assert np.mean(applied) < 0.003 < 0.006 < np.mean(waited)


def test_never_narrower_than_chance():
    z = np.tile([-0.5, 0.5], 50)
    over = surdispersion(z, precision=np.ones(100))
    assert over.phi < 1 and not over.appliquee and over.tau2 == 0
    assert over.quantile(0.95) == quantile(0.95) and over.elargissement(np.ones(3)).tolist() == [1, 1, 1]


def test_a_spread_measured_on_few_is_paid_for():
    """Student's quantile with n - 2 degrees (Higgins, Thompson and Spiegelhalter, 2009), scipy's."""
    over = surdispersion(np.tile([-3.0, 3.0], 10), precision=np.ones(20))
    assert over.quantile(0.95) == pytest.approx(stats.t.ppf(0.975, 18))
    assert over.quantile(0.998) == pytest.approx(stats.t.ppf(0.999, 18))
    # Under ten it is paid for whatever it looks like, with one degree less; asked of ten at least, it is not measured.
    few = np.array([-0.5, -0.3, -0.1, 0, 0.1, 0.3, 0.5])
    over = surdispersion(few, precision=np.ones(7))
    assert not over.appliquee and over.quantile(0.998) == pytest.approx(stats.t.ppf(0.999, 4))
    over = surdispersion(few * 9, precision=np.ones(7))
    assert over.appliquee and over.quantile(0.998) == pytest.approx(stats.t.ppf(0.999, 4))
    assert surdispersion(few * 9, precision=np.ones(7), minimum=10).quantile(0.998) == quantile(0.998)


def test_large_counts_have_the_limits_of_the_shmi():
    """exp(± q √(1 / expected + τ²)), the NHS's formula, where counts are large enough for its logs."""
    rng = np.random.default_rng(1)
    n = np.full(300, 1_000_000.0)
    chart = funnel(rng.poisson(n * 0.05 * np.exp(0.1 * rng.normal(size=300))), n, nature="taux", reference=0.05)
    over = chart.surdispersion
    for niveau in (0.95, 0.998):
        reach = over.quantile(niveau) * np.sqrt(1 / 50_000 + over.tau2)
        limits = [float(limit) for limit in chart.limites(1_000_000, niveau)]
        assert limits == pytest.approx([0.05 * np.exp(-reach), 0.05 * np.exp(reach)], rel=1e-3)
