"""How much a state keeps of its last month, and the limits that this memory leaves.

Patients without a doctor at the end of a month are for the most part those of the month before: nobody need do anything for the
share to wander, and moving ranges say how little moves in a month, not how far it goes in a year. On 60 months of a share
that is the same for ever but whose patients change by a tenth a month, three charts in four would carry a signal (simulated).
So where neighbours resemble each other beyond noise, the limits are those of a forecast from the past: the months before the
last year, their mean, and three deviations of a value still to come, memory paid for. The year that ends is judged against
them. Cryer and Ryan (1990) and Alwan and Roberts (1988) on charts of dependent values; Priestley (1981) on their variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calculators.comparison.intervals import Reels
from calculators.comparison.season import moyennes

#: Resemblance of neighbours beyond its own noise, in √n.
BRUIT = 1.645
#: Months that are judged against those before them; fewest of those, and how many make the limits sure.
RECUL, MOINS, SUR = 12, 12, 24
#: No memory is taken for longer than this one, whose half is lost in fourteen months; nor the variance raised above seven times.
_LONGUE, _PART = 0.95, 0.15


@dataclass(frozen=True)
class Memoire:
    """What the past of each series says, arrays of shape (series, 1).

    ``r``: resemblance of neighbouring months, 0 where it is not beyond noise; ``moyenne`` of the past; ``ecart``: standard
    deviation of a value to come around it; ``connus``: months of the past with a value.
    """

    r: Reels
    moyenne: Reels
    ecart: Reels
    connus: NDArray[np.int64]


def ressemblance(rest: Reels, *, fitted: int = 1) -> Reels:
    """Give r₁ of each row, shape (series,): 0 unless beyond its own noise; bias given back (Kendall, 1954).

    ``rest``: values less what was fitted to them, NaN where there is none; ``fitted``: how many numbers that took, 1 for a
    mean, 2 for a line.
    """
    known = ~np.isnan(rest)
    count = np.maximum(np.sum(known, axis=1), 1)
    both = known[:, 1:] & known[:, :-1]
    product = np.sum(np.where(both, np.nan_to_num(rest[:, 1:]) * np.nan_to_num(rest[:, :-1]), 0), axis=1)
    power = np.sum(np.nan_to_num(rest) ** 2, axis=1) / count
    raw = product / np.maximum(np.sum(both, axis=1), 1) / np.where(power > 0, power, np.inf)
    beyond = raw > BRUIT / np.sqrt(count) - fitted / count
    return np.where(beyond, np.clip(raw + (fitted + 4 * raw) / count, 0, _LONGUE), 0)


def sum_memory(r: Reels, count: NDArray[np.int64], width: int) -> Reels:
    """Give 1 + 2 Σ (1 - k / n) rᵏ, by how much memory multiplies the variance of a mean. ``count``: n, as a column."""
    k = np.arange(1, max(width, 2))
    return np.asarray(1 + 2 * np.sum(np.maximum(1 - k / count, 0) * r[:, None] ** k, axis=1), dtype=np.float64)


def read_past(part: Reels) -> Memoire:
    """Read the past of each series in its columns but the last RECUL; ``part``: (series, months), NaN without value.

    A past under MOINS months says nothing: r is then that of all the months, and the limits of all of them. Under SUR it hides
    its memory one time in three: r is then the larger of that of the past and that of all the months.
    """
    before = part[:, : max(part.shape[1] - RECUL, 0)]
    enough = np.sum(~np.isnan(before), axis=1, keepdims=True) >= MOINS
    base = np.where(enough & (np.arange(part.shape[1]) < before.shape[1]), part, np.nan)
    base = np.where(enough, base, part)
    count = np.sum(~np.isnan(base), axis=1, keepdims=True)
    mean = moyennes(base)
    r = ressemblance(base - mean)
    r = np.where(count[:, 0] < SUR, np.maximum(r, ressemblance(part - moyennes(part))), r)
    # A mean fitted to n values that remember takes away this part of their variance; a value to come has that of the mean on top.
    lost = sum_memory(r, np.maximum(count, 1), part.shape[1])[:, None] / np.maximum(count, 1)
    variance = moyennes((base - mean) ** 2) / np.maximum(1 - lost, _PART)
    return Memoire(r[:, None], mean, np.sqrt(variance * (1 + np.minimum(lost, 1 - _PART))), np.where(enough, count, 0))
