"""The rules of an XmR chart that need several points: runs on one side, trends, two of three near a limit.

As NHSRplotthedots computes them; a month without value breaks a run or a trend. All arrays are (series, months).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from calculators.comparison.intervals import Reels

#: Points in a row that make a run or a trend.
SUITE = 7
Masque = NDArray[np.bool_]


def _spread_back(ends: Masque, length: int) -> Masque:
    """Mark the ``length`` points that end at each mark."""
    marked = ends.copy()
    for back in range(1, length):
        marked[:, :-back] |= ends[:, back:]
    return marked


def _streak(sign: NDArray, length: int) -> tuple[Masque, Masque]:
    """Say where ``length`` values in a row have been positive, and negative, at their last."""
    ends: list[Masque] = []
    for one in (sign > 0, sign < 0):
        total = np.cumsum(np.pad(one, ((0, 0), (length, 0))), axis=1)
        ends.append(total[:, length:] - total[:, :-length] == length)
    return ends[0], ends[1]


def runs(away: NDArray) -> Masque:
    """Mark the points of seven in a row on one side; ``away``: -1, 0 or 1."""
    up, down = _streak(away, SUITE)
    return _spread_back(up, SUITE) | _spread_back(down, SUITE)


def trends(part: Reels) -> NDArray[np.int8]:
    """Give 1 at the points of seven in a row that rise, -1 at those of seven that fall, else 0."""
    steps = np.nan_to_num(np.sign(np.diff(part, axis=1)))
    up, down = _streak(np.pad(steps, ((0, 0), (1, 0))), SUITE - 1)
    # The newest trend names a point that ends one and begins another, as in the package.
    return np.where(_spread_back(up, SUITE), 1, 0) - np.where(
        _spread_back(down, SUITE) & ~_spread_back(up, SUITE), 1, 0
    )


def two_of_three(near: Masque, away: NDArray) -> Masque:
    """Mark the points ``near`` a limit that are two of three in a row, the three on that side."""
    found = np.zeros_like(near)
    if near.shape[1] < 3:
        return found
    close = near[:, :-2].astype(int) + near[:, 1:-1] + near[:, 2:]
    three = np.abs(away[:, :-2] + away[:, 1:-1] + away[:, 2:]) == 3
    ends = np.pad((close >= 2) & three, ((0, 0), (2, 0)))
    return near & _spread_back(ends, 3)
