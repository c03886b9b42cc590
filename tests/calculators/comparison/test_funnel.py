"""Funnels: limits of published tools, agreement with the intervals, and who over-dispersion leaves outside."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from calculators.comparison.funnel import funnel, situer
from calculators.comparison.intervals import poisson, wilson

REFERENCE = 0.80642448


def share_funnel(reference=REFERENCE):
    return funnel([80.0], [100.0], nature="proportion", reference=reference)


@pytest.mark.parametrize(
    ("n", "low95", "high95", "low998", "high998"),
    [
        (1, 3.204264, 100, 0, 100),
        (3, 35.933491, 100, 10.150815, 100),
        (7, 51.373565, 100, 34.494842, 100),
        (11, 57.293957, 100, 43.829393, 100),
    ],
)
def test_share_limits_as_ohid(n, low95, high95, low998, high998):
    """PHEindicatormethods, testdata_funnel_prop_outputs (baseline 80.642448 %)."""
    for niveau, expected in ((0.95, (low95, high95)), (0.998, (low998, high998))):
        limits = share_funnel().limites(n, niveau)
        assert [100 * float(limit) for limit in limits] == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize(
    ("events", "expected_low", "expected_high"),
    [(10, 18.39035799, 4.795387629), (9, 17.08479966, 4.11537405), (5, 11.6683331, 1.623486324)],
)
def test_rate_limits_as_ohid(events, expected_low, expected_high):
    """PHEindicatormethods, testdata_funnel_ratio_outputs, exact limits; Byar's are within 1 % from 5 events on."""
    chart = funnel([50.0], [50.0], nature="taux", reference=1.0)
    low, _ = chart.limites(expected_low)
    _, high = chart.limites(expected_high)
    assert float(low) * expected_low == pytest.approx(events, rel=0.003)
    assert float(high) * expected_high == pytest.approx(events, rel=0.01)


@given(
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(0.01, 0.99),
    st.sampled_from([0.95, 0.998]),
)
def test_outside_the_funnel_is_outside_wilson(pair, reference, niveau):
    x, n = pair
    chart = funnel([x], [n], nature="proportion", reference=reference)
    bas, haut = wilson(x, n, niveau)
    if min(abs(bas - reference), abs(haut - reference)) > 1e-9:
        assert (chart.niveau[0] >= niveau) == bool(bas > reference or haut < reference)


@given(st.integers(10, 100_000), st.floats(0.5, 2), st.sampled_from([0.95, 0.998]))
def test_outside_the_funnel_is_outside_byar(count, ratio, niveau):
    expected = count * ratio
    chart = funnel([count], [expected], nature="taux", reference=1.0)
    bas, haut = poisson(count, niveau)
    if min(abs(bas - expected), abs(haut - expected)) > 1e-6 * expected:
        assert (chart.niveau[0] >= niveau) == bool(bas > expected or haut < expected)


@settings(deadline=None)
@given(
    st.floats(0.5, 1e5),
    st.floats(0.05, 20),
    st.sampled_from([0.95, 0.998]),
    st.sampled_from(["additif", "multiplicatif"]),
)
def test_the_limits_drawn_are_those_that_classify(size, spread, niveau, modele):
    """Just inside a drawn limit is inside, just outside is outside, over-dispersed or not."""
    n = np.full(40, 2000.0)
    x = np.round(np.linspace(1000 - 22 * spread, 1000 + 22 * spread, 40))
    model = funnel(x, n, nature="taux", reference=0.5, modele=modele)
    low, high = (float(limit) for limit in model.limites(size, niveau))
    for limit, side in ((low, -1), (high, 1)):
        for step in (1 - 1e-3, 1 + 1e-3):
            count = limit * size * step
            if 0.5 < count < 1e7 and abs(limit / 0.5 - 1) > 1e-2:
                _, placed = model.placer(count, size)
                assert (placed >= niveau) == ((step > 1) == (side > 0)), (count, size)


def test_chance_alone_is_left_as_it_is():
    rng = np.random.default_rng(20261123)
    n = rng.integers(8_500, 350_000, 700)
    chart = funnel(rng.binomial(n, 0.12), n, nature="proportion")
    assert chart.surdispersion.phi == pytest.approx(1, abs=0.15) and not chart.surdispersion.nette
    assert 0.02 < (chart.niveau >= 0.95).mean() < 0.08
    assert (chart.niveau >= 0.998).mean() < 0.01


@pytest.mark.parametrize("nature", ["proportion", "taux"])
def test_spread_beyond_chance_is_not_a_crowd_of_outliers(nature):
    """700 CPTS that truly differ: without correction most are outside; with it few, small and large alike."""
    rng = np.random.default_rng(20261122)
    n = np.exp(rng.uniform(np.log(8_500), np.log(350_000), 700)).astype(int)
    x = rng.binomial(n, np.clip(rng.normal(0.12, 0.02, 700), 0.01, None))
    raw = funnel(x, n, nature=nature, modele="aucun")
    chart = funnel(x, n, nature=nature)
    assert chart.surdispersion.appliquee and chart.surdispersion.phi > 20
    assert (raw.niveau >= 0.998).mean() > 0.7 and (chart.niveau >= 0.998).mean() < 0.05
    small = n < np.median(n)
    assert abs((chart.niveau[small] >= 0.95).mean() - (chart.niveau[~small] >= 0.95).mean()) < 0.1
    # The multiplicative form would look for outliers among the large alone.
    wide = funnel(x, n, nature=nature, modele="multiplicatif").niveau >= 0.95
    assert 5 * wide[small].mean() < wide[~small].mean()


def test_five_cpts_are_needed_to_speak_of_spread():
    for count, applied in ((4, False), (5, True), (9, True), (10, True)):
        x, n = np.arange(count) * 100.0, np.full(count, 1000.0)
        assert funnel(x, n, nature="proportion").surdispersion.appliquee is applied


def test_missing_is_nowhere_and_weighs_nothing():
    chart = funnel([10, np.nan, 30, 5], [100, 100, 100, 0], nature="proportion")
    assert chart.reference == 0.2
    assert np.isnan(chart.niveau).tolist() == [False, True, False, True]
    assert np.isnan(chart.z).tolist() == [False, True, False, True]
    assert np.isnan(chart.limites([0, np.nan])[0]).all()


def test_no_room_for_chance_is_said():
    for x, n, nature in (([0, 0], [10, 10], "proportion"), ([10, 10], [10, 10], "proportion"), ([0], [10], "taux")):
        with pytest.raises(ValueError, match="entonnoir"):
            funnel(x, n, nature=nature)
    with pytest.raises(ValueError, match="numérateur"):
        funnel([11], [10], nature="proportion")


def test_who_has_nothing_is_placed_too():
    """0 of what is expected has no log: half an event stands for it, and the limits drawn agree."""
    rng = np.random.default_rng(3)
    n = rng.integers(20_000, 200_000, 200)
    x = rng.poisson(n * 3e-4 * np.exp(0.6 * rng.normal(size=200)))
    chart = funnel(x, n, nature="taux")
    assert chart.surdispersion.tau2 > 0.2
    z, level = chart.placer([0, 1], [100_000, 100_000])
    assert z[0] < z[1] < 0 and level[0] >= 0.95
    low, high = chart.limites([3_000, 100_000])
    assert low[0] == 0 and low[1] > 0 and (high < np.inf).all()
    assert chart.placer(0, 3_000)[1] == 0


@pytest.mark.parametrize("nature", ["proportion", "taux"])
def test_more_is_never_placed_lower(nature):
    """Around a wide spread and around none, the place rises with the count, from 0 to all."""
    n = np.full(60, 40.0)
    for spread in (1, 12):
        chart = funnel(np.clip(np.linspace(20 - spread, 20 + spread, 60).round(), 0, 40), n, nature=nature)
        z, _ = chart.placer(np.arange(41.0), np.full(41, 40.0))
        assert (np.diff(z) >= 0).all() and z[0] < 0 < z[-1]


def test_turned_over_a_share_is_placed_the_other_way():
    rng = np.random.default_rng(9)
    n = rng.integers(50, 5000, 80)
    x = rng.binomial(n, np.clip(rng.normal(0.3, 0.08, 80), 0.01, 0.99))
    one = funnel(x, n, nature="proportion", reference=0.3)
    other = funnel(n - x, n, nature="proportion", reference=0.7)
    assert one.z == pytest.approx(-other.z) and one.surdispersion.tau2 == pytest.approx(other.surdispersion.tau2)
    low, high = one.limites(800)
    assert other.limites(800) == (pytest.approx(1 - high), pytest.approx(1 - low))


def test_nobody_is_judged_without_a_reference_that_leaves_room():
    for reference in (0.0, 1.0, np.nan):
        z, level, made = situer([1, 2], [10, 10], nature="proportion", reference=reference)
        assert np.isnan(z).all() and np.isnan(level).all() and made is None
    z, level, made = situer([1, 0, np.nan], [10, 0, 10], nature="taux", reference=0.2)
    assert np.isnan(z).tolist() == np.isnan(level).tolist() == [False, True, True] and made is not None


def test_who_is_shown_beside_says_nothing_of_the_spread():
    x, n = np.append(np.full(20, 100.0), 5000), np.append(np.full(20, 1000.0), 10_000)
    group = np.arange(21) < 20
    z, level, made = situer(x, n, nature="taux", reference=0.1, groupe=group)
    assert made.surdispersion.n == 20 and level[20] == 0.998 and z[20] > 20


@pytest.mark.parametrize(
    ("nature", "expected", "near", "far"),
    [
        ("proportion", 5, 0.07, 0.0055),
        ("proportion", 20, 0.065, 0.0032),
        ("proportion", 50, 0.06, 0.0027),
        ("taux", 5, 0.045, 0.0015),
        ("taux", 20, 0.05, 0.002),
        ("taux", 50, 0.05, 0.0022),
    ],
)
def test_what_chance_alone_passes_counted_exactly(nature, expected, near, far):
    """Every count by its probability, over references around one where so many are expected."""
    for events in expected * np.linspace(0.8, 1.25, 10):
        reference, counts = events / 400, np.arange(401.0)
        law = stats.binom(400, reference) if nature == "proportion" else stats.poisson(events)
        _, level = funnel([events], [400], nature=nature, reference=reference).placer(counts, np.full(401, 400.0))
        probability = law.pmf(counts)
        assert probability[level >= 0.95].sum() < near and probability[level >= 0.998].sum() < far
