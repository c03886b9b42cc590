"""The catalogue inside the store, so that queries join it in SQL: CPTS, contracts, missions, targets, indicators, and the
bands of population of the agreement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from calculators.aci.accord.load import Accord
from pipelines.catalogue import CPTS_COLUMNS, Catalogue, Contrat
from pipelines.store.cursor import Cursor
from pipelines.store.ports import Base

STORED_CPTS_COLUMNS = [*CPTS_COLUMNS, "demonstration"]
CONTRACT_COLUMNS = ["id_cpts", "date_signature", "annees", "population", "situation", "statut", "demonstration"]
MISSION_COLUMNS = ["id_cpts", "mission", "debut", "demonstration"]
TARGET_COLUMNS = ["id_cpts", "annee_contrat", "indicateur", "mission", "reference", "cible", "sens", "demonstration"]


def replace_catalogue(
    base: Base,
    *,
    cpts: pd.DataFrame,
    contrats: pd.DataFrame,
    missions: pd.DataFrame,
    objectifs: pd.DataFrame,
    demonstration: bool,
) -> None:
    """Replace, in one transaction, territories, contracts, mission starts and targets of that ``demonstration`` flag.

    Columns as in ``tables.sql``; a missing column is empty, ``demonstration`` is filled in. ``contrats.situation`` may be a
    mapping or its JSON text.
    Calling it twice with the same frames changes nothing.
    """
    with base.write() as cursor:
        _replace(cursor, "cpts", cpts, STORED_CPTS_COLUMNS, demonstration)
        _replace(cursor, "contrats", _with_json(contrats), CONTRACT_COLUMNS, demonstration)
        _replace(cursor, "contrats_missions", missions, MISSION_COLUMNS, demonstration)
        _replace(cursor, "objectifs", objectifs, TARGET_COLUMNS, demonstration)


def load_reference(cursor: Cursor, catalogue: Catalogue, accord: Accord) -> None:
    """Replace the reference rows (not those of the demonstration) by the catalogue's, inside a transaction; and the bands of
    population by those of the agreement, which size the CPTS of the demonstration too.
    """
    contracts = list(catalogue.contrats.values())
    _replace(cursor, "cpts", catalogue.cpts, STORED_CPTS_COLUMNS, False)
    _replace(cursor, "contrats", pd.DataFrame([_contract(c, accord) for c in contracts]), CONTRACT_COLUMNS, False)
    _replace(cursor, "contrats_missions", pd.DataFrame(_starts(contracts)), MISSION_COLUMNS, False)
    _replace(cursor, "objectifs", pd.DataFrame(_targets(catalogue)), TARGET_COLUMNS, False)
    cursor.execute("DELETE FROM indicateurs")
    rows = [
        {
            "code": i.code,
            "rang": rank,
            "mission": i.mission,
            "nature_mission": catalogue.missions[i.mission].nature if i.mission else None,
            "type": i.type,
            "sens": i.sens,
            "fournisseur": i.fournisseur,
            "population": i.population,
            "part_minimale": i.part_minimale,
            "partie_de": i.partie_de,
            "secret": "patients" if i.patients else "professionnels" if i.professionnels else None,
        }
        for rank, i in enumerate(catalogue.indicateurs.values(), start=1)
    ]
    cursor.register("entrees", pd.DataFrame(rows))
    cursor.execute("INSERT INTO indicateurs BY NAME SELECT * FROM entrees")
    bands = [
        {"en_vigueur": bloc.en_vigueur, "taille": band.taille, "de": band.de, "a": band.a}
        for bloc in accord.blocs
        for band in bloc.tailles
    ]
    cursor.execute("DELETE FROM tranches")
    cursor.register("entrees", pd.DataFrame(bands).astype({"a": "Int64"}))
    cursor.execute("INSERT INTO tranches BY NAME SELECT * FROM entrees")


def _replace(cursor: Cursor, table: str, frame: pd.DataFrame, columns: list[str], demonstration: bool) -> None:
    known = [c for c in columns if c in frame.columns and c != "demonstration"]
    cursor.execute(f"DELETE FROM {table} WHERE demonstration = $demo", {"demo": demonstration})  # noqa: S608
    if frame.empty:
        return
    cursor.register("entrees", frame[known].assign(demonstration=demonstration))
    cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM entrees")  # noqa: S608


def _with_json(contrats: pd.DataFrame) -> pd.DataFrame:
    if "situation" not in contrats.columns:
        return contrats
    return contrats.assign(situation=[s if isinstance(s, str) else _json(s) for s in contrats["situation"]])


def _json(situation: Mapping[str, Any]) -> str:
    return json.dumps(_plain(situation), ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    """Dates as ISO texts and keys as texts, all the way down: what JSON can hold."""
    if isinstance(value, Mapping):
        return {k.isoformat() if isinstance(k, date) else str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def _contract(contract: Contrat, accord: Accord) -> dict[str, Any]:
    situation = contract.situation
    signed = situation.get("date_signature")
    rules = accord.blocs[-1] if signed is None else accord.en_vigueur_le(signed)
    population = situation.get("population")
    if isinstance(population, Mapping):
        population = population[max(population)]
    return {
        "id_cpts": contract.id_cpts,
        "date_signature": signed,
        "annees": situation.get("annees") or rules.regles.duree_annees.valeur,
        "population": population,
        "situation": _json(situation),
        "statut": contract.statut,
    }


def _starts(contracts: list[Contrat]) -> list[dict[str, Any]]:
    return [
        {"id_cpts": c.id_cpts, "mission": mission, "debut": start}
        for c in contracts
        for mission, start in (c.situation.get("missions") or {}).items()
    ]


def _targets(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The targets of the contracts that monthly observations can be compared with, in the unit of the stored value."""
    rows = []
    for contract in catalogue.contrats.values():
        for target in contract.situation.get("objectifs") or []:
            indicator = catalogue.indicateurs.get(target["code"])
            tiers = target.get("paliers") or [[None]]
            goals = [target.get("reference"), target.get("cible", tiers[-1][0])]
            if indicator is None or indicator.type == "livrable" or goals == [None, None]:
                continue
            # Contracts write shares as percentages, sometimes as numbers of patients: the latter cannot be compared.
            if indicator.type == "proportion" and any(g is not None and g > 1 for g in goals):
                if any(g is not None and g > 100 for g in goals):
                    continue
                goals = [None if g is None else g / 100 for g in goals]
            rows.append(
                {
                    "id_cpts": contract.id_cpts,
                    "annee_contrat": target.get("annee"),
                    "indicateur": indicator.code,
                    "mission": target["mission"],
                    "reference": goals[0],
                    "cible": goals[1],
                    "sens": target.get("sens", indicator.sens),
                }
            )
    return rows
