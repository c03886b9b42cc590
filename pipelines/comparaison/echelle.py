"""How the values of an indicator are drawn and written: percentages, rates per 1 000, counts, yes/no."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calculators import french
from calculators.comparison.intervals import poisson, wilson
from pipelines.catalogue import Indicateur
from pipelines.comparaison.mesure import HABITANTS, Comparaison, measured


@dataclass(frozen=True)
class Scale:
    """The stored value times `factor` is what the axis shows, followed by `suffix`."""

    factor: float
    suffix: str
    decimals: int
    axis: str

    @property
    def unit(self) -> str:
        """The unit alone, as the axis says it: « % », « pour 1 000 habitants », « actes »."""
        return self.axis.rsplit("(", 1)[-1].removesuffix(")")

    def write(self, value: float | None) -> str:
        """A stored value in words: « 57,6 % », « 182,4 pour 1 000 », « 38 »."""
        if value is None or pd.isna(value):
            return french.ABSENT
        return french.number(float(value) * self.factor, self.decimals) + self.suffix

    def gap(self, value: float | None) -> str:
        """A difference of two stored values, signed; points for a percentage."""
        if value is None or pd.isna(value):
            return french.ABSENT
        scaled = round(float(value) * self.factor, self.decimals)
        unit = f"{french.INSECABLE}{french.plural(scaled, 'point')}" if self.factor == 100 else self.suffix
        return f"{'+' if scaled > 0 else ''}{french.number(scaled, self.decimals)}{unit}"


def scale_of(indicateur: Indicateur) -> Scale:
    """The scale of an indicator, by its type."""
    nb = french.INSECABLE
    match indicateur.type:
        case "proportion":
            return Scale(100, f"{nb}%", 1, f"{indicateur.court} (%)")
        case "taux_1000":
            return Scale(1, f"{nb}‰", 1, f"{indicateur.court} (pour 1{french.FINE}000 habitants)")
        case _:
            return Scale(1, "", 0, f"{indicateur.court} ({indicateur.unite})")


def with_interval(frame: pd.DataFrame, indicateur: Indicateur) -> pd.DataFrame:
    """Add `bas` and `haut`, 95 % limits in the unit of `valeur`: Wilson for a share, Poisson for a rate or a count.

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


@dataclass(frozen=True)
class Mesure(Comparaison):
    """`scale`: of the value compared; `sur`: what the denominator counts, in words."""

    scale: Scale
    sur: str

    @property
    def tick(self) -> str:
        """What follows the figures of an axis; its title says the longer units."""
        return self.scale.suffix if len(self.scale.suffix) <= 3 else ""


def mesure_of(indicateur: Indicateur) -> Mesure | None:
    """How to compare an indicator; None for a deliverable, which is a yes or a no."""
    if not measured(indicateur):
        return None
    scale, over = scale_of(indicateur), "habitants"
    if indicateur.type == "proportion":
        over = str(indicateur.denominateur)
    if indicateur.type == "compte":
        thousands = french.number(HABITANTS)
        scale = Scale(
            1,
            f"{french.INSECABLE}pour{french.INSECABLE}{thousands}",
            1,
            f"{indicateur.court} (pour {thousands}{french.INSECABLE}habitants)",
        )
        over = "habitants du territoire"
    return Mesure(indicateur, scale, over)
