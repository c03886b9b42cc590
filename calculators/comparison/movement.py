"""What moved between two periods beyond noise, among many series tested at once.

Each series is tested against its own past: two proportions by their pooled difference, two rates or counts by how their
events share out between the periods (a binomial, given their sum). Chance alone is too narrow a noise for CPTS, whose
values vary from year to year for reasons nobody measures: within a group of series (one indicator), the spread of the
z-scores around their median, measured robustly (1.4826 × the median distance), widens the test when it exceeds 1, the way
Spiegelhalter (2005) treats over-dispersion. The common movement of the group is kept: a series that moved with all the
others did move.

Among thousands of tests at 5 %, hundreds come out by chance. What is retained controls the false discovery rate
(Benjamini and Hochberg, 1995): of the movements named, at most that share is expected to be noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from calculators.comparison.intervals import Reels

#: Share of the movements named that may be noise, and fewest series from which the spread of a group is measured.
FAUSSES, MINIMUM = 0.05, 10
_MAD = 1.4826


@dataclass(frozen=True)
class Mouvements:
    """Arrays of shape (series,). ``z``: signed, over-dispersion included; ``p``: two-sided, NaN where there is no test;
    ``facteur``: what widened the noise of the group (1: chance alone); ``retenu``: beyond noise once the number of tests is
    counted. ``n``: tests made; ``attendus``: how many would come out at 5 % by chance alone, without that care; ``seuil``:
    the largest p retained, NaN when nothing is.
    """

    z: Reels
    p: Reels
    facteur: Reels
    retenu: NDArray[np.bool_]
    n: int
    attendus: float
    seuil: float


def mouvements(
    numerateur: ArrayLike,
    exposition: ArrayLike,
    *,
    numerateur_avant: ArrayLike,
    exposition_avant: ArrayLike,
    proportion: ArrayLike,
    groupe: ArrayLike,
    fausses: float = FAUSSES,
) -> Mouvements:
    """Test every series; arrays of one shape, NaN where unknown.

    ``exposition``: the denominator of a proportion, the population of a rate, the months of a count. ``proportion``: which
    ones are proportions (a numerator above its denominator is left untested); ``groupe``: the indicator of each.
    """
    told = (numerateur, exposition, numerateur_avant, exposition_avant)
    x, n, x0, n0 = (np.asarray(values, dtype=np.float64) for values in told)
    share, group = np.asarray(proportion, dtype=bool), np.asarray(groupe)
    usable = (x >= 0) & (x0 >= 0) & (n > 0) & (n0 > 0) & (~share | ((x <= n) & (x0 <= n0)))
    x, n, x0, n0 = (np.where(usable, values, np.nan) for values in (x, n, x0, n0))
    raw = np.full(len(x), np.nan)
    for kind, test in ((share, _shares), (~share, _rates)):
        raw[kind] = test(x[kind], n[kind], x0[kind], n0[kind])
    wide = np.ones(len(raw))
    for one in np.unique(group):
        wide[group == one] = _spread(raw[group == one])
    z = raw / wide
    p = np.asarray(2 * special.ndtr(-np.abs(z)), dtype=np.float64)
    tested = ~np.isnan(p)
    kept = np.zeros(len(p), dtype=bool)
    if tested.any():
        kept[tested] = stats.false_discovery_control(p[tested], method="bh") <= fausses
    count = int(tested.sum())
    return Mouvements(
        z=z,
        p=p,
        facteur=wide,
        retenu=kept,
        n=count,
        attendus=0.05 * count,
        seuil=float(p[kept].max()) if kept.any() else float("nan"),
    )


def _shares(x: Reels, n: Reels, x0: Reels, n0: Reels) -> Reels:
    pooled = (x + x0) / (n + n0)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / n0))
    # Nobody or everybody at both dates: nothing moved.
    return np.asarray(np.where(spread > 0, (x / n - x0 / n0) / np.where(spread > 0, spread, 1), 0 * spread))


def _rates(x: Reels, n: Reels, x0: Reels, n0: Reels) -> Reels:
    part = n / (n + n0)
    expected, spread = (x + x0) * part, np.sqrt((x + x0) * part * (1 - part))
    return np.asarray(np.where(spread > 0, (x - expected) / np.where(spread > 0, spread, 1), 0 * spread))


def _spread(z: Reels) -> float:
    """Give the robust standard deviation of the z-scores of a group, 1 at least; 1 for a group too small to tell."""
    known = z[~np.isnan(z)]
    if len(known) < MINIMUM:
        return 1.0
    return max(1.0, float(_MAD * np.median(np.abs(known - np.median(known)))))
