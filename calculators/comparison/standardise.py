"""Direct standardisation: what the rate would be if every CPTS had the standard population's strata (ages, say).

Interval of Dobson et al. (1991, doi 10.1002/sim.4780100317): the Poisson limits of the total count, carried to the weighted
sum, as OHID's ``calculate_dsr`` does. Under 10 events in all there is no standardised rate (same source). A CPTS with a
stratum missing or empty is refused by name of reason: a stratum left out would pass for a stratum without events.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.intervals import Reels, poisson

MINIMUM = 10
STRATE_MANQUANTE = "une strate manque ou est masquée"
STRATE_VIDE = "une strate a une population nulle"
TROP_PEU = "moins de 10 évènements en tout"


@dataclass(frozen=True)
class Standardise:
    """Standardised rates for ``pour`` persons, arrays of shape (CPTS,): ``taux``, ``bas``, ``haut``.

    NaN where refused; ``refus`` says why, "" where there is a rate.
    """

    taux: Reels
    bas: Reels
    haut: Reels
    refus: NDArray[np.str_]


def standardiser(
    evenements: ArrayLike, population: ArrayLike, *, standard: ArrayLike, pour: float = 1000, niveau: float = 0.95
) -> Standardise:
    """Standardise each row: ``evenements`` and ``population`` (CPTS, strata), ``standard`` (strata), NaN where unknown.

    Raises ValueError when the standard population is unknown, negative or empty, when the strata don't match, or when a
    count is negative.
    """
    x, n = (np.atleast_2d(np.asarray(given, dtype=np.float64)) for given in (evenements, population))
    weight = np.asarray(standard, dtype=np.float64)
    if weight.ndim != 1 or x.shape != n.shape or x.shape[1] != len(weight):
        raise ValueError("Évènements, population et population standard doivent avoir les mêmes strates.")
    if np.isnan(weight).any() or (weight < 0).any() or weight.sum() <= 0:
        raise ValueError("La population standard doit être connue dans chaque strate, positive ou nulle.")
    if (x < 0).any() or (n < 0).any():
        raise ValueError("Un compte ne peut pas être négatif.")
    total = x.sum(axis=1)
    refused = np.select(
        [np.isnan(x + n).any(axis=1), (n == 0).any(axis=1), total < MINIMUM],
        [STRATE_MANQUANTE, STRATE_VIDE, TROP_PEU],
        default="",
    )
    kept = refused == ""
    share = np.where(kept[:, None], weight / weight.sum() / np.where(n > 0, n, 1), np.nan)
    rate, variance = (x * share).sum(axis=1), (x * share**2).sum(axis=1)
    low, high = poisson(np.where(kept, total, np.nan), niveau)
    scale = np.sqrt(variance / np.where(kept, total, np.nan))
    return Standardise(
        taux=pour * rate,
        bas=pour * (rate + scale * (low - total)),
        haut=pour * (rate + scale * (high - total)),
        refus=refused,
    )
