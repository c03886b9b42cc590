"""How an indicator is compared: what is counted, over what, for how many.

A count says first how large the territory is: it is compared for 10 000 inhabitants (population of the contract, else
announced, else INSEE), and every screen that does so says it. A deliverable is not measured.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.funnel import Nature
from calculators.comparison.intervals import taux, wilson
from dashboard import french
from dashboard.charts.scale import Scale, scale_of
from pipelines.catalogue import Indicateur

HABITANTS = 10_000


@dataclass(frozen=True)
class Mesure:
    """`valeur` = `pour` × numerator / denominator. `rapporte`: True for a count put over the population by us."""

    indicateur: Indicateur
    nature: Nature
    pour: float
    scale: Scale
    sur: str
    rapporte: bool

    @property
    def tick(self) -> str:
        """What follows the figures of an axis; its title says the longer units."""
        return self.scale.suffix if len(self.scale.suffix) <= 3 else ""

    def intervalle(self, numerateur: ArrayLike, denominateur: ArrayLike) -> tuple[NDArray, NDArray]:
        """95 % limits in the unit of the value: Wilson for a share, Poisson (exact, then Byar) for a rate."""
        if self.nature == "proportion":
            return wilson(numerateur, denominateur)
        return taux(numerateur, denominateur, pour=self.pour)


def mesure_of(indicateur: Indicateur) -> Mesure | None:
    """How to compare an indicator; None for a deliverable, which is a yes or a no."""
    scale = scale_of(indicateur)
    match indicateur.type:
        case "proportion":
            return Mesure(indicateur, "proportion", 1, scale, str(indicateur.denominateur), rapporte=False)
        case "taux_1000":
            return Mesure(indicateur, "taux", 1000, scale, "habitants", rapporte=False)
        case "compte":
            thousands = french.number(HABITANTS)
            per = Scale(
                1,
                f"{french.INSECABLE}pour{french.INSECABLE}{thousands}",
                1,
                f"{indicateur.court} (pour {thousands}{french.INSECABLE}habitants)",
            )
            return Mesure(indicateur, "taux", HABITANTS, per, "habitants du territoire", rapporte=True)
        case _:
            return None


def counts(
    mesure: Mesure, numerateur: ArrayLike, denominateur: ArrayLike, *, valeur: ArrayLike, population: ArrayLike
) -> tuple[NDArray, NDArray, NDArray]:
    """What is compared, as (numerator, denominator, value), NaN where unknown: a share sent alone keeps its value only.

    Arrays of one shape. A numerator above its denominator in a share is set aside with it: there is no such share.
    """
    value = np.asarray(valeur, dtype=np.float64)
    if mesure.rapporte:
        size = np.broadcast_to(np.asarray(population, dtype=np.float64), value.shape)
        size = np.where(size > 0, size, np.nan)
        return value, np.where(np.isnan(value), np.nan, size), mesure.pour * value / size
    x, n = np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64)
    usable = ~np.isnan(x) & (n > 0) & (x >= 0) & ~np.isnan(value)
    if mesure.nature == "proportion":
        usable &= x <= n
    return np.where(usable, x, np.nan), np.where(usable, n, np.nan), value
