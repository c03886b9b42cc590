"""Goal seek: the smallest sets of steps that reach an amount, each verified by computing again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from calculators.aci.accord.load import Accord
from calculators.aci.et_si.leviers import Etape, levers, reach, steps, totals
from calculators.aci.situation.schema import Situation

#: How many sets are tried at most for one size, so that an answer always comes at once.
_TRIES = 20_000


@dataclass(frozen=True)
class Solution:
    """One set of steps that reaches the amount: the steps, the total it gives (cents), what it earns more (cents)."""

    etapes: tuple[Etape, ...]
    total_centimes: int
    gain_centimes: int


@dataclass(frozen=True)
class Recherche:
    """What a search found: ``solutions`` (fewest steps, then least excess), the total today, the most that can be had.

    ``complete`` is False when there were too many sets of that size to try them all.
    """

    solutions: tuple[Solution, ...]
    actuel_centimes: int
    maximum_centimes: int
    complete: bool = True


def seek(situation: Situation, accord: Accord, *, but_centimes: int, nombre: int = 3) -> Recherche:
    """Find the smallest sets of steps whose total entitlement reaches ``but_centimes``.

    A set holds at most one step of each objective (its value). Gains of steps add up because missions and objectives
    don't compensate each other; that only chooses the candidates: every set shown is computed again, and dropped if it
    misses the amount. Gives no solution when the amount is already there, or can't be reached.
    """
    listed = steps(situation)
    table = levers(situation, accord)
    gains = dict(zip(table["rang"], table["gain_centimes"], strict=True))
    best: dict[int, Etape] = {}
    for step in listed:
        if step.objectif not in best or gains[step.rang] >= gains[best[step.objectif].rang]:
            best[step.objectif] = step
    own, most = totals([situation, reach(situation, list(best.values()))], accord)
    missing = but_centimes - own
    if missing <= 0 or most < but_centimes:
        return Recherche((), own, most)
    for size in range(1, len(best) + 1):
        candidates, complete = _candidates(listed, gains, missing=missing, size=size)
        if not candidates:
            continue
        candidates.sort(key=lambda chosen: (sum(gains[step.rang] for step in chosen), [step.rang for step in chosen]))
        kept = candidates[:nombre]
        found = totals([reach(situation, list(chosen)) for chosen in kept], accord)
        solutions = tuple(
            Solution(chosen, total, total - own)
            for chosen, total in zip(kept, found, strict=True)
            if total >= but_centimes
        )
        if solutions:
            return Recherche(solutions, own, most, complete)
    return Recherche((), own, most)


def _candidates(
    listed: list[Etape], gains: Mapping[int, int], *, missing: int, size: int
) -> tuple[list[tuple[Etape, ...]], bool]:
    """List the sets of a size that reach the missing amount; tries the most earning steps first."""
    ordered = sorted((step for step in listed if gains[step.rang] > 0), key=lambda step: -gains[step.rang])
    found: list[tuple[Etape, ...]] = []
    for tried, chosen in enumerate(combinations(ordered, size)):
        if tried >= _TRIES:
            return found, False
        if len({step.objectif for step in chosen}) < size:
            continue
        if sum(gains[step.rang] for step in chosen) >= missing:
            found.append(chosen)
    return found, True
