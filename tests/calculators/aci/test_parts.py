"""Cents shared by weights: every cent given, none invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.aci.droits.parts import partager


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
