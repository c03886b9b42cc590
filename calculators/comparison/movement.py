"""What moved between two periods beyond noise, among many series tested at once.

Each series is tested against its own past: two proportions by their pooled difference, two rates or counts by how their
events share out between the periods (a binomial, given their sum). Chance alone is too narrow a noise for CPTS, whose
values vary from year to year for reasons nobody measures, the large ones as much as the small: within a group of series (one
indicator), the spread τ² of the logs of their movements (of the odds for a share) around the median one is measured and added
to the chance of each, as ``dispersion`` does between CPTS. One factor for all would name the movements of the large by dozens.
The common movement of the group is kept: a series that moved with all the others did move.

Among thousands of tests at 5 %, hundreds come out by chance. What is retained controls the false discovery rate
(Benjamini and Hochberg, 1995): of the movements named, at most that share is expected to be noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.dispersion import PETIT, surdispersion
from calculators.comparison.intervals import Reels

#: Share of the movements named that may be noise.
FAUSSES = 0.05


@dataclass(frozen=True)
class Mouvements:
    """Arrays of shape (series,). ``z``: signed, over-dispersion included; ``p``: two-sided, NaN where there is no test;
    ``facteur``: what widened the noise of each (1: chance alone); ``retenu``: beyond noise once the number of tests is
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
    raw, log, precision = (np.full(len(x), np.nan) for _ in range(3))
    for kind, test in ((share, _shares), (~share, _rates)):
        raw[kind], log[kind], precision[kind] = test(x[kind], n[kind], x0[kind], n0[kind])
    wide, p = np.ones(len(raw)), np.asarray(2 * scipy.special.ndtr(-np.abs(raw)), dtype=np.float64)
    for one in np.unique(group):
        at = (group == one) & ~np.isnan(raw)
        if not at.any():
            continue
        around = (log[at] - np.median(log[at])) * np.sqrt(precision[at])
        over = surdispersion(around, precision=precision[at], minimum=PETIT)
        wide[at] = over.elargissement(precision[at])
        if over.appliquee:
            p[at] = 2 * scipy.special.stdtr(over.n - 2, -np.abs(raw[at] / wide[at]))
    z = raw / wide
    tested = ~np.isnan(p)
    kept = np.zeros(len(p), dtype=bool)
    if tested.any():
        kept[tested] = scipy.stats.false_discovery_control(p[tested], method="bh") <= fausses
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


def _shares(x: Reels, n: Reels, x0: Reels, n0: Reels) -> tuple[Reels, Reels, Reels]:
    """Give z, the movement of the log odds and its precision by chance alone; half an event added so that 0 has a log."""
    pooled = (x + x0) / (n + n0)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / n0))
    # Nobody or everybody at both dates: nothing moved.
    z = np.where(spread > 0, (x / n - x0 / n0) / np.where(spread > 0, spread, 1), 0 * spread)
    log = np.log((x + 0.5) / (n - x + 0.5)) - np.log((x0 + 0.5) / (n0 - x0 + 0.5))
    return np.asarray(z), log, np.asarray(pooled * (1 - pooled) / (1 / n + 1 / n0))


def _rates(x: Reels, n: Reels, x0: Reels, n0: Reels) -> tuple[Reels, Reels, Reels]:
    """Give z, the movement of the log rate and its precision by chance alone."""
    part, events = n / (n + n0), x + x0
    spread = np.sqrt(events * part * (1 - part))
    z = np.where(spread > 0, (x - events * part) / np.where(spread > 0, spread, 1), 0 * spread)
    log = np.log((x + 0.5) / (events * part + 0.5)) - np.log((x0 + 0.5) / (events * (1 - part) + 0.5))
    return np.asarray(z), log, np.asarray(spread**2)
