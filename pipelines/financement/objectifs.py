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
from calculators.aci.money import partager
from calculators.aci.situation.objectifs import envelopes
from pipelines.catalogue import Indicateur, load_catalogue
from pipelines.financement.funding import funding, situation_of
from pipelines.store.connection import Store
from pipelines.store.scope import Scope

_FACTEUR = {"proportion": 100, "taux_1000": 1, "compte": 1}
_POUR = {"proportion": 100, "taux_1000": 1000, "compte": 1}


@dataclass(frozen=True)
class Objectifs:
    """A situation whose objectives come from the store.

    ``situation``: in the form of a situation file, with the objectives of one contract year. ``provenance``: a row per
    objective read in the store: code, mission, mois, etat (valeur, masquee, manquante, absente), depot, ligne, n_mois,
    demonstration.
    """

    situation: dict[str, Any]
    provenance: pd.DataFrame


def objectives_of(store: Store, scope: Scope, *, id_cpts: str, annee: int, au: date) -> Objectifs | None:
    """Give the situation of a CPTS with the objectives of one contract year, read on the months observed up to a day.

    None when the CPTS has no computable contract in scope, or no target that year. Objectives that the contract itself
    gives prevail: they are kept, nothing is added to their missions, and those without a value take the observed one.
    """
    situation = situation_of(store, scope, id_cpts)
    if situation is None or not situation.get("date_signature"):
        return None
    found = funding(store, _only(scope, id_cpts), au=au)
    detail = found.detail
    mine = detail[(detail["annee_contrat"] == annee) & (detail["mission"] != "crise")]
    variable = _envelopes(situation, annee)
    own = {entry["mission"] for entry in situation.get("objectifs") or [] if entry["annee"] == annee}
    indicators = load_catalogue().indicateurs
    objectives, sources = _own(situation, found.objectifs)
    for mission, rows in mine.groupby("mission", sort=False):
        if mission in own or mission not in variable:
            continue
        amounts = partager(variable[str(mission)], [1] * len(rows))
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


def _own(situation: Mapping[str, Any], fed: pd.DataFrame) -> tuple[list[dict[str, Any]], list[dict[Any, Any]]]:
    """Give the objectives of the contract itself, those without a value taking the observed one, and where it comes from."""
    objectives: list[dict[str, Any]] = []
    sources: list[dict[Any, Any]] = []
    seen = {(row["annee_contrat"], row["mission"], row["code"]): row for row in fed.to_dict("records")}
    indicators = load_catalogue().indicateurs
    for entry in situation.get("objectifs") or []:
        row = seen.get((entry["annee"], entry["mission"], entry["code"]))
        if row is None:
            objectives.append(dict(entry))
            continue
        known = row["etat"] == "valeur"
        if entry["forme"] == "binaire":
            value: dict[str, Any] = {"fait": bool(row["valeur"]) if known else None}
        else:
            value = {"valeur": _number(row["valeur"]) if known else None}
            value |= _size(row, indicators[entry["code"]]) if "denominateur" not in entry else {}
        objectives.append({**entry, **value, **_doubt(row, factor=1, measured=entry["forme"] != "binaire")})
        sources.append(row)
    return objectives, sources


def _number(value: float) -> str:
    return str(round(Decimal(str(value)), 6))


def _size(row: Mapping[Any, Any], indicator: Indicateur) -> dict[str, Any]:
    """Give what turns a value into people, where the observation has a denominator."""
    size = row["denominateur"]
    sized = row["etat"] == "valeur" and indicator.type != "compte" and not pd.isna(size) and size > 0
    return {"pour": _POUR[indicator.type], **({"denominateur": int(size)} if sized else {})}


def _doubt(row: Mapping[Any, Any], *, factor: float, measured: bool) -> dict[str, Any]:
    """Give state, month and bounds of an observation that is not sure; nothing when it is."""
    if not row["doute"]:
        return {}
    told = {} if pd.isna(row["mois_doute"]) else {"mois": row["mois_doute"].date().isoformat()}
    # Months left out of a year added up leave a value: its bounds say the doubt, its state would contradict it.
    partial = row["etat"] == "valeur" and row["doute"] != "provisoire"
    told |= {} if partial else {"etat": row["doute"]}
    ends = [row["valeur_basse"], row["valeur_haute"]]
    if measured and row["etat"] == "valeur" and not any(pd.isna(end) for end in ends):
        value = round(Decimal(str(row["valeur"] * factor)), 6)
        low, high = (round(Decimal(str(end * factor)), 6) for end in ends)
        told["entre"] = [str(min(low, value)), str(max(high, value))]
    return told


def _only(scope: Scope, id_cpts: str) -> Scope:
    """Narrow a scope to one CPTS it already sees."""
    return scope.narrowed({id_cpts})


def _envelopes(situation: Mapping[str, Any], annee: int) -> dict[str, int]:
    """Give the variable envelope (cents) of each mission that runs in a contract year."""
    bare = {key: value for key, value in situation.items() if key not in ("objectifs", "atteinte")}
    accord = load_accord()
    running = envelopes(simulate(read_situation(bare, accord), accord).lignes)
    return {mission: cents for (year, mission), cents in running.items() if year == annee}


def _objective(row: Mapping[Any, Any], indicator: Indicateur, annee: int, cents: int) -> dict[str, Any]:
    known = row["etat"] == "valeur"
    montant = str(Decimal(cents) / 100)
    objective = {"annee": annee, "mission": row["mission"], "code": indicator.code, "montant": montant, "partage": True}
    if indicator.type == "livrable":
        fait = bool(row["valeur"] >= 1) if known else None
        return {**objective, "forme": "binaire", "fait": fait, **_doubt(row, factor=1, measured=False)}
    factor = _FACTEUR[indicator.type]
    numbers = {name: str(round(Decimal(str(row[name])) * factor, 6)) for name in ("reference", "cible")}
    objective |= {
        "forme": "proportionnel",
        "sens": "hausse" if row["cible"] > row["reference"] else "baisse",
        **numbers,
        "valeur": str(round(Decimal(str(row["valeur"])) * factor, 6)) if known else None,
    }
    return {**objective, **_size(row, indicator), **_doubt(row, factor=factor, measured=True)}
