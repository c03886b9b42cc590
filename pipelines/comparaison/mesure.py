"""How an indicator is compared, on every screen and in every summary: what is counted, over what, for how many.

A count says first how large the territory is: it is compared for 10 000 inhabitants (population of the contract, else
announced, else INSEE), and whatever shows it says so. A deliverable is a yes or a no: it is not measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.funnel import Nature
from calculators.comparison.intervals import taux, wilson
from pipelines.catalogue import Indicateur

HABITANTS = 10_000
_POUR = {"proportion": 1, "taux_1000": 1_000, "compte": HABITANTS}
Reels = NDArray[np.float64]


@dataclass(frozen=True)
class Comparaison:
    """`valeur` = `pour` × numerator / denominator."""

    indicateur: Indicateur

    @property
    def nature(self) -> Nature:
        """Of what law its noise is: binomial for a share, Poisson for the others."""
        return "proportion" if self.indicateur.type == "proportion" else "taux"

    @property
    def pour(self) -> float:
        """For how many: 1 for a share, 1 000 for a rate, 10 000 inhabitants for a count."""
        return _POUR[self.indicateur.type]

    @property
    def rapporte(self) -> bool:
        """True for a count, put over the population by us."""
        return self.indicateur.type == "compte"

    def intervalle(self, numerateur: ArrayLike, denominateur: ArrayLike) -> tuple[Reels, Reels]:
        """95 % limits in the unit of the value: Wilson for a share, Poisson (exact, then Byar) for a rate."""
        if self.nature == "proportion":
            return wilson(numerateur, denominateur)
        return taux(numerateur, denominateur, pour=self.pour)

    def counts(
        self, numerateur: ArrayLike, denominateur: ArrayLike, *, valeur: ArrayLike, population: ArrayLike
    ) -> tuple[Reels, Reels, Reels]:
        """What is compared, as (numerator, denominator, value), NaN where unknown: a share sent alone keeps its value only.

        Arrays of one shape. A numerator above its denominator in a share is set aside with it: there is no such share.
        """
        value = np.asarray(valeur, dtype=np.float64)
        if self.rapporte:
            size = np.broadcast_to(np.asarray(population, dtype=np.float64), value.shape)
            size = np.where(size > 0, size, np.nan)
            return value, np.where(np.isnan(value), np.nan, size), self.pour * value / size
        x, n = np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64)
        usable = ~np.isnan(x) & (n > 0) & (x >= 0) & ~np.isnan(value)
        if self.nature == "proportion":
            usable &= x <= n
        return np.where(usable, x, np.nan), np.where(usable, n, np.nan), value


def measured(indicateur: Indicateur) -> bool:
    """True when the indicator is a measure, to be compared; False for a deliverable."""
    return indicateur.type in _POUR
