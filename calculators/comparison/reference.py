"""How sure a reference is: a few CPTS make it, by chance too, and each of them is part of what it is compared with.

Limits around a reference taken as certain suppose it made by very many. The median of one CPTS of 350 000 inhabitants and
four of 8 500 is that of the small ones: by chance alone the large one would stand beyond the limits of 99.8 % one time in
five. Both variances count, less what the two have in common: Var(value - reference) = Var(value) + Var(reference) - 2 Cov.
They are those of the log of a rate, or of the odds, as in ``dispersion``.

- Median: seen from a CPTS that is sure of its place, it is beyond y when half of all are, among the others alone. Were these
  drawn from the mixture of their laws, the share of it under the median would be Beta((k + 1) / 2, (k - 1) / 2) (David and
  Nagaraja, « Order Statistics », 2003): y is where the mixture reaches what that law exceeds 998 times in 1 000, which counts
  a little more than the truth (Hoeffding, 1956). The largest CPTS, the surest of its place, is the one left out. For many, it
  tends to (π / 2) k / S², the variance of a median (Laplace), S = Σ 1 / σ, and the covariance is σ / S.
- Group taken as one: variance Σ w² σ² and covariance w σ², where w is the part of the denominators.
- Never narrower: what would take limits in (a large part of the group is close to itself) is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import scipy

from calculators.comparison.intervals import Reels

#: Where a reference comes from: the median of the group, the group taken as one, or elsewhere, and then sure.
Origine = Literal["mediane", "ensemble", "connue"]
#: Probability, on each side, at which the median's reach is measured: that of the limits of 99.8 %.
_QUEUE = 0.001
_NORMALE = float(-scipy.special.ndtri(_QUEUE))
#: Newton's steps: five are enough but for sizes hundreds of times apart.
_PAS, _ASSEZ = 60, 1e-4


@dataclass(frozen=True)
class Incertitude:
    """``variance``: of the reference, of the log; ``poids``: what makes its covariance with a CPTS of the group (1 / S of a
    median, 1 / Σ n of a group taken as one).
    """

    origine: Origine
    variance: float = 0.0
    poids: float = 0.0

    def ajout(self, n: Reels, variance: Reels) -> Reels:
        """Give the variance to add to that of a CPTS of denominator ``n`` for the reference to be counted, 0 at least."""
        if self.origine == "connue":
            return np.zeros_like(n)
        part = np.minimum(n * self.poids if self.origine == "ensemble" else self.poids / np.sqrt(variance), 1)
        # For a median, what its own place moves is already out of ``variance``: only 2 u - u² is in common.
        common = 2 * part if self.origine == "ensemble" else 2 * part - part**2
        return np.asarray(np.maximum(self.variance - common * variance, 0), dtype=np.float64)


SURE = Incertitude("connue")


def incertitude(origine: Origine, n: Reels, variance: Reels) -> Incertitude:
    """Measure the uncertainty of the reference that CPTS of denominators ``n`` make.

    ``variance``: of the log of each around it (chance and over-dispersion). No NaN. SURE when a single one is known.
    """
    if origine == "connue" or len(n) < 2:
        return SURE
    if origine == "ensemble":
        part = n / n.sum()
        return Incertitude(origine, float((part**2 * variance).sum()), float(1 / n.sum()))
    exact = 1 / np.sqrt(variance)
    return Incertitude(origine, (_reach(exact) / _NORMALE) ** 2, float(1 / exact.sum()))


def _reach(exact: Reels) -> float:
    """Give how far the median goes one time in a thousand, seen from the largest CPTS."""
    others = np.delete(exact, np.argmax(exact))
    share = _share(len(exact))
    # The mixture's law is convex under 0: Newton's method from there never passes the root.
    place = 0.0
    for _ in range(_PAS):
        density = float(np.exp(-((place * others) ** 2) / 2) @ others) / np.sqrt(2 * np.pi)
        step = (float(scipy.special.ndtr(place * others).sum()) - share * len(others)) / density
        place -= step
        if step <= -_ASSEZ * place:
            break
    return -place


@lru_cache(maxsize=4096)
def _share(count: int) -> float:
    """The share of the mixture of the others under the median, one time in a thousand."""
    return float(scipy.special.betaincinv((count + 1) / 2, (count - 1) / 2, _QUEUE))
