"""How values spread over CPTS: medians, deciles month by month, and the positions of a spine chart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.intervals import Reels
from calculators.comparison.judgement import signe

DECILES = tuple(rank / 10 for rank in range(1, 10))
#: Fewest CPTS behind a decile; a median asks for half as many. Under that a quantile is somebody's value.
MINIMUM = 10


@dataclass(frozen=True)
class Colonne:
    """Positions on a spine chart, as Fingertips draws it: 0 is the peers' median, 1 the better side, -1 the worse.

    Each indicator is stretched so that the farther of its two extremes touches the edge. ``pire``, ``meilleur``,
    ``bas_interquartile``, ``haut_interquartile``: shape (indicators,), ends of the bar and of its middle half;
    ``position``: shape (CPTS, indicators), NaN without value; ``orientee``: False for an indicator without direction,
    whose right side is only the higher; ``n``: CPTS behind each bar.
    """

    pire: Reels
    bas_interquartile: Reels
    haut_interquartile: Reels
    meilleur: Reels
    position: Reels
    orientee: NDArray[np.bool_]
    n: NDArray[np.int64]


def quantiles(valeurs: ArrayLike, rangs: ArrayLike, *, minimum: int = 1) -> Reels:
    """Give quantiles over the first axis (CPTS), NaN left out: shape (ranks, …) of the other axes.

    Linear between order statistics (Hyndman and Fan's type 7, numpy's default). NaN where fewer than ``minimum`` values,
    nobody at all included.
    """
    values = np.asarray(valeurs, dtype=np.float64)
    if not len(values):  # there is no order statistic to take: one row without value stands for nobody
        values = np.full((1, *values.shape[1:]), np.nan)
    ordered = np.sort(values, axis=0)  # NaN last
    count = np.sum(~np.isnan(values), axis=0)
    out = []
    for rank in np.atleast_1d(np.asarray(rangs, dtype=np.float64)):
        place = rank * np.maximum(count - 1, 0)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, np.maximum(count - 1, 0))
        low, high = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (below, above))
        out.append(np.where(count >= max(minimum, 1), low + (place - below) * (high - low), np.nan))
    return np.asarray(out, dtype=np.float64)


def deciles(valeurs: ArrayLike, *, minimum: int = MINIMUM) -> Reels:
    """Give the nine deciles over CPTS of (CPTS, months, …): shape (9, months, …); the fifth is the median."""
    return quantiles(valeurs, DECILES, minimum=minimum)


def mediane(valeurs: ArrayLike, *, minimum: int = MINIMUM // 2) -> Reels:
    """Give the median over CPTS of (CPTS, months, …): shape (months, …)."""
    return np.asarray(quantiles(valeurs, 0.5, minimum=minimum)[0], dtype=np.float64)


def colonne(valeurs: ArrayLike, *, sens: ArrayLike, pairs: ArrayLike | None = None, minimum: int = MINIMUM) -> Colonne:
    """Place (CPTS, indicators) values against their peers.

    ``sens``: direction of each indicator; ``pairs``: which rows are the peers (boolean), all by default. NaN where fewer
    than ``minimum`` peers have a value, or all have the same. A CPTS outside its peers' range goes past the edge.
    """
    values = np.asarray(valeurs, dtype=np.float64)
    better = signe(sens)
    peers = values if pairs is None else values[np.asarray(pairs, dtype=bool)]
    oriented = np.where(better < 0, -1, 1)
    worst, low, centre, high, best = quantiles(peers * oriented, [0, 0.25, 0.5, 0.75, 1], minimum=minimum)
    reach = np.maximum(best - centre, centre - worst)
    reach = np.where(reach > 0, reach, np.nan)
    return Colonne(
        pire=(worst - centre) / reach,
        bas_interquartile=(low - centre) / reach,
        haut_interquartile=(high - centre) / reach,
        meilleur=(best - centre) / reach,
        position=(values * oriented - centre) / reach,
        orientee=np.broadcast_to(better != 0, reach.shape),
        n=np.sum(~np.isnan(peers), axis=0),
    )
