"""The band of a small chart keeps its shape with the points that make it turn, and no other."""

import numpy as np
import pytest

from dashboard.fiche.sparkline import _turns


@pytest.mark.parametrize(
    ("limit", "kept"),
    [
        ([5.0] * 6, [0, 5]),
        ([1.0, 1, 1, 2, 2, 2, 1], [0, 2, 3, 5, 6]),  # where the limits were drawn again
        ([1.0, 2, 3], [0, 1, 2]),
        ([4.0], [0]),
    ],
)
def test_a_level_limit_needs_its_two_ends(limit, kept):
    assert _turns(np.array(limit), np.arange(len(limit))).tolist() == kept


def test_places_are_those_of_the_months_with_limits():
    limit = np.array([np.nan, np.nan, 3, 3, 3, 3])
    assert _turns(limit, np.flatnonzero(~np.isnan(limit))).tolist() == [2, 5]
