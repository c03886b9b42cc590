"""Directly standardised rates: the values of OHID's own tests, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from calculators.comparison.intervals import taux
from calculators.comparison.standardise import standardiser

#: PHEindicatormethods, testdata_DSR_ISR: areas « big » and « small », 19 age bands, European standard population 2013.
BIG = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
SMALL = [12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4]
POPULATION = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207]
ESP2013 = [5, 5.5, 5.5, 5.5, 6, 6, 6.5, 7, 7, 7, 7, 6.5, 6, 5.5, 5, 4, 2.5, 1.5, 1]
ESP1976 = [8, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 5, 4, 3, 2, 1, 1]


@pytest.mark.parametrize(
    ("niveau", "limits"),
    [
        (0.95, [(971.770907, 1117.894092), (87.745577, 136.708822)]),
        (0.998, [(932.328788, 1162.059600), (76.364204, 153.003289)]),
    ],
)
def test_rates_as_ohid(niveau, limits):
    found = standardiser([BIG, SMALL], [POPULATION] * 2, standard=ESP2013, pour=10_000, niveau=niveau)
    assert found.taux == pytest.approx([1043.024799, 110.321203], rel=1e-8)
    assert list(zip(found.bas, found.haut, strict=True)) == [pytest.approx(pair, rel=1e-7) for pair in limits]


def test_another_standard_population():
    found = standardiser(BIG[:18], POPULATION[:18], standard=ESP1976, pour=10_000)
    assert float(found.taux[0]) == pytest.approx(859.209759, rel=1e-8)
    assert (float(found.bas[0]), float(found.haut[0])) == pytest.approx((799.116093, 922.525388), rel=1e-7)


def test_no_rate_without_every_stratum():
    events = np.array([[20.0, 20], [20, np.nan], [20, 20], [4, 5], [4, 6]])
    people = np.array([[100.0, 200], [100, 200], [100, 0], [100, 200], [100, 200]])
    found = standardiser(events, people, standard=[1, 1])
    assert found.refus.tolist() == [
        "",
        "une strate manque ou est masquée",
        "une strate a une population nulle",
        "moins de 10 évènements en tout",
        "",
    ]
    assert np.isnan(found.taux).tolist() == np.isnan(found.haut).tolist() == [False, True, True, True, False]
    assert found.taux[0] == pytest.approx(150)


def test_a_standard_that_is_none_is_refused():
    for standard in ([1, np.nan], [1, -1], [0, 0]):
        with pytest.raises(ValueError, match="population standard"):
            standardiser([[5, 6]], [[10, 10]], standard=standard)
    with pytest.raises(ValueError, match="mêmes strates"):
        standardiser([[5, 6]], [[10, 10]], standard=[1, 1, 1])
    with pytest.raises(ValueError, match="négatif"):
        standardiser([[-5, 26]], [[10, 100]], standard=[1, 1])


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(50, 5000)), min_size=2, max_size=8))
def test_with_its_own_population_as_standard_a_rate_is_the_crude_one(strata):
    events, people = (np.array(column, dtype=float) for column in zip(*strata, strict=True))
    found = standardiser(events, people, standard=people)
    if events.sum() >= 10:
        assert found.taux[0] == pytest.approx(1000 * events.sum() / people.sum())
        assert found.bas[0] < found.taux[0] < found.haut[0]


def fay_feuer(events, people, weight, niveau=0.95):
    """Fay and Feuer's gamma limits (1997), for one person: another published way, cautious above."""
    share = np.asarray(weight) / np.sum(weight) / people
    rate, variance, most = (events * share).sum(), (events * share**2).sum(), share.max()
    tail = (1 - niveau) / 2
    low = variance / (2 * rate) * stats.chi2.ppf(tail, 2 * rate**2 / variance)
    high = (variance + most**2) / (2 * (rate + most))
    return low, high * stats.chi2.isf(tail, 2 * (rate + most) ** 2 / (variance + most**2))


@pytest.mark.parametrize("events", [BIG, SMALL])
def test_close_to_fay_and_feuer(events):
    found = standardiser(events, POPULATION, standard=ESP2013, pour=1)
    low, high = fay_feuer(np.array(events), np.array(POPULATION), ESP2013)
    assert float(found.bas[0]) == pytest.approx(low, rel=0.01) and float(found.haut[0]) == pytest.approx(high, rel=0.04)


def test_one_stratum_has_the_interval_of_its_rate():
    found = standardiser([[25.0]], [[1000.0]], standard=[7])
    bas, haut = taux(25, 1000)
    assert (found.taux[0], found.bas[0], found.haut[0]) == pytest.approx((25.0, float(bas), float(haut)))


def test_the_interval_covers_what_it_announces():
    """Three strata of unequal weights and rates, 2 000 draws."""
    people, rates, weight = np.array([4000.0, 2500, 600]), np.array([0.002, 0.008, 0.05]), np.array([3.0, 5, 2])
    truth = (rates * weight).sum() / weight.sum() * 1000
    events = np.random.default_rng(1).poisson(people * rates, (2000, 3))
    found = standardiser(events, np.tile(people, (2000, 1)), standard=weight)
    assert np.mean((found.bas <= truth) & (truth <= found.haut)) == pytest.approx(0.95, abs=0.015)
