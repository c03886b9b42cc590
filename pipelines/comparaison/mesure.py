"""How an indicator is compared, on every screen and in every summary: what is counted, over what, for how many, how sure.

A count says first how large the territory is: it is compared for 10 000 inhabitants (population of the contract, else
announced, else INSEE), and whatever shows it says so. A deliverable is a yes or a no: it is not measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from calculators import french
from calculators.comparison.funnel import Nature
from calculators.comparison.intervals import poisson, taux, wilson
from pipelines.catalogue import Indicateur
from pipelines.comparaison.echelle import Scale, scale_of

HABITANTS = 10_000
_POUR = {"proportion": 1, "taux_1000": 1_000, "compte": HABITANTS}
Reels = NDArray[np.float64]


@dataclass(frozen=True)
class Mesure:
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

    @property
    def scale(self) -> Scale:
        """How the value compared is written."""
        if not self.rapporte:
            return scale_of(self.indicateur)
        nb, thousands = french.INSECABLE, french.number(HABITANTS)
        axis = f"{self.indicateur.court} (pour {thousands}{nb}habitants)"
        return Scale(1, f"{nb}pour{nb}{thousands}", 1, axis)

    @property
    def sur(self) -> str:
        """What the denominator counts, in words."""
        if self.indicateur.type == "proportion":
            return str(self.indicateur.denominateur)
        return "habitants du territoire" if self.rapporte else "habitants"

    @property
    def tick(self) -> str:
        """What follows the figures of an axis; its title says the longer units."""
        return self.scale.suffix if len(self.scale.suffix) <= 3 else ""

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


def mesure_of(indicateur: Indicateur) -> Mesure | None:
    """How to compare an indicator; None for a deliverable, which is a yes or a no."""
    return Mesure(indicateur) if indicateur.type in _POUR else None


def with_interval(frame: pd.DataFrame, indicateur: Indicateur) -> pd.DataFrame:
    """Add `bas` and `haut`, 95 % limits of values as sent, in their unit: Wilson for a share, Poisson for a rate or a count.

    NaN where the value is absent or hidden, where a share came without its counts, and for a yes/no.
    """
    known = frame["etat"].eq("valeur").to_numpy()
    num = frame["numerateur"].to_numpy(dtype="float64", na_value=np.nan)
    den = frame["denominateur"].to_numpy(dtype="float64", na_value=np.nan)
    usable = known & ~np.isnan(num) & (den > 0)
    low, high = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
    if indicateur.type == "proportion":
        usable &= num <= den
        low[usable], high[usable] = wilson(num[usable], den[usable])
    elif indicateur.type == "taux_1000":
        bas, haut = poisson(num[usable])
        low[usable], high[usable] = 1000 * bas / den[usable], 1000 * haut / den[usable]
    elif indicateur.type == "compte":
        value = frame["valeur"].to_numpy(dtype="float64", na_value=np.nan)
        usable = known & ~np.isnan(value)
        low[usable], high[usable] = poisson(value[usable])
    return frame.assign(bas=low, haut=high)
