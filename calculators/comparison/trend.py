"""Trend over the last points: does the indicator rise or fall, and is it better or worse.

Fingertips tests yearly values by χ² for trend and rules it out for monthly or rolling values, whose points depend on one
another. Ours are monthly, so the test is Mann and Kendall's (Kendall, 1975; no shape assumed, ties allowed) with the slope
of Theil and Sen, over the last 12 months, 8 of them with a value at least. Dependence is paid for: when neighbours resemble
each other once the slope is taken out, the variance is widened by Yue and Wang (2004). Values that cover twelve months
overlap by eleven twelfths: they are compared a year apart (``pas=12``), and five such points are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from calculators.comparison.intervals import Reels
from calculators.comparison.judgement import NON_JUGEABLE, signe

HAUSSE, BAISSE, STABLE = "hausse", "baisse", "pas de tendance au-delà du bruit"
#: Months looked at, and fewest of them with a value, or fewest steps between values.
DERNIERS, MINIMUM = 12, 8
#: Resemblance of neighbours beyond its own noise, in √n.
_BRUIT = 1.645
#: Every way to turn the signs of twelve steps; half of them, for the other half is the opposite.
_SIGNES = np.array([(1, *signs) for signs in product((1, -1), repeat=DERNIERS - 1)], dtype=np.float64)


@dataclass(frozen=True)
class Tendance:
    """Trends, arrays of shape (series,).

    ``pente``: median change from one month to the next, in the unit of the values (mean change for values that overlap);
    ``p``: two-sided; ``n``: points used (steps for values that overlap);
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
    valeurs: ArrayLike, *, sens: ArrayLike, derniers: int = DERNIERS, minimum: int = MINIMUM, niveau: float = 0.95
) -> Tendance:
    """Test the last points of each series; ``valeurs``: (series, months) or (months,), NaN where there is no value.

    ``sens``: direction of the indicator, one or one per series. Raises ValueError on an unknown direction.
    """
    values = np.atleast_2d(np.asarray(valeurs, dtype=np.float64))[:, -derniers:]
    count = np.sum(~np.isnan(values), axis=1)
    i, j = np.triu_indices(values.shape[1], k=1)
    gaps = values[:, j] - values[:, i]
    score = np.nansum(np.sign(gaps), axis=1)
    slope = _median(gaps / (j - i))
    inflation = _inflation(values, slope, count)
    spread = np.sqrt(np.maximum(_variance(values, count) * inflation, 1e-300))
    # One taken off the score for continuity: it moves by two.
    z = np.where(np.abs(score) > 0, (np.abs(score) - 1) / spread, 0)
    enough = count >= minimum
    return _said(
        score,
        slope,
        p=np.where(enough, 2 * special.ndtr(-z), np.nan),
        n=count,
        inflation=inflation,
        sens=sens,
        niveau=niveau,
    )


def tendance_cumul(valeurs: ArrayLike, *, sens: ArrayLike, niveau: float = 0.95) -> Tendance:
    """Test the last twelve steps of series whose values cover twelve months each; shapes and errors as ``tendance``.

    Months without value make one longer step of several. Under 8 steps nothing is said.
    """
    values = np.atleast_2d(np.asarray(valeurs, dtype=np.float64))
    known = ~np.isnan(values)
    # The last known value stands for the missing ones: the step that follows them then spans the gap.
    place = np.maximum.accumulate(np.where(known, np.arange(values.shape[1]), 0), axis=1)
    steps = np.nan_to_num(np.diff(np.take_along_axis(values, place, axis=1), axis=1))
    made = known[:, 1:] & (np.cumsum(known, axis=1)[:, :-1] > 0)
    inflation = _dependence(steps, np.sum(made, axis=1))
    last, count = steps[:, -DERNIERS:], np.sum(made[:, -DERNIERS:], axis=1)
    total = last.sum(axis=1)
    turned = np.abs(last @ _SIGNES[:, : last.shape[1]].T)
    least = np.abs(total) / np.sqrt(inflation)
    p = np.mean(turned >= (least - 1e-9 * (1 + least))[:, None], axis=1)
    return _said(
        total,
        total / max(last.shape[1], 1),
        p=np.where(count >= MINIMUM, p, np.nan),
        n=count,
        inflation=inflation,
        sens=sens,
        niveau=niveau,
    )


def _said(
    score: Reels, slope: Reels, *, p: Reels, n: NDArray[np.int64], inflation: Reels, sens: ArrayLike, niveau: float
) -> Tendance:
    """Put a test into words; nothing is said where p is NaN."""
    enough = ~np.isnan(p)
    side = np.where(enough & (p < 1 - niveau), np.sign(score), 0).astype(np.int8)
    return Tendance(
        pente=np.where(enough, slope, np.nan),
        p=p,
        n=n.astype(np.int64),
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
    r = np.where(r > _BRUIT / np.sqrt(np.maximum(count, 1)), r, 0)
    return _widened(r, total, width)


def _widened(r: Reels, count: NDArray[np.int64], width: int) -> Reels:
    """Give 1 + 2 Σ (1 - k / n) rᵏ. ``count``: n, as a column."""
    k = np.arange(1, max(width, 2))
    return np.asarray(1 + 2 * np.sum(np.maximum(1 - k / count, 0) * r[:, None] ** k, axis=1), dtype=np.float64)


def _dependence(steps: Reels, made: NDArray[np.int64]) -> Reels:
    """Give the same for steps: r₁ within whole years, each around its own mean so that a year that rose does not count for it.

    Twelve values around their own mean make r₁ too low by about (1 + 4 r₁) / 12 (Kendall, 1954): given back.
    """
    years = steps.shape[1] // DERNIERS
    if not years:
        return np.ones(len(steps))
    part = steps[:, -years * DERNIERS :].reshape(len(steps), years, DERNIERS)
    part = part - part.mean(axis=2, keepdims=True)
    power = np.sum(part**2, axis=(1, 2))
    r = np.sum(part[:, :, 1:] * part[:, :, :-1], axis=(1, 2)) / np.where(power > 0, power, np.inf)
    beyond = r > _BRUIT / np.sqrt(np.maximum(made, 1)) - 1 / DERNIERS
    r = np.where(beyond, np.clip((r + 1 / DERNIERS) / (1 - 4 / DERNIERS), 0, 0.9), 0)
    return _widened(r, np.full((len(steps), 1), DERNIERS), DERNIERS)
