"""Secondary suppression: what else to hide so that no hidden count is found by subtraction. Used by :mod:`secrecy`.

The attacker knows every shown cell and total, and that a hidden count is neither 0 nor its denominator. A hidden count is
safe when two tables he can't rule out have it at both ends of its range: tables lie between them. Each table found proves
every count that reaches an end in it, so one linear program often serves many cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from calculators.comparison.intervals import Reels

Masque = NDArray[np.bool_]
#: A total hides everyone in it: it costs as much as this many times its count.
_COUT_TOTAL = 100.0
#: A move smaller than this is the solver's rounding.
_PRECISION = 1e-6
#: Programs that push all counts at once, before those left are pushed one by one.
_TOURS = 12
#: After so many one by one, all are pushed at once again: what was hidden since may serve them.
_SEULS = 10


@dataclass(frozen=True)
class Table:
    """Cells, then totals (arrays of both, in that order), moved together so that every sum still holds.

    ``counts``, ``sizes``: numerators and denominators; ``member``: (totals, cells); ``usable``: cells that may be hidden
    for others' sake (not a shown 0: everyone knows a hidden count is not one); ``low``, ``high``: ends of the range each
    count must keep, the count itself where there is nothing to protect.
    """

    counts: Reels
    sizes: Reels
    member: Masque
    usable: Masque
    low: Reels
    high: Reels

    def suppress(self, first: Masque) -> Masque:
        """Give what to hide: ``first``, the cheapest other cells that protect it, and totals when no cell can."""
        hidden = first.copy()
        lowest, highest = self.counts.copy(), self.counts.copy()
        self._push_together(hidden, lowest, highest)
        alone = 0
        for place in np.flatnonzero(first):
            for end, seen, side in ((self.low[place], lowest, 1), (self.high[place], highest, -1)):
                if side * (seen[place] - end) > _PRECISION:
                    self._protect(int(place), float(end - self.counts[place]), hidden, lowest, highest)
                    alone += 1
                    if alone % _SEULS == 0:
                        self._push_together(hidden, lowest, highest, rounds=2)
        return hidden

    def _protect(self, place: int, move: float, hidden: Masque, lowest: Reels, highest: Reels) -> None:
        """Hide, in place, the cheapest columns that let one count move by ``move`` unseen; none when it already can."""
        cells = len(self.usable)
        for allowed in (hidden, hidden | np.concatenate([self.usable, np.ones(len(self.member), dtype=bool)])):
            columns = np.flatnonzero(allowed)
            heavy = np.where(columns < cells, 1.0, _COUT_TOTAL) * (1 + self.counts[columns])
            cost = np.where(hidden[columns], 0, heavy)
            rise, fall = self._room(columns)
            at = columns == place
            rise[at], fall[at] = max(move, 0), max(-move, 0)
            moved = self._solve(columns, cost=(cost, cost), room=(rise, fall), forced=at)
            if moved is not None:
                hidden[columns[np.abs(moved) > _PRECISION]] = True
                self._note(columns, moved, lowest, highest)
                return
        # Every other cell is the reader's own or certain: no total he could subtract from may stay.
        hidden[cells:] |= self.member[:, place] if place < cells else True

    def _push_together(self, hidden: Masque, lowest: Reels, highest: Reels, *, rounds: int = _TOURS) -> None:
        """Look for tables in which many hidden counts are at an end not reached yet; note, in place, what they reach."""
        columns = np.flatnonzero(hidden)
        generator = np.random.default_rng(len(columns))  # the same table is always hidden the same way
        rise, fall = self._room(columns)
        guarded = self.low[columns] < self.high[columns]
        rise = np.where(guarded, self.high[columns] - self.counts[columns], rise)
        fall = np.where(guarded, self.counts[columns] - self.low[columns], fall)
        for _ in range(rounds):
            up = guarded & (highest[columns] < self.high[columns] - _PRECISION)
            down = guarded & (lowest[columns] > self.low[columns] + _PRECISION)
            if not (up | down).any():
                return
            wish = np.where(up & down, generator.choice([-1.0, 1.0], len(columns)), up.astype(float) - down)
            moved = self._solve(columns, cost=(-wish, wish), room=(rise, fall))
            if moved is None:
                return
            self._note(columns, moved, lowest, highest)

    def _note(self, columns: NDArray[np.int64], moved: Reels, lowest: Reels, highest: Reels) -> None:
        lowest[columns] = np.minimum(lowest[columns], self.counts[columns] + moved)
        highest[columns] = np.maximum(highest[columns], self.counts[columns] + moved)

    def _room(self, columns: NDArray[np.int64]) -> tuple[Reels, Reels]:
        """Give how far each count may rise and fall: a cell from 1 to one less than its denominator, a total freely."""
        cell, count = columns < len(self.usable), self.counts[columns]
        rise = np.where(cell, np.maximum(self.sizes[columns] - count - 1, 0), np.inf)
        return rise, np.where(cell, np.maximum(count - 1, 0), count)

    def _solve(
        self,
        columns: NDArray[np.int64],
        *,
        cost: tuple[Reels, Reels],
        room: tuple[Reels, Reels],
        forced: Masque | None = None,
    ) -> Reels | None:
        """Give the cheapest move of the columns, a rise less a fall each; ``forced`` ones use all their room. None: none."""
        cells, width = len(self.usable), len(columns)
        inside, totals = columns[columns < cells], columns[columns >= cells]
        place = (totals - cells, np.arange(len(totals)))
        unit = sparse.csr_array((np.ones(len(totals)), place), (len(self.member), len(totals)))
        sums = sparse.hstack([sparse.csr_array(self.member[:, inside].astype(np.float64)), -unit], format="csr")
        sums = sums[np.flatnonzero(np.diff(sums.indptr))]
        most = np.concatenate(room)
        least = np.zeros(2 * width) if forced is None else np.where(np.tile(forced, 2), most, 0)
        found = linprog(
            np.concatenate(cost),
            A_eq=sparse.hstack([sums, -sums], format="csr"),
            b_eq=np.zeros(sums.shape[0]),
            bounds=np.column_stack([least, most]).tolist(),
            method="highs",
        )
        return None if found.x is None else np.asarray(found.x[:width] - found.x[width:], dtype=np.float64)
