"""A reference that a few CPTS made is unsure: how much by hand, and the false alarms that are left, the largest CPTS included.

Groups of 5 to 20 CPTS, as those of a CPAM: of one size, spread from 8 500 to 350 000 inhabitants, or one large among small.
"""

import numpy as np
import pytest
from scipy import special, stats

from calculators.comparison.funnel import Origine, funnel, situer
from calculators.comparison.reference import SURE, incertitude

#: Names, inhabitants, and how often the largest was beyond the limits of 99.8 % by chance alone when the median was held for sure.
GROUPES = {
    "one large, four small": [350_000, *[8_500] * 4],  # 21 %
    "one large, eight small": [350_000, *[8_500] * 8],  # 16 %
    "one large, five middling": [200_000, *[30_000] * 5],  # 2.6 %
    "two large, seven small": [350_000] * 2 + [20_000] * 7,
    "nine spread": np.geomspace(8_500, 350_000, 9).tolist(),
    "one large, fourteen small": [350_000, *[8_500] * 14],  # 3.7 %
}


def test_the_median_of_five_alike_by_hand():
    """Seen from one of them, three of the four others must be beyond: 4 p³ - 3 p⁴ = 1 / 1 000, p = 0.0640."""
    share = 0.0641
    while 4 * share**3 - 3 * share**4 > 0.001:
        share -= 1e-7
    unsure = incertitude("mediane", np.full(5, 100.0), np.full(5, 0.04))
    reach = 0.2 * stats.norm.ppf(share) / stats.norm.ppf(0.001)
    assert unsure.variance == pytest.approx(reach**2, rel=1e-3)
    assert unsure.poids == pytest.approx(0.2 / 5)
    # To one surer than they are, ten times: u = 0.04 / 0.02 is 1 at most. To themselves the median is too close to add anything.
    assert unsure.ajout(np.array([10_000.0]), np.array([0.0004])) == pytest.approx([reach**2 - 0.0004], rel=1e-3)
    assert unsure.ajout(np.array([100.0]), np.array([0.04])).tolist() == [0]


def test_a_group_taken_as_one_by_hand():
    unsure = incertitude("ensemble", np.array([100.0, 300]), np.array([0.09, 0.03]))
    assert unsure.variance == pytest.approx(0.25**2 * 0.09 + 0.75**2 * 0.03)
    assert unsure.ajout(np.array([4.0]), np.array([0.01])) == pytest.approx([0.0225 - 2 * 0.01 * 0.01])
    assert unsure.ajout(np.array([300.0]), np.array([0.03])).tolist() == [0]


def test_one_large_among_four_small_is_as_unsure_as_counted():
    """How far the median of all is from the large one, one time in five hundred, by drawing."""
    spread = np.array([0.001, 1, 1, 1, 1])
    drawn = np.random.default_rng(1).normal(size=(400_000, 5)) * spread
    found = np.quantile(np.abs(np.median(drawn, axis=1) - drawn[:, 0]), 0.998)
    unsure = incertitude("mediane", np.full(5, 100.0), spread**2)
    added = unsure.ajout(np.array([1.0]), np.array([1e-6]))[0]
    assert stats.norm.ppf(0.999) * np.sqrt(added) == pytest.approx(found, rel=0.01)


def test_of_many_it_is_the_variance_of_a_median():
    """Laplace's: (π / 2) k / S²."""
    spread = 1 / np.sqrt(np.geomspace(8_500, 350_000, 4_000))
    unsure = incertitude("mediane", np.ones(4_000), spread**2)
    assert unsure.variance == pytest.approx(np.pi / 2 * 4_000 / (1 / spread).sum() ** 2, rel=0.02)


def test_a_reference_from_elsewhere_is_sure():
    assert incertitude("connue", np.ones(9), np.ones(9)) is SURE
    assert incertitude("mediane", np.ones(1), np.ones(1)) is SURE
    assert SURE.ajout(np.ones(2), np.ones(2)).tolist() == [0, 0]


def _alarms(inhabitants, *, runs, spread=0.0, share=0.6, origine: Origine = "mediane"):
    """How often the largest, then all of them, are beyond the limits of 95 % and of 99.8 %."""
    rng = np.random.default_rng(5)
    n = np.round(np.array(inhabitants) * 0.15)
    level = []
    for _ in range(runs):
        odds = special.logit(share) + spread * rng.normal(size=len(n))
        x = rng.binomial(n.astype(int), special.expit(odds))
        reference = np.median(x / n) if origine == "mediane" else x.sum() / n.sum()
        level.append(situer(x, n, nature="proportion", reference=float(reference), origine=origine)[1])
    found = np.array(level)
    largest = found[:, n == n.max()]
    return [float((part >= limit).mean()) for part in (largest, found) for limit in (0.95, 0.998)]


@pytest.mark.parametrize("inhabitants", GROUPES.values(), ids=GROUPES.keys())
def test_by_chance_alone_nobody_is_apart_more_often_than_announced(inhabitants):
    near, far, all_near, all_far = _alarms(inhabitants, runs=500)
    assert near <= 0.05 and far <= 0.004
    assert all_near <= 0.05 and all_far <= 0.003


@pytest.mark.parametrize("inhabitants", [[50_000] * 5, [50_000] * 8, GROUPES["nine spread"]])
@pytest.mark.parametrize("spread", [0.1, 0.3])
def test_few_cpts_that_truly_differ_are_not_all_apart(inhabitants, spread):
    """Judged by chance alone, half and more were beyond the limits of 99.8 %; 1 to 2 in 1 000 are, on 30 000 draws."""
    near, far, all_near, all_far = _alarms(inhabitants, runs=300, spread=spread)
    assert near < 0.07 and far < 0.01
    assert all_near < 0.05 and all_far < 0.005


def test_a_group_taken_as_one_raises_no_more_alarms():
    for spread in (0.0, 0.3):
        near, far, all_near, all_far = _alarms(
            GROUPES["one large, eight small"], runs=300, spread=spread, origine="ensemble"
        )
        assert max(near, all_near) <= 0.05 and max(far, all_far) <= 0.003


def test_who_is_truly_apart_among_eight_is_still_found():
    """At eight times chance; five deviations of Student's law with 5 degrees are 0.4 % of a normal one."""
    n = np.full(8, 7_500.0)
    x = np.round(n * 0.6 + np.sqrt(n * 0.24) * np.array([8, -1.2, -0.8, -0.3, 0, 0.4, 0.7, 1.1]))
    _, level, made = situer(x, n, nature="proportion", reference=float(np.median(x / n)))
    assert made is not None and not made.surdispersion.appliquee and made.surdispersion.degres == 5
    assert level.tolist() == [0.998, *[0] * 7]


@pytest.mark.parametrize("count", [150, 700])
def test_among_many_nothing_changes(count):
    """A few thousandths of what it was; the largest, by chance alone, one hundredth."""
    rng = np.random.default_rng(count)
    n = np.round(np.exp(rng.uniform(np.log(8_500), np.log(350_000), count)) * 0.15)
    for spread, most in ((0.0, 0.015), (0.1, 0.0), (0.3, 0.0)):
        x = rng.binomial(n.astype(int), special.expit(special.logit(0.6) + spread * rng.normal(size=count)))
        reference = float(np.median(x / n))
        z, _, _ = situer(x, n, nature="proportion", reference=reference)
        sure = funnel(x, n, nature="proportion", reference=reference).z
        gap = np.abs(z - sure) / np.maximum(np.abs(sure), 1e-9)
        assert np.median(gap) < 1e-3 and gap.max() <= most + 1e-12


@pytest.mark.parametrize("origine", ["mediane", "ensemble"])
@pytest.mark.parametrize("nature", ["proportion", "taux"])
@pytest.mark.parametrize("spread", [0.0, 0.4])
@pytest.mark.parametrize("name", ["one large, four small", "nine spread", "one large, fourteen small"])
def test_the_limits_drawn_around_an_unsure_reference_are_those_that_classify(origine, nature, spread, name):
    rng = np.random.default_rng(7)
    n = np.round(np.array(GROUPES[name]) * 0.15)
    x = rng.binomial(n.astype(int), special.expit(special.logit(0.2) + spread * rng.normal(size=len(n))))
    reference = float(np.median(x / n)) if origine == "mediane" else x.sum() / n.sum()
    _, _, made = situer(x, n, nature=nature, reference=reference, origine=origine)
    assert made is not None
    sizes = np.geomspace(n.min(), n.max(), 40)
    for niveau in (0.95, 0.998):
        for limit, side in zip(made.limites(sizes, niveau), (-1, 1), strict=True):
            for step in (1 - 1e-4, 1 + 1e-4):
                count = limit * sizes * step
                met = (limit > 0) & (count < sizes) if nature == "proportion" else limit > 0
                _, placed = made.placer(count, sizes)
                assert ((placed >= niveau) == ((step > 1) == (side > 0)))[met].all()


def test_so_few_counts_say_nothing_of_a_spread():
    """Twelve sent a share, three of them with its counts: Student's law with one degree, 12.7 deviations."""
    z, level, made = situer([600, 600, 700], [1_000] * 3, nature="proportion", reference=0.6)
    assert z[2] > 6 and level.tolist() == [0, 0, 0]
    assert made is not None and made.surdispersion.quantile(0.95) == pytest.approx(12.706, abs=1e-3)
