"""Whether a monthly series comes back alike from one year to the next: a control chart then takes a season for a signal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from calculators.comparison.intervals import Reels

#: A season is looked for from two full years on.
_AN = 12


def moyennes(values: Reels) -> Reels:
    """Give the mean of each row without its NaN, as a column; NaN for an empty row."""
    count = np.sum(~np.isnan(values), axis=1, keepdims=True)
    return np.where(count > 0, np.nansum(values, axis=1, keepdims=True) / np.maximum(count, 1), np.nan)


def saison(values: Reels) -> NDArray[np.bool_]:
    """Say whether values resemble those of twelve months before, beyond noise: r₁₂ > 2 / √pairs, 12 pairs at least.

    ``values``: (series, months), NaN left out. The straight line is taken out first: a series that only climbs resembles
    itself too.
    """
    if values.shape[1] < 2 * _AN:
        return np.zeros(len(values), dtype=bool)
    time = np.where(np.isnan(values), np.nan, np.arange(values.shape[1], dtype=np.float64))
    t, y = time - moyennes(time), values - moyennes(values)
    spread = np.nansum(t * t, axis=1, keepdims=True)
    rest = y - t * np.nansum(t * y, axis=1, keepdims=True) / np.where(spread > 0, spread, np.nan)
    now, before = rest[:, _AN:], rest[:, :-_AN]
    both = ~np.isnan(now + before)
    pairs = both.sum(axis=1)
    product = np.sum(np.where(both, now * before, 0), axis=1)
    size = np.sqrt(np.sum(np.where(both, now**2, 0), axis=1) * np.sum(np.where(both, before**2, 0), axis=1))
    r = product / np.where(size > 0, size, np.nan)
    return np.asarray((pairs >= _AN) & (np.nan_to_num(r) > 2 / np.sqrt(np.maximum(pairs, 1))), dtype=bool)
