"""Over-dispersion: CPTS differ by more than chance for reasons nobody measures. How much, and how limits allow for it.

Without it, at 100 000 inhabitants chance is so small that nearly every CPTS would be outside. Sources: Spiegelhalter,
« Handling over-dispersion of performance indicators » (2005) and Spiegelhalter et al., « Statistical methods for healthcare
regulation » (2012); NHS England's SHMI methodology; DerSimonian and Laird (1986); Paule and Mandel (1982); Higgins,
Thompson and Spiegelhalter (2009).

- φ is the mean of z² after winsorising 10 % at each end, so that true outliers don't hide themselves by widening the limits.
  Winsorising takes away from ordinary values too: were they normal, φ would be 0.679 and not 1. It is divided by what it is
  worth on normal values, n of them; without that, 1.1 % of ordinary CPTS pass the limits of 99.8 % and 10.6 % those of 95 %.
- « additif », the default: as the SHMI, CPTS differ by a random effect on the log of a rate (for a share, of the odds), of
  variance τ², added to the chance of each one. DerSimonian and Laird's formula supposes z-scores nobody winsorised; ours is Paule
  and Mandel's equation on the winsorised ones: the τ² that brings their φ down to 1.
- « multiplicatif » widens every limit by √φ: it lends the small CPTS the excess of the large ones.
- Applied as soon as φ passes 1, as the SHMI does, never the other way. Waiting for φ to be beyond its own noise would leave
  real but modest spreads out, and small groups with several times the false alarms announced. ``nette`` says whether
  it is beyond that noise: ν φ above the 95 % point of χ² with ν degrees, where ν = 0.711 n is what winsorising leaves of n.
- A spread measured on n CPTS is itself uncertain: limits widened by it are Student's with n - 2 degrees.
- Under 10 CPTS, φ may well be 1 or less when CPTS truly differ: limits are Student's whatever φ is. One value at each end is
  then drawn in to the next, for one outlier not to hide itself, and what is left bears n - 3 degrees (simulated: the limits
  of 99.8 % are passed 2 times in 1 000 where only a spread plays, never more by chance alone).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike

from calculators.comparison.intervals import Reels, quantile

Modele = Literal["additif", "multiplicatif", "aucun"]
#: Fewer CPTS than this say nothing about a spread; under ``PETIT`` they say little, and limits are Student's whatever it is.
MINIMUM, PETIT = 5, 10
#: Share winsorised at each end.
_PART = 0.1
_BORNE = float(scipy.special.ndtri(1 - _PART))
#: E[min(z², b²)] of a normal z: what the winsorised mean of squares is worth on very many normal values (0.6787).
_NORMALE = (1 - 2 * _PART) - 2 * _BORNE * float(np.exp(-(_BORNE**2) / 2) / np.sqrt(2 * np.pi)) + 2 * _PART * _BORNE**2
#: On few values the ends are drawn in less: 1 + 0.65 / n times that, within 1.5 % from 10 on (simulated; a test does it again).
_PETITS = 0.65
#: Under ``PETIT`` the farthest at each end is drawn in to the next, whole: what the mean of squares is worth then (simulated too).
_EXTREMES = {5: 0.503, 6: 0.556, 7: 0.603, 8: 0.641, 9: 0.674}
#: Relative variance of that mean is 2.81 / n (its influence function) where that of χ² is 2 / n.
_EFFICACE = 0.711


@dataclass(frozen=True)
class Surdispersion:
    """How much more the CPTS differ than chance, and whether limits were widened for it.

    ``phi``: winsorised mean of z², 1 for chance alone; ``tau2``: variance between CPTS beyond chance, of the log of the rate or
    of the odds (0 unless additive); ``n``: CPTS counted; ``appliquee``: False when φ is 1 at most, CPTS are too few, or not asked;
    ``nette``: φ is beyond its own noise; ``degres``: of the Student's law limits are read in, None for the normal's.
    """

    modele: Modele
    phi: float
    tau2: float
    n: int
    appliquee: bool
    nette: bool
    degres: float | None = None

    def elargissement(self, precision: Reels) -> Reels:
        """Give how many times farther limits go where the log has this precision (1 / variance by chance alone)."""
        if not self.appliquee:
            return np.ones_like(precision)
        if self.modele == "multiplicatif":
            return np.full_like(precision, np.sqrt(self.phi))
        return np.asarray(np.sqrt(1 + self.tau2 * precision), dtype=np.float64)

    def quantile(self, niveau: float) -> float:
        """Give how many standard deviations bound the level: the normal's, or Student's."""
        if self.degres is None:
            return quantile(niveau)
        return float(scipy.special.stdtrit(self.degres, (1 + niveau) / 2))


def surdispersion(
    z: ArrayLike, *, precision: ArrayLike, modele: Modele = "additif", minimum: int = MINIMUM
) -> Surdispersion:
    """Measure over-dispersion from unadjusted z-scores and the precision of the log of each value by chance alone.

    Arrays of one shape; NaN left out. ``precision`` is (z / distance of the log to its reference)². ``minimum``: of values.
    """
    scores, exact = np.broadcast_arrays(np.asarray(z, dtype=np.float64), np.asarray(precision, dtype=np.float64))
    known = np.isfinite(scores) & np.isfinite(exact)
    scores, exact = scores[known], exact[known]
    count = len(scores)
    if count < minimum or modele == "aucun":
        return Surdispersion(modele=modele, phi=float("nan"), tau2=0.0, n=count, appliquee=False, nette=False)
    phi = _phi(scores)
    degrees = _EFFICACE * count
    return Surdispersion(
        modele=modele,
        phi=phi,
        tau2=_tau2(scores, exact, phi) if phi > 1 and modele == "additif" else 0.0,
        n=count,
        appliquee=phi > 1,
        nette=bool(degrees * phi > scipy.special.chdtri(degrees, 0.05)),
        degres=count - 3 if count < PETIT else count - 2 if phi > 1 else None,
    )


def _phi(scores: Reels) -> float:
    """Give the winsorised mean of squares over what it is worth on as many normal values. Quantiles of type 7."""
    ordered = np.sort(scores)
    count = len(ordered)
    place = 1.0 if count < PETIT else _PART * (count - 1)
    at, rest = int(place), place - int(place)
    low = ordered[at] + rest * (ordered[at + 1] - ordered[at])
    high = ordered[-1 - at] - rest * (ordered[-1 - at] - ordered[-2 - at])
    worth = _EXTREMES[count] if count < PETIT else _NORMALE * (1 + _PETITS / count)
    drawn = np.clip(ordered, low, high)
    return float(drawn @ drawn) / count / worth


def _tau2(scores: Reels, precision: Reels, phi: float) -> float:
    """Solve φ(z / √(1 + τ² precision)) = 1: every term falls as τ² grows, so the root is one."""

    def excess(tau2: float) -> float:
        return _phi(scores / np.sqrt(1 + tau2 * precision)) - 1

    high = (phi - 1) / max(float(np.median(precision)), 1e-12)
    while excess(high) > 0:
        high *= 4
    return float(scipy.optimize.brentq(excess, 0.0, high, xtol=1e-14, rtol=1e-6))
