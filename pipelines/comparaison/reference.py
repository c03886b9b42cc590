"""What a CPTS is compared with: the median of its group, or the group as one; and how far hidden values leave it unsure.

What a hidden value may be is what everyone knows of it: its kind, the threshold of secrecy, the inhabitants. A hidden count
is one of 1 to the threshold less one, whether secrecy or its supplier hid it; put over the inhabitants of the CPTS, which
are not secret. Of a share or a rate the denominator is hidden too, and a count near it hides as much as a small one: it may
be anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.encadrement import Encadrement, encadrer
from calculators.comparison.quantiles import MINIMUM
from calculators.comparison.secrecy import SEUIL_PROFESSIONNELS
from pipelines.comparaison.mesure import Mesure, Reels
from pipelines.comparaison.panel import Panel
from pipelines.settings import patients_threshold

Reference = Literal["mediane", "ensemble"]


@dataclass(frozen=True)
class Fourchette:
    """The bounds of the median of the month asked, in the unit compared; `masquees` of `total` values are hidden."""

    bas: float
    haut: float
    masquees: int
    total: int


def references(panel: Panel, choix: Reference) -> NDArray[np.float64]:
    """The reference of each month: the median of the group's CPTS, or the group taken as one territory. NaN where few.

    A month with less than half the usual number of values says nothing of the group, nor one with so many hidden values
    that its median may be anywhere (calculators.comparison.encadrement): NaN as well.
    """
    inside = panel.groupe
    if choix == "mediane":
        out = _median(panel).valeur
    else:
        x, n = np.nansum(panel.numerateur[inside], axis=0), np.nansum(panel.denominateur[inside], axis=0)
        out = panel.mesure.pour * x / np.where(n > 0, n, np.nan)
    return np.where(find_thin_months(panel), np.nan, out)


def _median(panel: Panel) -> Encadrement:
    inside = panel.groupe
    population = panel.cpts["population"].to_numpy(dtype="float64", na_value=np.nan)[inside, None]
    return median_of(panel.mesure, panel.valeur[inside], masquee=panel.masquees[inside], population=population)


def fourchette(panel: Panel) -> Fourchette | None:
    """What is known of the median of the month asked when values of the group are hidden; None when none is."""
    if not panel.masquees[panel.groupe, -1].any():
        return None
    found = _median(panel)
    low, high = float(found.bas[-1]), float(found.haut[-1])
    if np.isnan(low + high):
        return None
    return Fourchette(low, high, int(found.masquees[-1]), int(found.total[-1]))


def find_thin_months(panel: Panel) -> NDArray[np.bool_]:
    """The months whose values say nothing of the group: fewer than five, or less than half the usual number.

    The month asked is shown with five, however few that is.
    """
    count = np.sum(~np.isnan(panel.valeur[panel.groupe]), axis=0)
    usual = np.median(count[count > 0]) if (count > 0).any() else 0
    thin = (count * 2 < usual) | (count < MINIMUM // 2)
    thin[-1:] = count[-1:] < MINIMUM // 2
    return np.asarray(thin, dtype=bool)


def median_of(mesure: Mesure, valeur: ArrayLike, *, masquee: ArrayLike, population: ArrayLike) -> Encadrement:
    """The median over CPTS (first axis) of values in the unit compared, bounded by what the hidden ones may be.

    ``valeur``: NaN where not shown; ``masquee``: hidden, same shape; ``population``: inhabitants, of a shape that broadcasts.
    """
    value, hidden = np.asarray(valeur, dtype=np.float64), np.asarray(masquee, dtype=bool)
    if not hidden.any():
        nothing = np.full(value.shape, np.nan)
        return encadrer(value, nothing, nothing)
    return encadrer(value, *extremes(mesure, masquee=hidden, population=population))


def extremes(mesure: Mesure, *, masquee: ArrayLike, population: ArrayLike) -> tuple[Reels, Reels]:
    """The least and the most each hidden value can be, in the unit compared; NaN where nothing is hidden.

    A count whose inhabitants are unknown is not compared, hidden or not: NaN too.
    """
    hidden = np.asarray(masquee, dtype=bool)
    item = mesure.indicateur
    if not mesure.rapporte:
        return np.where(hidden, 0.0, np.nan), np.where(hidden, mesure.pour, np.nan)
    size = np.broadcast_to(np.asarray(population, dtype=np.float64), hidden.shape)
    size = np.where(hidden & (size > 0), size, np.nan)
    if not (item.patients or item.professionnels):
        return 0 * size, np.where(np.isnan(size), np.nan, np.inf)
    most = (patients_threshold() if item.patients else SEUIL_PROFESSIONNELS) - 1
    return mesure.pour / size, mesure.pour * most / size
