"""Funnel plots: limits around a reference by denominator, over-dispersion, z-scores, who is outside.

Sources: Spiegelhalter, « Funnel plots for comparing institutional performance » (2005, doi 10.1002/sim.1970) and
« Handling over-dispersion of performance indicators » (2005); Spiegelhalter et al., « Statistical methods for healthcare
regulation » (2012); funnels of OHID Fingertips for the shape of the limits.

- Proportions: score z, ``(p - r) / √(r (1 - r) / n)``. Outside the limits if and only if Wilson's interval leaves the
  reference out, so a funnel and a dot plot never disagree.
- Counts and rates: Byar's z, the level at which Byar's interval touches what the reference expects, at every count.
- Over-dispersion: CPTS differ by more than chance for reasons nobody measures, and at 100 000 inhabitants chance is so
  small that every one would be outside. φ is the mean of the squared z after winsorising 10 % at each end. The correction
  applies only when n φ passes the 95 % point of χ² with n - 1 degrees, from 10 CPTS on; the result says whether it did.
  « multiplicatif » widens every limit by √φ; « additif » (DerSimonian and Laird's τ², as the NHS's SHMI) adds the spread
  between CPTS to the chance of each one. A constant factor lends the small ones the excess of the large ones: with sizes
  from 8 500 to 350 000 the additive form is the default.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from calculators.comparison.intervals import Reels, quantile

#: Kinds of values: share of a denominator, events expected in proportion to it.
Nature = Literal["proportion", "taux"]
Modele = Literal["additif", "multiplicatif", "aucun"]
NIVEAUX = (0.95, 0.998)
#: Fewer CPTS than this say nothing about a spread.
MINIMUM = 10


@dataclass(frozen=True)
class Surdispersion:
    """How much more the CPTS differ than chance, and whether limits were widened for it.

    ``phi``: winsorised mean of z²; ``tau2``: spread between CPTS beyond chance (variance; relative to the expected for
    a rate); ``n``: CPTS counted; ``appliquee``: False when φ is within its own noise, CPTS are too few, or not asked.
    """

    modele: Modele
    phi: float
    tau2: float
    n: int
    appliquee: bool


@dataclass(frozen=True)
class Entonnoir:
    """A funnel. ``reference``: share, or events for one of the denominator. Columns in the order received.

    ``z``: distance to the reference in standard deviations, correction included; ``cote``: 1 above, -1 below; ``niveau``:
    the widest limit passed (0, 0.95 or 0.998), NaN where there is nothing to place.
    """

    nature: Nature
    reference: float
    surdispersion: Surdispersion
    z: Reels
    cote: NDArray[np.int8]
    niveau: Reels

    def limites(self, denominateur: ArrayLike, niveau: float = 0.95) -> tuple[Reels, Reels]:
        """Give ``(bas, haut)`` at each denominator: shares, or events for one of the denominator. NaN where not > 0."""
        n = np.asarray(denominateur, dtype=np.float64)
        n = np.where(n > 0, n, np.nan)
        wide = quantile(niveau) * _widening(n, self.reference, nature=self.nature, over=self.surdispersion)
        if self.nature == "proportion":
            half = wide * np.sqrt(self.reference * (1 - self.reference) / n)
            return np.maximum(self.reference - half, 0), np.minimum(self.reference + half, 1)
        expected = self.reference * n
        return _byar_inverse(expected, -wide) / n, _byar_inverse(expected, wide) / n

    def placer(self, numerateur: ArrayLike, denominateur: ArrayLike) -> tuple[Reels, Reels]:
        """Give ``(z, niveau)`` of any values against this funnel, its over-dispersion included; NaN where unknown."""
        x, n = np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64)
        n = np.where(~np.isnan(x) & (n > 0), n, np.nan)
        z = _z(x, n, self.reference, nature=self.nature)
        z = z / _widening(n, self.reference, nature=self.nature, over=self.surdispersion)
        wide, narrow = quantile(NIVEAUX[1]), quantile(NIVEAUX[0])
        level = np.select([np.isnan(z), np.abs(z) > wide, np.abs(z) > narrow], [np.nan, *NIVEAUX[::-1]], default=0.0)
        return z, level


def funnel(
    numerateur: ArrayLike,
    denominateur: ArrayLike,
    *,
    nature: Nature,
    reference: float | None = None,
    modele: Modele = "additif",
) -> Entonnoir:
    """Place each CPTS around the reference: by default the whole group's own, sum of numerators over denominators.

    Counts of the same shape, NaN where missing or hidden: left out of the reference and of φ. Raises ValueError when a
    count is impossible, or when the reference leaves no room for chance (0, or 1 for a proportion).
    """
    x, n = np.broadcast_arrays(np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64))
    known = ~np.isnan(x) & (n > 0)
    if np.any(x[known] < 0) or (nature == "proportion" and np.any(x[known] > n[known])):
        raise ValueError("Un numérateur doit être positif et, pour une proportion, au plus égal à son dénominateur.")
    if reference is None:
        reference = float(x[known].sum() / n[known].sum()) if known.any() else float("nan")
    if not (0 < reference < (1 if nature == "proportion" else np.inf)):
        raise ValueError(
            "Il n'y a pas d'entonnoir autour de cette référence : elle doit être positive, et moins de 100 %."
        )
    unadjusted = _z(x, np.where(known, n, np.nan), reference, nature=nature)
    over = surdispersion(unadjusted, variance=_variance(n, reference, nature=nature), modele=modele)
    empty = np.empty(0)
    bare = Entonnoir(
        nature=nature, reference=reference, surdispersion=over, z=empty, cote=empty.astype(np.int8), niveau=empty
    )
    z, level = bare.placer(x, n)
    return replace(bare, z=z, cote=np.sign(np.nan_to_num(z)).astype(np.int8), niveau=level)


def situer(
    numerateur: ArrayLike,
    denominateur: ArrayLike,
    *,
    nature: Nature,
    reference: float,
    groupe: ArrayLike | bool = True,
) -> tuple[Reels, Reels, Entonnoir | None]:
    """Place every CPTS in the funnel that those of ``groupe`` make: ``(z, niveau, entonnoir)``.

    The CPTS shown beside the group say nothing of its spread. NaN and None when no funnel stands around the reference
    (unknown, 0, or 1 for a proportion): nobody is judged then. ``cote_de`` gives the side.
    """
    x, n = np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64)
    if not 0 < reference < (1 if nature == "proportion" else np.inf):
        return np.full(x.shape, np.nan), np.full(x.shape, np.nan), None
    inside = np.broadcast_to(np.asarray(groupe, dtype=bool), x.shape)
    made = funnel(x[inside], n[inside], nature=nature, reference=float(reference))
    return (*made.placer(x, n), made)


def cote_de(z: ArrayLike, niveau: ArrayLike) -> NDArray[np.int8]:
    """The side of who is outside a limit: 1 above, -1 below; 0 inside or unknown."""
    return np.where(np.asarray(niveau) > 0, np.sign(np.nan_to_num(np.asarray(z))), 0).astype(np.int8)


def surdispersion(z: ArrayLike, *, variance: ArrayLike, modele: Modele = "additif", part: float = 0.1) -> Surdispersion:
    """Measure over-dispersion from unadjusted z-scores and the variance of each value by chance alone.

    ``part``: share winsorised at each end, so that a few true outliers don't hide themselves by widening the limits.
    """
    scores, spread = np.broadcast_arrays(np.asarray(z, dtype=np.float64), np.asarray(variance, dtype=np.float64))
    known = np.isfinite(scores) & (spread > 0)
    count = int(known.sum())
    if count < MINIMUM or modele == "aucun":
        return Surdispersion(modele=modele, phi=float("nan"), tau2=0.0, n=count, appliquee=False)
    low, high = np.quantile(scores[known], [part, 1 - part])
    phi = float(np.mean(np.clip(scores[known], low, high) ** 2))
    weight = 1 / spread[known]
    tau2 = (count * phi - (count - 1)) / float(weight.sum() - (weight**2).sum() / weight.sum())
    applied = bool(count * phi > special.chdtri(count - 1, 0.05)) and tau2 > 0
    return Surdispersion(modele=modele, phi=phi, tau2=max(tau2, 0.0), n=count, appliquee=applied)


def _variance(n: Reels, reference: float, *, nature: Nature) -> Reels:
    """Give the variance by chance of each value: of the share, or of the ratio to what is expected."""
    size = np.where(n > 0, n, np.nan)
    return reference * (1 - reference) / size if nature == "proportion" else 1 / (reference * size)


def _widening(n: Reels, reference: float, *, nature: Nature, over: Surdispersion) -> Reels:
    if not over.appliquee:
        return np.ones_like(n)
    if over.modele == "multiplicatif":
        return np.full_like(n, np.sqrt(over.phi))
    return np.sqrt(1 + over.tau2 / _variance(n, reference, nature=nature))


def _z(x: Reels, n: Reels, reference: float, *, nature: Nature) -> Reels:
    if nature == "proportion":
        return np.asarray((x / n - reference) / np.sqrt(_variance(n, reference, nature=nature)), dtype=np.float64)
    expected = reference * n
    # Above: the z at which Byar's lower limit of the count comes down to the expected; below: its upper limit.
    count, above = np.where(x > 0, x, np.nan), x + 1
    high = 3 * np.sqrt(count) * (1 - 1 / (9 * count) - np.cbrt(expected / count))
    low = 3 * np.sqrt(above) * (np.cbrt(expected / above) - 1 + 1 / (9 * above))
    return np.where(x > expected, np.maximum(np.nan_to_num(high), 0), -np.maximum(low, 0)) + 0 * expected


def _byar_inverse(expected: Reels, z: Reels) -> Reels:
    """Give the count whose Byar limit is the expected: lower limit where z > 0, upper limit where z < 0 (0 when none).

    With u = √count (√(count + 1) below), Byar's limit is expected when f(u) = u^⅔ (1 - z / 3u - 1 / 9u²) = ∛expected. f
    grows from its last turning point on, so 60 halvings between there and a bound past the root find it.
    """
    target = np.cbrt(expected)
    turn = np.where(z < 0, np.maximum(1, (-z + np.sqrt(np.maximum(z**2 - 32, 0))) / 12), np.abs(z) / 6 + 1e-9)
    low, high = turn, turn + np.sqrt(expected) + np.abs(z) + 2
    for _ in range(60):
        middle = (low + high) / 2
        value = np.cbrt(middle**2) * (1 - z / (3 * middle) - 1 / (9 * middle**2))
        low, high = np.where(value < target, middle, low), np.where(value < target, high, middle)
    root = high**2 - (z < 0)
    return np.where(root < 1e-9 + (z < 0) * (turn**2 - 1), 0, root) + 0 * expected
