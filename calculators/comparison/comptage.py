"""What chance alone gives in counts: limits and sides of a control chart where a month expects few events, or few exceptions.

Moving ranges say little of a share that is 100 % most months: at 12 patients and 98 %, four charts of pure chance in ten told a
signal in their last three months. There the law of the counts is known, the month's denominator with it: binomial for a share,
Poisson for a rate or a count. A month is beyond only when it is beyond both limits, those of the moving ranges (which pay for
what really varies) and those of the counts; it is on a side of the mean when chance puts it there, or further, one time in two
at most: a month at 100 % among months at 100 % is on none. Benneyan (2001) on exact limits; Provost and Murray (2011) on shares
close to 0 or 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from calculators.comparison.intervals import Reels

#: Under so many events expected in a month (or exceptions, for a share), limits and sides come from the counts.
RARE = 10
#: What lies beyond three deviations on one side, beyond two, and the half that makes a side.
_LIMITE, _DEUX, _MOITIE = (float(stats.norm.sf(3)), float(stats.norm.sf(2)), 0.5)


@dataclass(frozen=True)
class Comptage:
    """What each value counts: ``exposition`` (series, months), patients of the month, NaN where unknown (1 for a count);
    ``pour`` (series,): value = pour × numerator / exposition; ``proportion`` (series,): a share, whose numerator is one of its patients.
    """

    exposition: Reels
    pour: Reels
    proportion: NDArray[np.bool_]

    @classmethod
    def of(cls, exposition: ArrayLike, *, pour: ArrayLike = 1.0, proportion: ArrayLike = True) -> Comptage:
        """Build it from one series or many; ``pour`` and ``proportion``: one, or one per series."""
        size = np.atleast_2d(np.asarray(exposition, dtype=np.float64))
        rows = size.shape[:1]
        return cls(
            size,
            np.broadcast_to(np.asarray(pour, dtype=np.float64), rows),
            np.broadcast_to(np.asarray(proportion, dtype=bool), rows),
        )

    def rows(self, kept: list[int]) -> Comptage:
        """Keep some series."""
        return Comptage(self.exposition[kept], self.pour[kept], self.proportion[kept])

    def months(self, kept: NDArray[np.bool_]) -> Comptage:
        """Keep some months."""
        return Comptage(self.exposition[:, kept], self.pour, self.proportion)


@dataclass(frozen=True)
class Hasard:
    """What chance gives around a mean, arrays (series, months), meaningful where ``rare``.

    ``rare``: few events, or exceptions, expected; ``bas``, ``haut``: exact limits in the unit of the values, beyond which chance puts
    0.00135 of the months on each side; ``cote``: side of a value, 0 where chance puts it there or further more than one time in
    two; ``loin``: beyond two deviations of chance.
    """

    rare: NDArray[np.bool_]
    bas: Reels
    haut: Reels
    cote: NDArray[np.int8]
    loin: NDArray[np.bool_]


def chance(values: Reels, centre: Reels, comptage: Comptage) -> Hasard:
    """Say what chance alone gives around ``centre`` (a column, unit of the values) for ``values`` (series, months)."""
    pour, share, absent = comptage.pour[:, None], comptage.proportion[:, None], np.isnan(values)
    # A month without value keeps its limits: those of an ordinary month.
    size = np.where(absent, _ordinary(np.where(absent, np.nan, comptage.exposition)), comptage.exposition)
    usable = (size > 0) & ~np.isnan(centre)
    n = np.where(usable, np.rint(size), 1)
    p = np.where(usable, centre / pour, 0.5)
    p = np.where(share, np.clip(p, 0, 1), np.maximum(p, 0))
    # What is not a whole number of patients is read as the nearest one: a value rounded by its sender.
    x = np.where(usable & ~absent, np.rint(values * n / pour), 0)
    rare = usable & (n * np.where(share, np.minimum(p, 1 - p), p) < RARE)
    binomial, poisson = stats.binom(n, np.where(share, p, 0.5)), stats.poisson(np.where(share, 1.0, n * p))

    def pick(name: str, at: ArrayLike) -> Reels:
        return np.asarray(np.where(share, getattr(binomial, name)(at), getattr(poisson, name)(at)), dtype=np.float64)

    above, below = pick("sf", x - 1), pick("cdf", x)
    low, high = pick("ppf", _LIMITE), pick("isf", _LIMITE)
    return Hasard(
        rare=rare,
        bas=np.where(rare, pour * low / n, np.nan),
        haut=np.where(rare, pour * high / n, np.nan),
        cote=np.where(absent, 0, np.where(above <= _MOITIE, 1, np.where(below <= _MOITIE, -1, 0))).astype(np.int8),
        loin=~absent & (np.minimum(above, below) <= _DEUX),
    )


def _ordinary(size: Reels) -> Reels:
    """Give the median of each row as a column, NaN for a row of nothing but NaN."""
    known = np.where(np.isnan(size).all(axis=1, keepdims=True), 0, size)
    middle = np.nanmedian(known, axis=1, keepdims=True) if size.size else np.zeros((len(size), 1))
    return np.where(middle > 0, middle, np.nan)
