"""Small numbers: what must be hidden so that no count from 1 to 10 is shown, nor found by subtraction.

Threshold 11 for patients, 5 for professionals (domain.md §8); the reader who supplied a count sees it, the caller says so.

**Primary**: a count from 1 to ``seuil - 1``, or whose complement (denominator less numerator) is one, or over a denominator
that is one. 0 is shown: nobody is in it.

**What goes with a hidden cell.** A share and its denominator give the count back, and so does either limit of its
interval (Wilson's and Byar's limits grow with the count: one count fits). So with a count go, on every page, export and
hover: value, both limits at any level, z-score, place in the funnel, on the spine chart, in deciles when they are exact,
rank, distance to a target, change since another month, attainment and the euros it pays. A judgement in words can stay
only where ten counts at least would earn it; hide it. The denominator stays, unless it is itself the reason.
Over months, each month's cell is its own: a total over months (year, rolling sum) is one more group.

**Secondary**: where totals are published, a hidden cell alone in a total is the total less the others. The function below
hides further cells, then totals if it must, until every hidden count could be any count of its forbidden range: for both
ends of the range it finds, among all tables the published figures allow, one that has the count there (the attacker's own
linear program), at the least cost in persons hidden (Fischetti and Salazar, « Models and algorithms for optimizing cell
suppression », 2000, solved cell by cell).
A total summed over shown cells alone needs none of this: :func:`totaux_visibles`, and say how many of how many it counts.

Screens must show every hidden cell with one wording, :data:`MASQUE`: telling primary from secondary would tell the range.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.optimize import linprog

from calculators.comparison.intervals import Reels

SEUIL_PATIENTS, SEUIL_PROFESSIONNELS = 11, 5
MASQUE = "masqué (secret statistique)"
Masque = NDArray[np.bool_]
#: A total hides everyone in it: it costs as much as this many times its count.
_COUT_TOTAL = 100.0
#: A move smaller than this is the solver's rounding.
_PRECISION = 1e-7


@dataclass(frozen=True)
class Secret:
    """What to hide. ``cellules``: shape of the counts; ``totaux``: one per group. ``primaire``: for tests, never shown."""

    primaire: Masque
    cellules: Masque
    totaux: Masque


def primaire(numerateur: ArrayLike, denominateur: ArrayLike | None = None, *, seuil: int = SEUIL_PATIENTS) -> Masque:
    """Say which counts are too small to show, complement and denominator included; NaN (no value) is not.

    ``denominateur``: None for a count without one. Raises ValueError when the threshold is under 2.
    """
    if seuil < 2:
        raise ValueError("Le seuil du secret statistique est d'au moins 2.")
    x = np.asarray(numerateur, dtype=np.float64)
    small = _small(x, seuil)
    if denominateur is None:
        return small
    n = np.asarray(denominateur, dtype=np.float64)
    return np.asarray(small | _small(n - x, seuil) | _small(n, seuil), dtype=bool)


def masquer(
    numerateur: ArrayLike,
    denominateur: ArrayLike | None = None,
    *,
    groupes: ArrayLike,
    seuil: int = SEUIL_PATIENTS,
    connus: ArrayLike | None = None,
) -> Secret:
    """Hide the small counts of one table, and what would give them back by subtraction.

    ``numerateur``, ``denominateur``: shape (cells,), NaN where there is no value, which no total counts; ``groupes``: shape
    (groups, cells), boolean: the cells each published total sums (CPAM, region, taille, France, a year…), nested and
    overlapping ones too; ``connus``: cells the reader supplied: shown to him, and of no help to hide others from him.
    Small totals are protected as cells are. Raises ValueError when the threshold is under 2.
    """
    x = np.asarray(numerateur, dtype=np.float64)
    n = np.full(x.shape, np.inf) if denominateur is None else np.asarray(denominateur, dtype=np.float64)
    known = ~np.isnan(x + n)
    own = np.zeros(x.shape, dtype=bool) if connus is None else np.asarray(connus, dtype=bool)
    x, n = np.where(known, x, 0), np.where(known, n, 0)
    member = np.atleast_2d(np.asarray(groupes, dtype=bool)) & known
    counts = np.concatenate([x, np.where(member, x, 0).sum(axis=1)])
    sizes = np.concatenate([n, np.where(member, n, 0).sum(axis=1)])
    first = primaire(counts, sizes, seuil=seuil) & np.concatenate([known & ~own, (member & ~own).any(axis=1)])
    usable = known & ~own & (x > 0) & (x < n)
    table = _Table(counts=counts, sizes=sizes, member=member, usable=usable, hidden=first.copy())
    # What anyone knows a count to lie within: each cell that may be hidden, from 1 to one less than its denominator.
    least, most = np.where(usable, 1, x), np.where(usable, n - 1, x)
    least = np.concatenate([least, np.where(member, least, 0).sum(axis=1)])
    most = np.concatenate([most, np.where(member, most, 0).sum(axis=1)])
    for place in np.flatnonzero(first):
        for end in np.clip(_ends(counts[place], sizes[place], seuil), least[place], most[place]):
            if end != counts[place]:
                table.protect(int(place), float(end - counts[place]))
    return Secret(primaire=first[: x.size], cellules=table.hidden[: x.size], totaux=table.hidden[x.size :])


def totaux_visibles(
    numerateur: ArrayLike, denominateur: ArrayLike, *, groupes: ArrayLike, masque: ArrayLike
) -> tuple[Reels, Reels, NDArray[np.int64], NDArray[np.int64]]:
    """Sum each group over the cells shown: ``(numerateur, denominateur, comptees, total)``, one per group.

    Nothing hidden enters, so nothing hidden comes out. ``total`` counts the cells with a value, hidden ones included.
    """
    x, n = np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64)
    member = np.atleast_2d(np.asarray(groupes, dtype=bool))
    known = ~np.isnan(x + n)
    shown = (member & known & ~np.asarray(masque, dtype=bool)).astype(np.float64)
    counted = shown.sum(axis=1).astype(np.int64)
    return shown @ np.nan_to_num(x), shown @ np.nan_to_num(n), counted, (member & known).sum(axis=1)


def _small(count: Reels, seuil: int) -> Masque:
    return np.asarray((count > 0) & (count < seuil), dtype=bool)


def _ends(count: float, size: float, seuil: int) -> tuple[float, float]:
    """Give the ends of the range a hidden count must be able to be anything of."""
    if 0 < count < seuil:
        return 1.0, seuil - 1.0
    if 0 < size - count < seuil:
        return size - seuil + 1.0, size - 1.0
    return count, count


@dataclass(frozen=True)
class _Table:
    """The attacker's linear program: cells, then totals, moved together so that every sum still holds.

    ``counts``, ``sizes``: of cells then totals; ``member``: (groups, cells); ``usable``: cells that may be hidden for
    others' sake (a shown 0 is not: everyone knows a hidden count is neither 0 nor full); ``hidden``: changed in place.
    """

    counts: Reels
    sizes: Reels
    member: Masque
    usable: Masque
    hidden: Masque

    def protect(self, place: int, move: float) -> None:
        """Hide the cheapest cells and totals that let one count move by ``move`` unseen; none when it already can."""
        cells = len(self.usable)
        everything = np.concatenate([self.usable, np.ones(len(self.member), dtype=bool)])
        for allowed in (self.hidden, self.hidden | everything):
            columns = np.flatnonzero(allowed)
            moved = self._solve(place, move, columns=columns)
            if moved is not None:
                self.hidden[columns[np.abs(moved) > _PRECISION]] = True
                return
        # Every other cell is the reader's own or certain: no total he could subtract from may stay.
        self.hidden[cells:] |= self.member[:, place] if place < cells else True

    def _solve(self, place: int, move: float, *, columns: NDArray[np.int64]) -> Reels | None:
        """Give the cheapest move of the columns with ``place`` at ``move``, or None when there is none."""
        cells, width = len(self.usable), len(columns)
        inside, totals = columns[columns < cells], columns[columns >= cells]
        unit = sparse.csr_array(
            (np.ones(len(totals)), (totals - cells, np.arange(len(totals)))), (len(self.member), len(totals))
        )
        sums = sparse.hstack([sparse.csr_array(self.member[:, inside].astype(np.float64)), -unit], format="csr")
        sums = sums[np.flatnonzero(np.diff(sums.indptr))]
        count, size = self.counts[columns], self.sizes[columns]
        heavy = np.where(columns < cells, 1.0, _COUT_TOTAL) * (1 + count)
        cost = np.where(self.hidden[columns], 0, heavy)
        # A count is a rise less a fall; a cell stays from 1 to one less than its denominator, a total is free.
        fall = np.where(columns < cells, np.maximum(count - 1, 0), count)
        rise = np.where(columns < cells, np.maximum(size - count - 1, 0), np.inf)
        at = columns == place
        rise[at], fall[at] = max(move, 0), max(-move, 0)
        least = np.where(at, np.abs(move), 0)
        low = np.concatenate([np.where(move > 0, least, 0), np.where(move < 0, least, 0)])
        found = linprog(
            np.concatenate([cost, cost]),
            A_eq=sparse.hstack([sums, -sums], format="csr"),
            b_eq=np.zeros(sums.shape[0]),
            bounds=np.column_stack([low, np.concatenate([rise, fall])]).tolist(),
            method="highs",
        )
        return None if found.x is None else np.asarray(found.x[:width] - found.x[width:], dtype=np.float64)
