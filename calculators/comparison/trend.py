"""Trend over the last points: does the indicator rise or fall, and is it better or worse.

Fingertips tests yearly values by χ² for trend and rules it out for monthly or rolling values, whose points depend on one
another. Ours are monthly, so the test is Mann and Kendall's (Kendall, 1975; no shape assumed, ties allowed) with the slope
of Theil and Sen, over the last 12 months, 8 of them with a value at least. Dependence is paid for: when neighbours resemble
each other once the slope is taken out, the variance is widened by Yue and Wang (2004). Twelve months say little of their own
dependence, and a state that remembers wanders up or down for a year without cause. So where the two years before the last one
are known and remember, the slope is compared with what their memory alone gives: its standard deviation, for noise of that
size and of that resemblance from a month to the next (Weatherhead and others, 1998). Under two years of a state, or where they
resemble each other around their straight line without a past of two years, nothing is said.

A season climbs and falls too: by Kendall's test, every September prescriptions of antibiotics would be falling. And values that
cover twelve months overlap by eleven twelfths: month by month, noise alone seems to climb or fall four times in ten. Both are
tested on steps from a year to the next: a month less the same month of the year before, which for values that overlap is the
difference of neighbours. Without trend a step is as likely up as down, so the sum of the last twelve, of which 8 at least are
known, is compared with those that the 4 096 ways to turn their signs give (Fisher, 1935): exact, whatever the law of a month.
Steps that resemble their neighbours are paid for as above.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.intervals import Reels
from calculators.comparison.judgement import NON_JUGEABLE, signe
from calculators.comparison.memoire import BRUIT, SUR, Memoire, read_past, ressemblance, sum_memory
from calculators.comparison.season import moyennes

HAUSSE, BAISSE, STABLE = "hausse", "baisse", "pas de tendance au-delà du bruit"
#: Months looked at, and fewest of them with a value, or fewest steps between values.
DERNIERS, MINIMUM = 12, 8
#: Every way to turn the signs of twelve steps; half of them, for the other half is the opposite.
_SIGNES = np.array([(1, *signs) for signs in product((1, -1), repeat=DERNIERS - 1)], dtype=np.float64)


@dataclass(frozen=True)
class Tendance:
    """Trends, arrays of shape (series,).

    ``pente``: median change from one month to the next, in the unit of the values (for steps of a year, their mean over
    the pairs known, or over the twelve months for values that overlap);
    ``p``: two-sided; ``n``: points used, or steps;
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
    derniers: int = DERNIERS,
    minimum: int = MINIMUM,
    niveau: float = 0.95,
    memoire: bool = False,
) -> Tendance:
    """Test the last points of each series; ``valeurs``: (series, months) or (months,), NaN where there is no value.

    ``sens``: direction of the indicator, one or one per series; ``memoire``: values are states, that may keep something of the
    month before; the months before the last ``derniers`` then tell what memory alone makes of a slope. Raises ValueError on an unknown direction.
    """
    whole = np.atleast_2d(np.asarray(valeurs, dtype=np.float64))
    values = whole[:, -derniers:]
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
    if memoire:
        past = read_past(whole)
        sure = (past.connus >= SUR)[:, 0]
        remembers = (past.r > 0)[:, 0] & sure
        line, chance = _slopes(values), _by_memory(values, past)
        z = np.where(remembers, np.abs(line) / np.where(chance > 0, chance, np.inf), z)
        score, slope = np.where(remembers, line, score), np.where(remembers, line, slope)
        inflation = np.where(remembers, np.inf, inflation)
        known = np.sum(~np.isnan(whole), axis=1)
        enough &= sure | ((known >= SUR) & (ressemblance(whole - _lines(whole), fitted=2) == 0))
    return _said(
        score,
        slope,
        p=np.where(enough, 2 * scipy.special.ndtr(-z), np.nan),
        n=count,
        inflation=inflation,
        sens=sens,
        niveau=niveau,
    )


def tendance_annuelle(valeurs: ArrayLike, *, sens: ArrayLike, niveau: float = 0.95) -> Tendance:
    """Test the last twelve months of series with a season against the same months a year before; as ``tendance``."""
    values = np.atleast_2d(np.asarray(valeurs, dtype=np.float64))
    steps = values[:, DERNIERS:] - values[:, :-DERNIERS]
    made = ~np.isnan(steps)
    # What rises by a tenth rises more in its high season: its steps have the shape of its months.
    shape = np.where(made, (values[:, DERNIERS:] + values[:, :-DERNIERS]) / 2, 0)
    found = _permuted(np.nan_to_num(steps), made, shape=shape, sens=sens, niveau=niveau)
    return replace(found, pente=found.pente * DERNIERS / np.maximum(found.n, 1))


def tendance_cumul(valeurs: ArrayLike, *, sens: ArrayLike, niveau: float = 0.95) -> Tendance:
    """Test the last twelve steps of series whose values cover twelve months each; shapes and errors as ``tendance``.

    Months without value make one longer step of several.
    """
    values = np.atleast_2d(np.asarray(valeurs, dtype=np.float64))
    known = ~np.isnan(values)
    # The last known value stands for the missing ones: the step that follows them then spans the gap.
    place = np.maximum.accumulate(np.where(known, np.arange(values.shape[1]), 0), axis=1)
    steps = np.nan_to_num(np.diff(np.take_along_axis(values, place, axis=1), axis=1))
    made = known[:, 1:] & (np.cumsum(known, axis=1)[:, :-1] > 0)
    return _permuted(steps, made, shape=np.ones_like(steps), sens=sens, niveau=niveau)


def _permuted(steps: Reels, made: NDArray[np.bool_], *, shape: Reels, sens: ArrayLike, niveau: float) -> Tendance:
    """Test steps from a year to the next, 0 where not ``made``, by turning the signs of the last twelve."""
    inflation = _dependence(steps, np.sum(made, axis=1), shape=shape)
    last, count = steps[:, -DERNIERS:], np.sum(made[:, -DERNIERS:], axis=1)
    total = last.sum(axis=1)
    turned = np.abs(last @ _SIGNES[:, : last.shape[1]].T)
    least = np.abs(total) / np.sqrt(inflation)
    p = np.mean(turned >= (least - 1e-9 * (1 + least))[:, None], axis=1)
    return _said(
        total,
        total / DERNIERS,
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
    r = np.where(r > BRUIT / np.sqrt(np.maximum(count, 1)), r, 0)
    return sum_memory(r, total, width)


def _centred(values: Reels) -> tuple[Reels, Reels]:
    """Give the rank of each month less the mean of those known, 0 where there is no value, and Σ of its squares as a column."""
    time = np.where(np.isnan(values), np.nan, np.arange(values.shape[1], dtype=np.float64))
    t = np.nan_to_num(time - moyennes(time))
    size = np.sum(t * t, axis=1, keepdims=True)
    return t, np.where(size > 0, size, np.inf)


def _slopes(values: Reels) -> Reels:
    """Give the least-squares slope of each row, shape (series,)."""
    t, size = _centred(values)
    return np.asarray(np.sum(t / size * np.nan_to_num(values), axis=1), dtype=np.float64)


def _lines(values: Reels) -> Reels:
    """Give the least-squares straight line of each row."""
    t, _ = _centred(values)
    return np.asarray(moyennes(values) + t * _slopes(values)[:, None], dtype=np.float64)


def _by_memory(values: Reels, past: Memoire) -> Reels:
    """Give the standard deviation of the least-squares slope that noise remembering as the past does would have."""
    t, size = _centred(values)
    rank = np.arange(values.shape[1])
    alike = past.r[:, :, None] ** np.abs(rank[:, None] - rank[None, :])[None, :, :]
    return np.asarray(
        past.ecart[:, 0] * np.sqrt(np.einsum("si,sij,sj->s", t / size, alike, t / size)), dtype=np.float64
    )


def _dependence(steps: Reels, made: NDArray[np.int64], *, shape: Reels) -> Reels:
    """Give the same for steps: r₁ within whole years, the rise of each, in the ``shape`` of its months, taken out.

    Twelve values around what was fitted to them make r₁ too low by about (1 + 4 r₁) / 12 (Kendall, 1954): given back.
    """
    years = steps.shape[1] // DERNIERS
    if not years:
        return np.ones(len(steps))
    part, like = (a[:, -years * DERNIERS :].reshape(len(steps), years, DERNIERS) for a in (steps, shape))
    weight = np.sum(like**2, axis=2, keepdims=True)
    rest = part - like * np.sum(part * like, axis=2, keepdims=True) / np.where(weight > 0, weight, 1)
    power = np.sum(rest**2, axis=(1, 2))
    r = np.sum(rest[:, :, 1:] * rest[:, :, :-1], axis=(1, 2)) / np.where(power > 0, power, np.inf)
    beyond = r > BRUIT / np.sqrt(np.maximum(made, 1)) - 1 / DERNIERS
    r = np.where(beyond, np.clip((r + 1 / DERNIERS) / (1 - 4 / DERNIERS), 0, 0.9), 0)
    return sum_memory(r, np.full((len(steps), 1), DERNIERS), DERNIERS)
