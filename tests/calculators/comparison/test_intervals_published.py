"""Interval values of OHID's own tests (PHEindicatormethods, testdata_Byars_Wilson, _Rate, _Proportion)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.comparison.intervals import poisson, quantile, taux, wilson


@pytest.mark.parametrize(
    ("x", "n", "niveau", "low", "high"),
    [
        (1045, 5000, 0.95, 0.197955, 0.220491),
        (65, 100, 0.998, 0.495495, 0.778354),
        (1045, 5000, 0.998, 0.191794, 0.227316),
        (1, 100, 0.998, 0.000873, 0.104554),
        (222, 3215, 0.95, 0.060792, 0.078340),
    ],
)
def test_wilson_as_ohid(x, n, niveau, low, high):
    bas, haut = wilson(x, n, niveau)
    assert float(bas) == pytest.approx(low, abs=6e-7) and float(haut) == pytest.approx(high, abs=6e-7)


@pytest.mark.parametrize(
    ("count", "niveau", "low", "high"),
    [
        (65, 0.95, 50.163188, 82.849139),
        (1045, 0.95, 982.593202, 1110.331213),
        (65, 0.998, 42.880261, 94.000291),
        (10, 0.998, 2.916318, 24.193725),
        (1, 0.95, 0.025318, 5.571643),
        (5, 0.998, 0.739372, 16.454745),
    ],
)
def test_poisson_as_ohid(count, niveau, low, high):
    bas, haut = poisson(count, niveau)
    assert float(bas) == pytest.approx(low, abs=2e-6) and float(haut) == pytest.approx(high, abs=2e-6)


@pytest.mark.parametrize(
    ("x", "n", "pour", "low", "high"),
    [
        (222, 3215, 100, 6.026575, 7.875729),
        (5, 100, 100_000, 1623.486390, 11668.332079),
        (20, 100, 100, 12.211429, 30.889880),
    ],
)
def test_rates_as_ohid(x, n, pour, low, high):
    bas, haut = taux(x, n, pour=pour)
    assert float(bas) == pytest.approx(low, rel=1e-6) and float(haut) == pytest.approx(high, rel=1e-6)


def test_a_rate_without_denominator_has_no_interval():
    bas, haut = taux([3, 3, np.nan], [0, np.nan, 100])
    assert np.isnan(bas).all() and np.isnan(haut).all()
    with pytest.raises(ValueError, match="négatif"):
        taux(-1, 100)


def test_levels_in_standard_deviations():
    assert quantile(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert quantile(0.998) == pytest.approx(3.090232, abs=1e-6)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=30))
def test_a_column_is_its_cells_one_by_one(counts):
    bas, haut = poisson(counts)
    for place, count in enumerate(counts):
        assert (bas[place], haut[place]) == pytest.approx([float(limit) for limit in poisson(count)], rel=1e-12)
