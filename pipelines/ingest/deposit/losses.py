"""What a file would lose, said before anything is written: known values that become missing, hidden or zero, and shares
typed alone that nobody else will see.
"""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from calculators import french
from pipelines.catalogue import Catalogue, Indicateur
from pipelines.ingest.check.findings import CAP, beyond_cap
from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.issues import Issue
from pipelines.ingest.rules.table import finding
from pipelines.ingest.texts import plural

_STATES = {"manquante": "inconnue", "masquee": "masquée"}


def say_losses(
    verdict: Verdict, lost: pd.DataFrame, *, catalogue: Catalogue, accepted: bool, alone: bool
) -> list[Issue]:
    """One finding per lost value: what was known, as the reader may see it, and what it would become.

    ``lost``: as compared_losses gives it. ``accepted``: whether those lines go in with the depositor's comment, or are
    left out. ``alone``: nothing else is left to store, which blocks.
    """
    rule = "valeur_perdue" if accepted else "perte_laissee"
    told = lost.head(CAP)
    rows = cast("list[dict[str, Any]]", told.to_dict("records"))
    kinds = catalogue.indicateurs
    columns = ["valeur" if kinds[row["indicateur"]].type in ("compte", "livrable") else "numerateur" for row in rows]
    places = verdict.places.of(columns, told, verdict.observations)
    found = [
        finding(
            rule,
            ligne=int(row["ligne"]),
            colonne=column,
            lettre=letter,
            valeur=_written(row, kinds[row["indicateur"]], ""),
            detail=f"{row['indicateur']} de {row['id_cpts']} pour {row['mois']:%Y-%m}",
            attendu=_written(row, kinds[row["indicateur"]], "_avant"),
        )
        for row, (column, letter) in zip(rows, places, strict=True)
    ]
    if len(lost) > CAP:
        found.append(beyond_cap(rule, len(lost), line=lost["ligne"].iat[CAP]))
    if alone:
        found.append(finding("que_des_pertes", valeur=plural(len(lost), "ligne")))
    return found


def say_values_alone(verdict: Verdict, alone: pd.DataFrame) -> list[Issue]:
    """One finding per share or rate without its counts that secrecy will hide (``alone``: as hidden_values_alone gives it)."""
    told = alone.head(CAP)
    rows = cast("list[dict[str, Any]]", told.to_dict("records"))
    places = verdict.places.of(["valeur"] * len(told), told, verdict.observations)
    found = [
        finding(
            "part_sans_effectifs",
            ligne=int(row["ligne"]),
            colonne=column,
            lettre=letter,
            valeur=_ratio(row["valeur"], row["type"]),
            detail=f"{row['indicateur']} de {row['id_cpts']} pour {row['mois']:%Y-%m}",
        )
        for row, (column, letter) in zip(rows, places, strict=True)
    ]
    if len(alone) > CAP:
        found.append(beyond_cap("part_sans_effectifs", len(alone), line=alone["ligne"].iat[CAP]))
    return found


def _written(row: dict[str, Any], indicator: Indicateur, suffix: str) -> str:
    """A value in words: « 62 sur 118 », « 12 », « oui », « inconnue », « masquée »."""
    if (state := row[f"etat{suffix}"]) in _STATES:
        return _STATES[state]
    value, parts = row[f"valeur{suffix}"], (row[f"numerateur{suffix}"], row[f"denominateur{suffix}"])
    if indicator.type == "livrable":
        return "oui" if value else "non"
    if not any(pd.isna(part) for part in parts):
        return " sur ".join(french.number_at_most(part, 2) for part in parts)
    return _ratio(value, indicator.type)


def _ratio(value: float, kind: str) -> str:
    return f"{french.number_at_most(100 * value, 2)} %" if kind == "proportion" else french.number_at_most(value, 2)
