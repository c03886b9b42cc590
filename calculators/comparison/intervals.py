"""Confidence intervals for proportions, counts and rates, on columns.

Sources: Wilson (1927) for proportions, without continuity correction; Garwood (1936) exact limits for counts under 10
and Byar's approximation (Breslow and Day, 1987) from 10 on, as the OHID technical guide to confidence intervals does.
"""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

Reels = NDArray[np.float64]
#: From this count on, Byar's approximation replaces the exact limits.
_BYAR_FROM = 10


def wilson(numerateur: ArrayLike, denominateur: ArrayLike, niveau: float = 0.95) -> tuple[Reels, Reels]:
    """Give the Wilson score interval of each proportion, as proportions: ``(bas, haut)``.

    ``numerateur`` and ``denominateur``: counts, same shape. NaN where one is missing or the denominator is not
    positive. Raises ValueError when a numerator is negative or above its denominator, or the level outside 0–1.
    """
    z = quantile(niveau)
    x, n = np.broadcast_arrays(np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64))
    if np.any((x < 0) | (x > n)):
        raise ValueError("Un numérateur doit être compris entre 0 et son dénominateur.")
    size = np.where(n > 0, n, np.nan)
    centre = x + z**2 / 2
    half = z * np.sqrt(x * (size - x) / size + z**2 / 4)
    low, high = (centre - half) / (size + z**2), (centre + half) / (size + z**2)
    # At 0 and n the formula gives the limit exactly but for rounding: say 0 and 1.
    return np.where(x == 0, low * 0, np.maximum(low, 0)), np.where(x == n, high * 0 + 1, np.minimum(high, 1))


def poisson(compte: ArrayLike, niveau: float = 0.95) -> tuple[Reels, Reels]:
    """Give the interval of each count, as counts: ``(bas, haut)``: exact under 10, Byar from 10 on.

    NaN where the count is missing. Raises ValueError when a count is negative or the level outside 0–1.
    """
    z = quantile(niveau)
    count = np.asarray(compte, dtype=np.float64)
    if np.any(count < 0):
        raise ValueError("Un compte ne peut pas être négatif.")
    tail = (1 - niveau) / 2
    safe = np.where(count >= _BYAR_FROM, count, _BYAR_FROM)
    byar_low = safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    above = safe + 1
    byar_high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    low, high = np.asarray(byar_low), np.asarray(byar_high)
    # Garwood's limits are gamma quantiles; a count of 0 has 0 for its lower limit.
    exact = count < _BYAR_FROM
    few = count[exact]
    low[exact] = np.where(few > 0, scipy.special.gammaincinv(np.maximum(few, 1e-300), tail), 0)
    high[exact] = scipy.special.gammainccinv(few + 1, tail)
    missing = np.isnan(count)
    return np.where(missing, np.nan, low), np.where(missing, np.nan, high)


def taux(
    numerateur: ArrayLike, denominateur: ArrayLike, *, pour: float = 1000, niveau: float = 0.95
) -> tuple[Reels, Reels]:
    """Give the interval of each rate, in events for ``pour`` persons: ``(bas, haut)``.

    The count is the noise, the denominator is known: the limits of :func:`poisson` over the denominator. NaN where one
    is missing or the denominator is not positive. Raises ValueError when a count is negative or the level outside 0–1.
    """
    low, high = poisson(numerateur, niveau)
    n = np.asarray(denominateur, dtype=np.float64)
    scale = pour / np.where(n > 0, n, np.nan)
    return low * scale, high * scale


def quantile(niveau: float) -> float:
    """Give how many standard deviations bound the level on both sides: 1.96 for 0.95, 3.09 for 0.998.

    Raises ValueError when the level is outside 0–1.
    """
    if not 0 < niveau < 1:
        raise ValueError("Le niveau de confiance doit être compris entre 0 et 1 (0,95 par exemple).")
    return float(scipy.special.ndtri((1 + niveau) / 2))
