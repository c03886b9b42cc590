"""Trend over the last points: does the indicator rise or fall, and is it better or worse.

Fingertips tests yearly values by χ² for trend and rules it out for monthly or rolling values, whose points depend on one
another. Ours are monthly, so the test is Mann and Kendall's (Kendall, 1975; no shape assumed, ties allowed) with the slope
of Theil and Sen, over the last 12 months, 8 of them with a value at least. Dependence is paid for: when neighbours resemble
each other once the slope is taken out, the variance is widened by Yue and Wang (2004). Values that cover twelve months
overlap by eleven twelfths: they are compared a year apart (``pas=12``), and five such points are needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from calculators.comparison.intervals import Reels
from calculators.comparison.judgement import NON_JUGEABLE, signe

HAUSSE, BAISSE, STABLE = "hausse", "baisse", "pas de tendance au-delà du bruit"
#: Points looked at and fewest of them with a value: monthly, then a year apart (as Fingertips).
DERNIERS, MINIMUM = 12, 8
DERNIERS_ANNUELS, MINIMUM_ANNUEL = 5, 5


@dataclass(frozen=True)
class Tendance:
    """Trends, arrays of shape (series,).

    ``pente``: median change from one point to the next, in the unit of the values; ``p``: two-sided; ``n``: points used;
    ``sens``: hausse, baisse, « pas de tendance au-delà du bruit » or « non jugeable » (too few points); ``effet``: 1
    better, -1 worse, 0 neither or no direction; ``corrigee``: whether dependence widened the test.
    """

    pente: Reels
    p: Reels
    n: NDArray[np.int64]
    sens: NDArray[np.str_]
    effet: NDArray[np.int8]
    corrigee: NDArray[np.bool_]


def tendance(
    valeurs: ArrayLike,
    *,
    sens: ArrayLike,
    pas: int = 1,
    derniers: int | None = None,
    minimum: int | None = None,
    niveau: float = 0.95,
) -> Tendance:
    """Test the last points of each series; ``valeurs``: (series, months) or (months,), NaN where there is no value.

    ``sens``: direction of the indicator, one or one per series; ``pas``: months from one point to the next, counted back
    from the last month. Raises ValueError on an unknown direction or a step under 1.
    """
    if pas < 1:
        raise ValueError("Le pas d'une tendance est d'au moins un mois.")
    yearly = pas >= 12
    last = derniers or (DERNIERS_ANNUELS if yearly else DERNIERS)
    needed = minimum or (MINIMUM_ANNUEL if yearly else MINIMUM)
    values = np.atleast_2d(np.asarray(valeurs, dtype=np.float64))[:, ::-1][:, ::pas][:, :last][:, ::-1]
    count = np.sum(~np.isnan(values), axis=1)
    i, j = np.triu_indices(values.shape[1], k=1)
    gaps = values[:, j] - values[:, i]
    score = np.nansum(np.sign(gaps), axis=1)
    slope = _median(gaps / (j - i))
    inflation = _inflation(values, slope, count)
    spread = np.sqrt(np.maximum(_variance(values, count) * inflation, 1e-300))
    # One taken off the score for continuity: it moves by two.
    z = np.where(np.abs(score) > 0, (np.abs(score) - 1) / spread, 0)
    enough = count >= needed
    p = np.where(enough, 2 * special.ndtr(-z), np.nan)
    side = np.where(enough & (p < 1 - niveau), np.sign(score), 0).astype(np.int8)
    return Tendance(
        pente=np.where(enough, slope, np.nan),
        p=p,
        n=count.astype(np.int64),
        sens=np.select([~enough, side > 0, side < 0], [NON_JUGEABLE, HAUSSE, BAISSE], default=STABLE),
        effet=(side * signe(sens)).astype(np.int8),
        corrigee=enough & (inflation > 1),
    )


def _median(values: Reels) -> Reels:
    """Give the median of each row without its NaN; NaN for an empty row."""
    ordered = np.sort(values, axis=1)
    count = np.sum(~np.isnan(values), axis=1)
    if not values.shape[1]:
        return np.full(len(values), np.nan)
    rows = np.arange(len(values))
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, values.shape[1] - 1)
    return np.asarray((ordered[rows, low] + ordered[rows, high]) / 2, dtype=np.float64)


def _variance(values: Reels, count: NDArray[np.int64]) -> Reels:
    """Give the variance of Kendall's score, ties taken off: Σ t (t - 1) (2t + 5) over the groups of equal values."""
    equal = np.sum(values[:, :, None] == values[:, None, :], axis=2)
    # Each of the t members of a group brings its share, so the sum over members is that over groups.
    ties = np.sum(np.where(equal > 0, (equal - 1) * (2 * equal + 5), 0), axis=1)
    return np.asarray((count * (count - 1) * (2 * count + 5) - ties) / 18, dtype=np.float64)


def _inflation(values: Reels, slope: Reels, count: NDArray[np.int64]) -> Reels:
    """Give Yue and Wang's n / n*: 1 + 2 Σ (1 - k/n) r₁ᵏ, where r₁ > 0 is beyond its own noise (1.645 / √n), else 1."""
    width = values.shape[1]
    rest = values - slope[:, None] * np.arange(width)
    total = np.maximum(count, 1)[:, None]
    rest = np.nan_to_num(rest - np.nansum(rest, axis=1, keepdims=True) / total)
    power = np.sum(rest**2, axis=1)
    r = np.sum(rest[:, 1:] * rest[:, :-1], axis=1) / np.where(power > 0, power, np.inf)
    r = np.where(r > 1.645 / np.sqrt(np.maximum(count, 1)), r, 0)[:, None]
    k = np.arange(1, max(width, 2))
    return np.asarray(1 + 2 * np.sum(np.maximum(1 - k / total, 0) * r**k, axis=1), dtype=np.float64)
