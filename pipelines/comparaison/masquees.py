"""What a hidden value may be, from what everyone knows: its kind, the threshold of secrecy, the inhabitants.

A hidden count is one of 1 to the threshold less one, whether secrecy or its supplier hid it; put over the inhabitants of the
CPTS, which are not secret. Of a share or a rate the denominator is hidden too, and a count near it hides as much as a small
one: it may be anything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from calculators.comparison.encadrement import Encadrement, encadrer
from pipelines.comparaison.mesure import Comparaison, Reels
from pipelines.store.settings import SEUIL_PROFESSIONNELS, patients_threshold


def median_of(compared: Comparaison, valeur: ArrayLike, *, masquee: ArrayLike, population: ArrayLike) -> Encadrement:
    """The median over CPTS (first axis) of values in the unit compared, bounded by what the hidden ones may be.

    ``valeur``: NaN where not shown; ``masquee``: hidden, same shape; ``population``: inhabitants, of a shape that broadcasts.
    """
    value, hidden = np.asarray(valeur, dtype=np.float64), np.asarray(masquee, dtype=bool)
    if not hidden.any():
        nothing = np.full(value.shape, np.nan)
        return encadrer(value, nothing, nothing)
    return encadrer(value, *extremes(compared, masquee=hidden, population=population))


def extremes(compared: Comparaison, *, masquee: ArrayLike, population: ArrayLike) -> tuple[Reels, Reels]:
    """The least and the most each hidden value can be, in the unit compared; NaN where nothing is hidden.

    A count whose inhabitants are unknown is not compared, hidden or not: NaN too.
    """
    hidden = np.asarray(masquee, dtype=bool)
    item = compared.indicateur
    if not compared.rapporte:
        return np.where(hidden, 0.0, np.nan), np.where(hidden, compared.pour, np.nan)
    size = np.broadcast_to(np.asarray(population, dtype=np.float64), hidden.shape)
    size = np.where(hidden & (size > 0), size, np.nan)
    if not (item.patients or item.professionnels):
        return 0 * size, np.where(np.isnan(size), np.nan, np.inf)
    most = (patients_threshold() if item.patients else SEUIL_PROFESSIONNELS) - 1
    return compared.pour / size, compared.pour * most / size
