"""Funnel plots: limits around a reference by denominator, z-scores, who is outside.

Sources: Spiegelhalter, « Funnel plots for comparing institutional performance » (2005, doi 10.1002/sim.1970); funnels of
OHID Fingertips for the shape of the limits.

- Proportions: score z, ``(p - r) / √(r (1 - r) / n)``. Outside the limits of chance if and only if Wilson's interval leaves
  the reference out, so a funnel and a dot plot never disagree.
- Counts and rates: Byar's z, the level at which Byar's interval touches what the reference expects, at every count.
- Where 5 events are expected, chance passes the limits of 99.8 % 4 times in 1 000 for a share (Wilson's intervals are a little
  short there), 1 time at most for a rate (Byar's are cautious); from 20 on, 2 to 3 times and 1 to 2.
- CPTS differ by more than chance: limits are widened as ``dispersion`` says. The distance it works on is that of log odds
  or log rates, half an event added on both sides (Haldane 1956, Anscombe 1956) so that 0 has one. Byar's z is cautious at
  small counts and would hide their spread, so that of rates is measured on ``2 (√(x + ⅜) - √(expected + ⅜))`` (Anscombe 1948).
- A reference that the CPTS made is itself unsure: ``reference`` says by how much, and limits are widened for it as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.dispersion import MINIMUM, PETIT, Modele, Surdispersion, surdispersion
from calculators.comparison.intervals import Reels
from calculators.comparison.reference import SURE, Incertitude, Origine, incertitude

__all__ = [
    "NIVEAUX",
    "PETIT",
    "Entonnoir",
    "Modele",
    "Nature",
    "Origine",
    "Surdispersion",
    "cote_de",
    "funnel",
    "situer",
]

#: Kinds of values: share of a denominator, events expected in proportion to it.
Nature = Literal["proportion", "taux"]
NIVEAUX = (0.95, 0.998)
#: Halvings that bring a bracket to the precision of a float.
_PAS = 60


@dataclass(frozen=True)
class Entonnoir:
    """A funnel. ``reference``: share, or events for one of the denominator. Columns in the order received.

    ``z``: distance to the reference in standard deviations, over-dispersion and ``incertitude`` (of the reference, on the
    log) included; ``cote``: 1 above, -1 below;
    ``niveau``: the widest limit passed (0, 0.95 or 0.998), NaN where there is nothing to place.
    """

    nature: Nature
    reference: float
    surdispersion: Surdispersion
    z: Reels
    cote: NDArray[np.int8]
    niveau: Reels
    incertitude: Incertitude = SURE

    def limites(self, denominateur: ArrayLike, niveau: float = 0.95) -> tuple[Reels, Reels]:
        """Give ``(bas, haut)`` at each denominator: shares, or events for one of the denominator. NaN where not > 0."""
        n = np.asarray(denominateur, dtype=np.float64)
        n = np.where(n > 0, n, np.nan)
        over = self.surdispersion
        if over.tau2 > 0 or np.nan_to_num(self._added(n)).any():
            return self._limit(n, over.quantile(niveau), side=-1), self._limit(n, over.quantile(niveau), side=1)
        wide = over.quantile(niveau) * over.elargissement(n)
        if self.nature == "proportion":
            half = wide * np.sqrt(self.reference * (1 - self.reference) / n)
            return np.maximum(self.reference - half, 0), np.minimum(self.reference + half, 1)
        expected = self.reference * n
        return _byar_inverse(expected, -wide) / n, _byar_inverse(expected, wide) / n

    def placer(self, numerateur: ArrayLike, denominateur: ArrayLike) -> tuple[Reels, Reels]:
        """Give ``(z, niveau)`` of any values against this funnel, outside its drawn limits or not; NaN where unknown."""
        x, n = np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64)
        n = np.where(~np.isnan(x) & (n > 0), n, np.nan)
        z = self._placed(x, n)
        near, far = (self.surdispersion.quantile(level) for level in NIVEAUX)
        level = np.select([np.isnan(z), np.abs(z) > far, np.abs(z) > near], [np.nan, *NIVEAUX[::-1]], default=0.0)
        return z, level

    def _added(self, n: Reels) -> Reels:
        """Give the variance that the uncertainty of the reference adds at each denominator."""
        if self.incertitude is SURE:
            return np.zeros_like(n)
        return self.incertitude.ajout(n, _variance(n, self.reference, nature=self.nature, over=self.surdispersion))

    def _placed(self, x: Reels, n: Reels) -> Reels:
        z = _z(x, n, self.reference, nature=self.nature)
        precision = _precision(z, x, n, self.reference, nature=self.nature)
        wide = self.surdispersion.elargissement(precision)
        if self.incertitude is SURE:
            return z / wide
        return z / np.sqrt(wide**2 + self._added(n) * precision)

    def _limit(self, n: Reels, wide: float, *, side: int) -> Reels:
        """Find the value that stands ``wide`` deviations on one side: they grow with the distance, so halving finds it.

        0 or 1 where nobody can stand that far.
        """
        expected = self.reference * n
        # Twice the square of both distances is room enough for the root of the sum of their inverses.
        over = self.surdispersion
        widest = wide * (np.sqrt(over.phi) if over.appliquee and over.modele == "multiplicatif" else 1)
        most = (expected + 0.5) * np.exp(wide * np.sqrt(2 * (over.tau2 + self._added(n)))) + (
            np.sqrt(expected) + 2 * widest + 3
        ) ** 2
        far = np.zeros_like(n) if side < 0 else n if self.nature == "proportion" else most
        within, beyond = expected, far
        for _ in range(_PAS):
            middle = (within + beyond) / 2
            inside = np.abs(self._placed(middle, n)) <= wide
            within, beyond = np.where(inside, middle, within), np.where(inside, beyond, middle)
        reached = np.abs(self._placed(far, n)) > wide
        return np.where(reached, beyond, far) / n


def funnel(
    numerateur: ArrayLike,
    denominateur: ArrayLike,
    *,
    nature: Nature,
    reference: float | None = None,
    modele: Modele = "additif",
    origine: Origine = "connue",
) -> Entonnoir:
    """Place each CPTS around the reference: by default the whole group's own, sum of numerators over denominators.

    Counts of the same shape, NaN where missing or hidden: left out of the reference and of φ. ``origine``: where the
    reference given comes from; a median of these CPTS, or themselves as one, is as unsure as they are few. Raises ValueError
    when a count is impossible, or when the reference leaves no room for chance (0, or 1 for a proportion).
    """
    x, n = np.broadcast_arrays(np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64))
    made_by, size = _known(x, n, nature=nature)
    if reference is None:
        reference = float(made_by.sum() / size.sum()) if len(size) else float("nan")
        origine = "ensemble"
    if not (0 < reference < (1 if nature == "proportion" else np.inf)):
        raise ValueError(
            "Il n'y a pas d'entonnoir autour de cette référence : elle doit être positive, et moins de 100 %."
        )
    return _placed_in(_around(made_by, size, reference, nature=nature, modele=modele, origine=origine), x, n)


def situer(
    numerateur: ArrayLike,
    denominateur: ArrayLike,
    *,
    nature: Nature,
    reference: float,
    groupe: ArrayLike | bool = True,
    parmi: tuple[ArrayLike, ArrayLike] | None = None,
    origine: Origine = "mediane",
) -> tuple[Reels, Reels, Entonnoir | None]:
    """Place every CPTS in the funnel that those of ``groupe`` make: ``(z, niveau, entonnoir)``.

    The CPTS shown beside the group say nothing of its spread. ``origine``: how they made the reference. ``parmi``: counts of
    the CPTS who made it when it is theirs and not the group's, and whose spread it is then: a region far from the nation
    would take its distance for a spread. NaN and None when no funnel stands around the reference (unknown, 0, or 1 for a
    proportion): nobody is judged then. ``cote_de`` gives the side. Raises ValueError as ``funnel``.
    """
    x, n = np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64)
    if not 0 < reference < (1 if nature == "proportion" else np.inf):
        return np.full(x.shape, np.nan), np.full(x.shape, np.nan), None
    inside = np.broadcast_to(np.asarray(groupe, dtype=bool), x.shape)
    made_by, size = _known(*(parmi or (x[inside], n[inside])), nature=nature)
    bare = _around(made_by, size, float(reference), nature=nature, modele="additif", origine=origine)
    made = _placed_in(bare, x, n)
    return made.z, made.niveau, made


def _known(numerateur: ArrayLike, denominateur: ArrayLike, *, nature: Nature) -> tuple[Reels, Reels]:
    x, n = np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64)
    known = ~np.isnan(x) & (n > 0)
    x, n = x[known], n[known]
    if (x < 0).any() or (nature == "proportion" and (x > n).any()):
        raise ValueError("Un numérateur doit être positif et, pour une proportion, au plus égal à son dénominateur.")
    return x, n


def _around(x: Reels, n: Reels, reference: float, *, nature: Nature, modele: Modele, origine: Origine) -> Entonnoir:
    """Make the funnel of known counts, nobody placed in it."""
    spread = _z_of_spread(x, n, reference, nature=nature)
    over = surdispersion(spread, precision=_precision(spread, x, n, reference, nature=nature), modele=modele)
    if origine != "connue" and modele != "aucun" and over.n < MINIMUM:
        # So few made it that nothing can be said of their spread: the widest of Student's laws.
        over = replace(over, degres=1.0)
    sure = incertitude(origine, n, _variance(n, reference, nature=nature, over=over))
    empty = np.empty(0)
    return Entonnoir(nature, reference, over, z=empty, cote=empty.astype(np.int8), niveau=empty, incertitude=sure)


def _placed_in(bare: Entonnoir, x: Reels, n: Reels) -> Entonnoir:
    z, level = bare.placer(x, n)
    return replace(bare, z=z, cote=np.sign(np.nan_to_num(z)).astype(np.int8), niveau=level)


def cote_de(z: ArrayLike, niveau: ArrayLike) -> NDArray[np.int8]:
    """The side of who is outside a limit: 1 above, -1 below; 0 inside or unknown."""
    return np.where(np.asarray(niveau) > 0, np.sign(np.nan_to_num(np.asarray(z))), 0).astype(np.int8)


def _z(x: Reels, n: Reels, reference: float, *, nature: Nature) -> Reels:
    if nature == "proportion":
        return np.asarray((x / n - reference) / np.sqrt(reference * (1 - reference) / n), dtype=np.float64)
    expected = reference * n
    # Above: the z at which Byar's lower limit of the count comes down to the expected; below: its upper limit.
    count, above = np.where(x > 0, x, np.nan), x + 1
    high = 3 * np.sqrt(count) * (1 - 1 / (9 * count) - np.cbrt(expected / count))
    low = 3 * np.sqrt(above) * (np.cbrt(expected / above) - 1 + 1 / (9 * above))
    return np.where(x > expected, np.maximum(np.nan_to_num(high), 0), -np.maximum(low, 0)) + 0 * expected


def _variance(n: Reels, reference: float, *, nature: Nature, over: Surdispersion) -> Reels:
    """Give the variance of the log of a value at its reference: chance and over-dispersion."""
    precision = reference * n * (1 - reference if nature == "proportion" else 1)
    return np.asarray(over.elargissement(precision) ** 2 / precision, dtype=np.float64)


def _z_of_spread(x: Reels, n: Reels, reference: float, *, nature: Nature) -> Reels:
    """Give the z-scores whose squares are worth 1 by chance, which Byar's are not at small counts."""
    if nature == "proportion":
        return _z(x, n, reference, nature=nature)
    return np.asarray(2 * (np.sqrt(x + 0.375) - np.sqrt(reference * n + 0.375)), dtype=np.float64)


def _precision(z: Reels, x: Reels, n: Reels, reference: float, *, nature: Nature) -> Reels:
    """Give (z / distance of the log to its reference)²; at the reference itself, where z is 0, about what it tends to."""
    expected = reference * n
    distance = np.log((x + 0.5) / (expected + 0.5))
    if nature == "proportion":
        distance = distance - np.log((n - x + 0.5) / (n - expected + 0.5))
    there = np.abs(distance) < 1e-9
    return np.asarray(np.where(there, expected, (z / np.where(there, 1, distance)) ** 2), dtype=np.float64)


def _byar_inverse(expected: Reels, z: Reels) -> Reels:
    """Give the count whose Byar limit is the expected: lower limit where z > 0, upper limit where z < 0 (0 when none).

    With u = √count (√(count + 1) below), Byar's limit is expected when f(u) = u^⅔ (1 - z / 3u - 1 / 9u²) = ∛expected. f
    grows from its last turning point on, so halvings between there and a bound past the root find it.
    """
    target = np.cbrt(expected)
    turn = np.where(z < 0, np.maximum(1, (-z + np.sqrt(np.maximum(z**2 - 32, 0))) / 12), np.abs(z) / 6 + 1e-9)
    low, high = turn, turn + np.sqrt(expected) + np.abs(z) + 2
    for _ in range(_PAS):
        middle = (low + high) / 2
        value = np.cbrt(middle**2) * (1 - z / (3 * middle) - 1 / (9 * middle**2))
        low, high = np.where(value < target, middle, low), np.where(value < target, high, middle)
    root = high**2 - (z < 0)
    return np.where(root < 1e-9 + (z < 0) * (turn**2 - 1), 0, root) + 0 * expected
