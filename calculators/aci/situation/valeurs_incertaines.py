"""Values that are not sure: the worst and the best that a provisional, hidden or missing observation may turn out to be.

No text says how to pay on a value that may still move: bounds are our documented choice (page « Règles et sources »).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calculators.aci.situation.schema import Binaire, Objectif
from calculators.comparison.intervals import poisson, wilson

Reels = NDArray[np.float64]


def noise(valeur: ArrayLike, denominateur: ArrayLike, pour: ArrayLike) -> tuple[Reels, Reels]:
    """Give the 95 % interval of values by their own noise, in their unit: ``(bas, haut)``.

    ``pour``: 100 for a percentage or 1 for a proportion (Wilson), 1000 for a rate per 1 000 (Byar). NaN on both sides
    where there is no denominator, or where value and denominator don't make a count. Source: calculators.comparison.
    """
    value, size, unit = np.broadcast_arrays(
        *(np.asarray(given, dtype=np.float64) for given in (valeur, denominateur, pour))
    )
    count = np.rint(value * size / unit)
    rate = unit == 1000
    usable = (size > 0) & (count >= 0) & (rate | (count <= size))
    count, size = np.where(usable, count, np.nan), np.where(usable, size, np.nan)
    share = wilson(np.where(rate, np.nan, count), size)
    counts = poisson(np.where(rate, count, np.nan))
    low, high = (np.where(rate, c / size, s) * unit for c, s in zip(counts, share, strict=True))
    # Rounding the count may leave the value itself outside by a hair: the bounds always hold it.
    return np.where(usable, np.minimum(low, value), np.nan), np.where(usable, np.maximum(high, value), np.nan)


def worst_and_best(objectif: Objectif) -> tuple[Decimal | None, Decimal | None]:
    """Give the worst and the best value of one objective; None on a side of which nothing is known."""
    if isinstance(objectif, Binaire):
        sure = None if objectif.fait is None or objectif.etat else Decimal(objectif.fait)
        return sure, sure
    if objectif.valeur is None:
        return None, None
    if objectif.entre is not None:
        low, high = objectif.entre
    elif objectif.etat is None:
        return objectif.valeur, objectif.valeur
    elif objectif.denominateur is None or objectif.pour == 1:
        return None, None
    else:
        ends = noise(float(objectif.valeur), objectif.denominateur, objectif.pour)
        if np.isnan(ends[0]):
            return None, None
        low, high = (round(Decimal(float(end)), 6) for end in ends)
        low, high = min(low, objectif.valeur), max(high, objectif.valeur)
    return (low, high) if objectif.sens == "hausse" else (high, low)


def state_problems(objectif: Objectif) -> Iterator[str]:
    """Tell, in French, a value that contradicts the state given for it."""
    given = objectif.fait if isinstance(objectif, Binaire) else objectif.valeur
    if objectif.etat == "provisoire" and given is None:
        yield "une observation provisoire a une valeur, et il n'y en a pas."
    elif objectif.etat not in (None, "provisoire") and given is not None:
        yield f"l'observation est dite « {objectif.etat} », et une valeur est donnée ; gardez l'un ou l'autre."
    if not isinstance(objectif, Binaire) and objectif.entre is not None:
        low, high = objectif.entre
        if objectif.valeur is None or not low <= objectif.valeur <= high:
            yield f"la valeur doit être donnée, entre ses bornes {low} et {high}."
