"""Levers: for each objective, what the next steps would earn, how far they are in people, and whether noise could cross.

Every gain is found by computing the whole situation again with the step reached, never by a formula of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pandas as pd

from calculators.aci.accord.load import Accord
from calculators.aci.money import half_up
from calculators.aci.simulation import simulate
from calculators.aci.situation.change import suppose_value
from calculators.aci.situation.read import tabulate
from calculators.aci.situation.schema import Binaire, Objectif, Paliers, Situation
from calculators.comparison.intervals import wilson


@dataclass(frozen=True)
class Etape:
    """One step of one objective: the value to reach (None: a deliverable to prove), from easiest (1) to hardest."""

    rang: int
    objectif: int
    numero: int
    seuil: Decimal | None


def steps(situation: Situation) -> list[Etape]:
    """List the steps not reached yet of every objective whose value is known. ``objectif`` is its place in the situation."""
    found: list[Etape] = []
    for place, objectif in enumerate(situation.objectifs):
        for number, threshold in enumerate(_thresholds(objectif), start=1):
            found.append(Etape(len(found), place, number, threshold))
    return found


def _thresholds(objectif: Objectif) -> Iterator[Decimal | None]:
    if isinstance(objectif, Binaire):
        if objectif.fait is False:
            yield None
        return
    if objectif.valeur is None:
        return
    sign = 1 if objectif.sens == "hausse" else -1
    goals = [seuil for seuil, _ in objectif.paliers] if isinstance(objectif, Paliers) else [objectif.cible]
    yield from (goal for goal in goals if sign * (goal - objectif.valeur) > 0)


def reach(situation: Situation, taken: Sequence[Etape]) -> Situation:
    """Give the situation with some steps reached (the hardest one of each objective counts)."""
    objectives = list(situation.objectifs)
    for step in sorted(taken, key=lambda step: step.numero):
        objectives[step.objectif] = suppose_value(objectives[step.objectif], True if step.seuil is None else step.seuil)
    return situation.model_copy(update={"objectifs": tuple(objectives)})


def totals(situations: Sequence[Situation], accord: Accord) -> list[int]:
    """Give the total entitlement (cents) of each situation, all computed in one call."""
    if not situations:
        return []
    lines = simulate(tabulate(situations, accord), accord).lignes
    sums = lines.groupby("contrat")["montant_centimes"].sum()
    return [int(value) for value in sums.reindex(range(len(situations)), fill_value=0)]


def levers(situation: Situation, accord: Accord) -> pd.DataFrame:
    """Give a row per step not reached, the most earning first.

    rang (identifies the step), annee, mission, code, forme, etape (1 is the next one), valeur, seuil (NaN for a
    deliverable), gain_centimes (against the situation as it is), distance (in the unit of the value), personnes (how
    many people the step is away; NA without a denominator), par_personne_centimes (the gain for each of them, half-up; NA
    likewise), bruit (True when the 95 % interval of the present value
    contains the step, so that chance alone could cross it; NA without a denominator).
    """
    listed = steps(situation)
    own, *each = totals([situation, *(reach(situation, [step]) for step in listed)], accord)
    rows = []
    for step, total in zip(listed, each, strict=True):
        objectif = situation.objectifs[step.objectif]
        value = None if isinstance(objectif, Binaire) or objectif.valeur is None else float(objectif.valeur)
        people, noise = _distance(objectif, step.seuil)
        rows.append(
            {
                "rang": step.rang,
                "annee": objectif.annee,
                "mission": objectif.mission,
                "code": objectif.code,
                "forme": objectif.forme,
                "etape": step.numero,
                "valeur": np.nan if value is None else value,
                "seuil": np.nan if step.seuil is None else float(step.seuil),
                "gain_centimes": total - own,
                "par_personne_centimes": None if people is None else per_person(total - own, people),
                "distance": np.nan if value is None or step.seuil is None else abs(float(step.seuil) - value),
                "personnes": people,
                "bruit": noise,
            }
        )
    columns = ["rang", "annee", "mission", "code", "forme", "etape", "valeur", "seuil", "gain_centimes", "distance"]
    frame = pd.DataFrame(rows, columns=[*columns, "personnes", "par_personne_centimes", "bruit"])
    frame = frame.astype({"personnes": "Int64", "par_personne_centimes": "Int64", "bruit": "boolean"})
    return frame.sort_values(["gain_centimes", "rang"], ascending=[False, True], ignore_index=True)


def per_person(gain: int, people: int) -> int:
    """Give the cents gained for each person to reach, half-up; a step that is no person away is worth its whole gain."""
    return int(half_up(np.array([gain]), np.array([max(people, 1)]))[0])


def _distance(objectif: Objectif, seuil: Decimal | None) -> tuple[int | None, bool | None]:
    """Count the people between the value and the step, exactly, and tell whether the interval contains the step."""
    if seuil is None or isinstance(objectif, Binaire) or objectif.valeur is None or objectif.denominateur is None:
        return None, None
    size = objectif.denominateur
    share = Fraction(objectif.valeur) * size / objectif.pour
    goal = Fraction(seuil) * size / objectif.pour
    now = round(share)
    people = max(ceil(goal) - now, 0) if objectif.sens == "hausse" else max(now - floor(goal), 0)
    if not 0 <= now <= size:
        return people, None
    low, high = wilson(now, size)
    return people, bool(low <= float(goal) / size <= high)
