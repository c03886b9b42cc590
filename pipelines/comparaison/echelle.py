"""How the values of an indicator are written and drawn: percentages, rates per 1 000, counts, yes/no."""

from dataclasses import dataclass

import pandas as pd

from calculators import french
from pipelines.catalogue import Indicateur


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
