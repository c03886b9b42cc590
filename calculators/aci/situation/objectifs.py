"""The objectives of one contract beside the variable envelopes that they share.

Source: domain rule on attainment (the amounts of a mission's indicators sum exactly to its variable envelope).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from calculators.aci.money import partager
from calculators.aci.situation.schema import Objectif

#: Cents by contract year and mission.
Enveloppes = Mapping[tuple[int, str], int]


@dataclass(frozen=True)
class Partage:
    """How far the objectives of one mission and year share its envelope; cents."""

    annee: int
    mission: str
    donne: int
    enveloppe: int

    @property
    def ecart(self) -> int:
        """Given minus envelope: zero when the objectives share it exactly."""
        return self.donne - self.enveloppe

    @property
    def exact(self) -> bool:
        """True when there is an envelope that year, and the objectives share it to the cent."""
        return self.enveloppe > 0 and self.ecart == 0


def envelopes(lignes: pd.DataFrame) -> dict[tuple[int, str], int]:
    """Give the variable envelope of each contract year and mission that runs, before any prorata.

    ``lignes``: of the Resultat of one situation without objectives for these missions.
    """
    rows = lignes[lignes["volet"] == "variable"]
    return {
        (int(year), str(mission)): int(cents)
        for year, mission, cents in zip(rows["annee_contrat"], rows["mission"], rows["base_centimes"], strict=True)
    }


def shares(objectifs: Sequence[Objectif], enveloppes: Enveloppes) -> list[Partage]:
    """Set the sum of the objectives of each contract year and mission beside its envelope, in that order."""
    given: dict[tuple[int, str], int] = {}
    for objectif in objectifs:
        key = (objectif.annee, objectif.mission)
        given[key] = given.get(key, 0) + objectif.montant
    return [
        Partage(year, mission, given[year, mission], enveloppes.get((year, mission), 0))
        for year, mission in sorted(given)
    ]


def exact(objectifs: Sequence[Objectif], enveloppes: Enveloppes) -> list[Objectif]:
    """Keep the objectives of the missions and years whose envelope they share to the cent."""
    whole = {(part.annee, part.mission) for part in shares(objectifs, enveloppes) if part.exact}
    return [objectif for objectif in objectifs if (objectif.annee, objectif.mission) in whole]


def share_equally(objectifs: Sequence[Objectif], enveloppe: int) -> list[Objectif]:
    """Give the objectives with equal parts of an envelope (cents): our documented choice until the annex is known.

    For objectives of one amount, as those read from stored targets are: tiers have theirs, and can't be shared.
    """
    parts = partager(enveloppe, [1] * len(objectifs)) if objectifs else []
    return [
        objectif.model_copy(update={"montant": cents, "partage": True})
        for objectif, cents in zip(objectifs, parts, strict=True)
    ]
