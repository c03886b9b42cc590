"""Cents rounded and shared: half a cent goes up, every cent given, none invented."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.aci.money import half_up, partager


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"), [(4, 2, 2), (5, 2, 3), (7, 3, 2), (8, 3, 3), (0, 7, 0)]
)
def test_half_a_cent_goes_up_alone_and_in_a_column(numerator, denominator, expected):
    assert int(half_up(numerator, denominator)) == expected
    column = half_up(np.array([numerator, numerator]), np.array([denominator, denominator]))
    assert column.dtype == np.int64 and column.tolist() == [expected, expected]


def test_the_cent_left_goes_to_the_largest_remainder():
    assert partager(100, [1, 1, 1]) == [34, 33, 33]
    assert partager(100, [1, 2]) == [33, 67]
    assert partager(7, [0, 0]) == [4, 3]
    assert partager(0, [3, 1]) == [0, 0]


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_parts_sum_to_the_whole_and_stay_near_their_share(cents, weights):
    parts = partager(cents, weights)
    assert sum(parts) == cents
    if sum(weights):
        assert all(abs(p * sum(weights) - cents * w) < sum(weights) for p, w in zip(parts, weights, strict=True))


def test_nobody_to_share_with_and_a_negative_weight_are_refused():
    assert partager(0, []) == []
    with pytest.raises(ValueError, match="personne"):
        partager(1, [])
    with pytest.raises(ValueError, match="négatif"):
        partager(1, [2, -1])
