"""The median of a group some of whose values are hidden: between which two values it is, and whether that is close enough.

A median of the shown values alone is wrong when small counts are hidden and zeros are shown, in whichever direction. What
everyone knows is enough to bound it: each hidden value is between the least and the most it can be; with all of them at
their least the median is at its least, with all at their most at its most. Nothing else of the hidden values enters, so
nothing of them comes out. Interval-valued medians: Manski, « Partial Identification of Probability Distributions » (2003).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.funnel import Nature, Origine, cote_de, situer
from calculators.comparison.intervals import Reels
from calculators.comparison.quantiles import MINIMUM, mediane, quantiles

#: The two bounds are one median when they are closer than this share of what separates the quarters of the shown values.
PROCHE = 0.1


@dataclass(frozen=True)
class Encadrement:
    """Medians over CPTS, one per month (or other last axes).

    ``bas``, ``haut``: its bounds, equal where nothing is hidden; ``valeur``: the median, their middle when they are close,
    NaN when they are not; ``masquees``, ``total``: values hidden, and values hidden or shown. NaN under five shown values.
    """

    bas: Reels
    haut: Reels
    valeur: Reels
    masquees: NDArray[np.int64]
    total: NDArray[np.int64]


def encadrer(valeur: ArrayLike, moins: ArrayLike, plus: ArrayLike) -> Encadrement:
    """Bound the median over the first axis. ``valeur``: NaN where not shown; ``moins``, ``plus``: the least and the most a
    hidden value can be (infinite when anything), NaN where none is hidden. Arrays of one shape, one unit.
    """
    value = np.asarray(valeur, dtype=np.float64)
    least, most = np.asarray(moins, dtype=np.float64), np.asarray(plus, dtype=np.float64)
    hidden = np.isnan(value) & ~np.isnan(least)
    shown = np.sum(~np.isnan(value), axis=0)
    number = np.sum(hidden, axis=0)
    seen = mediane(value)
    if not number.any():
        return Encadrement(bas=seen, haut=seen, valeur=seen, masquees=number, total=shown)
    few = shown < MINIMUM // 2
    low, high = (
        np.where(few, np.nan, np.where(number > 0, _middle(np.where(hidden, end, value)), seen))
        for end in (least, most)
    )
    first, third = quantiles(value, [0.25, 0.75])
    # Where the quarters are one value, so must the two bounds be.
    with np.errstate(invalid="ignore"):
        close = (number == 0) | (high - low <= PROCHE * (third - first))
        middle = np.where(number > 0, (low + high) / 2, seen)
    return Encadrement(
        bas=low, haut=high, valeur=np.where(close, middle, np.nan), masquees=number, total=shown + number
    )


def sur_les_deux(
    numerateur: ArrayLike,
    denominateur: ArrayLike,
    *,
    z: Reels,
    niveau: Reels,
    bornes: tuple[float, float],
    nature: Nature,
    groupe: ArrayLike | bool = True,
    parmi: tuple[ArrayLike, ArrayLike] | None = None,
    origine: Origine = "mediane",
) -> tuple[Reels, Reels]:
    """Give ``(z, niveau)`` of funnel.situer without the judgements that change from one bound of the reference to the other.

    NaN there; elsewhere the narrower of the limits passed. ``bornes``: in the unit of the reference of ``situer``.
    """
    if bornes[0] == bornes[1]:
        return z, niveau
    ends = [
        situer(numerateur, denominateur, nature=nature, reference=end, groupe=groupe, parmi=parmi, origine=origine)[:2]
        for end in bornes
    ]
    (low_z, low), (high_z, high) = ends
    same = (cote_de(low_z, low) == cote_de(high_z, high)) & ~np.isnan(low_z + high_z)
    return np.where(same, z, np.nan), np.where(same, np.minimum(niveau, np.minimum(low, high)), np.nan)


def _middle(values: Reels) -> Reels:
    """Give the median over the first axis, NaN left out; infinite values are in it."""
    ordered = np.sort(values, axis=0)  # NaN last
    count = np.sum(~np.isnan(values), axis=0)
    low, high = (
        np.take_along_axis(ordered, np.maximum(at, 0)[None], axis=0)[0] for at in ((count - 1) // 2, count // 2)
    )
    return np.asarray(np.where(count > 0, (low + high) / 2, np.nan), dtype=np.float64)
