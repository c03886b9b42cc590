"""Stored targets and observations as the objectives of a situation, so that levers, goals and risk can be computed.

As long as the contract's annex is not known, the indicators of a mission share its variable envelope equally (our
documented choice): the first ones take the cents that do not divide. Targets are read as ``proportionnel``, a
deliverable as ``binaire``. Every objective says from which deposit and file line its value comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from calculators.aci import load_accord, read_situation, simulate
from pipelines.catalogue import Indicateur, load_catalogue
from pipelines.funding import funding, situation_of
from pipelines.store.connection import Store
from pipelines.store.scope import Scope

_FACTEUR = {"proportion": 100, "taux_1000": 1, "compte": 1}
_POUR = {"proportion": 100, "taux_1000": 1000, "compte": 1}


@dataclass(frozen=True)
class Objectifs:
    """A situation whose objectives come from the store.

    ``situation``: in the form of a situation file, with the objectives of one contract year. ``provenance``: a row per
    objective: code, mission, mois, etat (valeur, masquee, manquante, absente), depot, ligne, n_mois, demonstration.
    """

    situation: dict[str, Any]
    provenance: pd.DataFrame


def objectives_of(store: Store, scope: Scope, *, id_cpts: str, annee: int, au: date) -> Objectifs | None:
    """Give the situation of a CPTS with the objectives of one contract year, read on the months observed up to a day.

    None when the CPTS has no computable contract in scope, or no target that year. Objectives that the contract itself
    gives for the year prevail: they are kept, and nothing is added to their missions.
    """
    situation = situation_of(store, scope, id_cpts)
    if situation is None or not situation.get("date_signature"):
        return None
    detail = funding(store, _only(scope, id_cpts), au=au).detail
    mine = detail[(detail["annee_contrat"] == annee) & (detail["mission"] != "crise")]
    envelopes = _envelopes(situation, annee)
    own = {entry["mission"] for entry in situation.get("objectifs") or [] if entry["annee"] == annee}
    indicators = load_catalogue().indicateurs
    objectives, sources = list(situation.get("objectifs") or []), []
    for mission, rows in mine.groupby("mission", sort=False):
        if mission in own or mission not in envelopes:
            continue
        amounts = _shared(envelopes[str(mission)], len(rows))
        for row, cents in zip(rows.to_dict("records"), amounts, strict=True):
            objectives.append(_objective(row, indicators[row["indicateur"]], annee, cents))
            sources.append({"code": row["indicateur"], **row})
    if not objectives:
        return None
    rates = {
        int(year): {code: rate for code, rate in by.items() if int(year) != annee or code not in set(mine["mission"])}
        for year, by in (situation.get("atteinte") or {}).items()
    }
    columns = ["code", "mission", "mois", "etat", "depot", "ligne", "n_mois", "demonstration"]
    return Objectifs({**situation, "objectifs": objectives, "atteinte": rates}, pd.DataFrame(sources, columns=columns))


def _only(scope: Scope, id_cpts: str) -> Scope:
    """Narrow a scope to one CPTS it already sees."""
    readable = scope.cpts is None or id_cpts in scope.cpts
    return Scope(scope.lecteur, frozenset({id_cpts}) if readable else frozenset(), scope.depots)


def _envelopes(situation: Mapping[str, Any], annee: int) -> dict[str, int]:
    """Give the variable envelope (cents) of each mission that runs in a contract year."""
    bare = {key: value for key, value in situation.items() if key not in ("objectifs", "atteinte")}
    accord = load_accord()
    lines = simulate(read_situation(bare, accord), accord).lignes
    rows = lines[(lines["annee_contrat"] == annee) & (lines["volet"] == "variable")]
    return dict(zip(rows["mission"].astype(str), rows["base_centimes"].astype(int), strict=True))


def _shared(cents: int, count: int) -> list[int]:
    """Split an amount in equal parts, to the cent: the first ones take what does not divide."""
    part, rest = divmod(cents, count)
    return [part + (rank < rest) for rank in range(count)]


def _objective(row: Mapping[Any, Any], indicator: Indicateur, annee: int, cents: int) -> dict[str, Any]:
    known = row["etat"] == "valeur"
    montant = str(Decimal(cents) / 100)
    objective = {"annee": annee, "mission": row["mission"], "code": indicator.code, "montant": montant}
    if indicator.type == "livrable":
        return {**objective, "forme": "binaire", "fait": bool(row["valeur"] >= 1) if known else None}
    factor = _FACTEUR[indicator.type]
    numbers = {name: str(round(Decimal(str(row[name])) * factor, 6)) for name in ("reference", "cible")}
    objective |= {
        "forme": "proportionnel",
        "sens": "hausse" if row["cible"] > row["reference"] else "baisse",
        **numbers,
        "valeur": str(round(Decimal(str(row["valeur"])) * factor, 6)) if known else None,
        "pour": _POUR[indicator.type],
    }
    size = row["denominateur"]
    if known and indicator.type != "compte" and not pd.isna(size) and size > 0:
        objective["denominateur"] = int(size)
    return objective
