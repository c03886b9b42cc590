"""The statement of one CPTS as a PDF of two pages: amounts, statuses, rules; then receipts, warnings, assumptions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import typst

from calculators import french
from calculators.aci import Resultat
from calculators.aci.accord.schema import FONCTIONNEMENT, LETTRE_INTENTION
from calculators.aci.accord.statut import DEFINITIONS, SYMBOLES, least_sure
from calculators.aci.droits.a_venir import find_next
from calculators.aci.et_si.pourquoi import mission_name
from calculators.aci.money import euros_text
from calculators.rows import rows
from pipelines.publish.statement.what import GIVEN, bounds_of

_TEMPLATE = Path(__file__).parent / "statement.typ"


def statement_pdf(
    result: Resultat,
    *,
    nom: str,
    today: date,
    hypothese: str = GIVEN,
    supposee: bool = False,
    hypotheses: Sequence[str] = (),
    demonstration: bool = False,
) -> bytes:
    """Give the document for a result of one CPTS.

    ``hypothese``, ``supposee``: what the variable parts rest on (see statement_xlsx); ``hypotheses``: what is assumed of
    this contract, in French.
    """
    found = {
        **_document(result, nom, today, list(hypotheses), demonstration),
        **_first_page(result, today, hypothese, bounds_of(result, supposee=supposee)),
    }
    document = json.dumps(found, ensure_ascii=False)
    content: bytes = typst.compile(
        _TEMPLATE.read_bytes(), sys_inputs={"donnees": document}, font_paths=[], ignore_system_fonts=True
    )
    return content


def _document(result: Resultat, nom: str, today: date, hypotheses: list[str], demonstration: bool) -> dict[str, Any]:
    lines, years, contract = result.lignes, result.annees, result.situations.contrats.iloc[0]
    return {
        "titre": f"Financement ACI — {nom}",
        "sous_titre": f"{contract['id_cpts']} · {french.number(int(years.population[0]))} habitants, taille {years.taille[0]} · contrat signé le "
        f"{contract['date_signature']:%d/%m/%Y} · calculé le {today:%d/%m/%Y}",
        "pied": f"Pilotage CPTS · {nom} · calculé le {today:%d/%m/%Y} · simulation, sans valeur contractuelle",
        "demonstration": demonstration,
        "annees": [_year(group) for _, group in lines.groupby("annee_contrat")],
        "total": _amounts(lines),
        "colonnes": [f"Année {year}" if year else "Avant" for year in sorted(lines["annee_contrat"].unique())],
        "postes": _posts(result),
        "statuts": [
            {"symbole": SYMBOLES[statut], "statut": statut, "definition": DEFINITIONS[statut]} for statut in SYMBOLES
        ],
        "versions": _versions(result),
        "jour": f"{today:%d/%m/%Y}",
        "versements": _receipts(result, today),
        "avertissements": [
            f"{'' if pd.isna(row.date) else f'{row.date:%d/%m/%Y} : '}{row.message}"
            for row in rows(result.avertissements)
        ],
        "hypotheses": hypotheses,
    }


def _first_page(result: Resultat, today: date, hypothese: str, bounds: pd.DataFrame) -> dict[str, Any]:
    """The amounts at the head of the document: the total with its hypothesis and its bounds, its floor, what comes next."""
    lines = result.lignes
    variable = lines[lines["volet"] == "variable"]
    fixed = lines[lines["volet"] != "variable"]
    spans = bounds[["bas_centimes", "montant_centimes", "haut_centimes"]].sum()
    sure = int(lines["montant_centimes"].sum()) - int(spans["montant_centimes"])
    total = _card("Total du contrat, sous cette hypothèse", int(lines["montant_centimes"].sum()), lines)
    if spans["bas_centimes"] < spans["haut_centimes"]:
        low, high = (euros_text(sure + int(spans[f"{side}_centimes"])) for side in ("bas", "haut"))
        total["note"] += f" · entre {low} et {high}"
    cards = [
        total,
        _card("Plancher, quels que soient les résultats", int(fixed["montant_centimes"].sum()), fixed),
        _card("Dont parts variables, sous cette hypothèse", int(variable["montant_centimes"].sum()), variable),
    ]
    coming = find_next(result.versements, apres=today, bornes=bounds)
    if coming is not None:
        note = f"{coming.jour:%d/%m/%Y} · {SYMBOLES[coming.statut]} {coming.statut}"
        if coming.bas_centimes < coming.haut_centimes:
            note += f" · entre {euros_text(coming.bas_centimes)} et {euros_text(coming.haut_centimes)}"
        cards.append({"titre": "Prochain versement", "montant": euros_text(coming.montant_centimes), "note": note})
    said = french.upper_first(hypothese.removeprefix("Hypothèse").lstrip(f" :{french.INSECABLE}"))
    return {"cartes": cards, "hypothese": said}


def _statut(part: pd.DataFrame) -> str:
    statut = least_sure(part.loc[part["montant_centimes"] != 0, "statut"].unique())
    return f"{SYMBOLES[statut]} {statut}"


def _card(title: str, cents: int, part: pd.DataFrame) -> dict[str, str]:
    return {"titre": title, "montant": euros_text(cents), "note": _statut(part)}


def _amounts(part: pd.DataFrame) -> list[str]:
    """Give fonctionnement (one-off amounts included), fixed and variable parts, total, status of a set of lines."""
    running = part["mission"].isin([FONCTIONNEMENT, LETTRE_INTENTION])
    masks = [running, ~running & (part["volet"] == "fixe"), part["volet"] == "variable", part["volet"].notna()]
    return [*(euros_text(int(part.loc[mask, "montant_centimes"].sum())) for mask in masks), _statut(part)]


def _year(part: pd.DataFrame) -> dict[str, str]:
    first = part.iloc[0]
    year = int(first["annee_contrat"])
    running, fixed, variable, total, statut = _amounts(part)
    return {
        "nom": f"Année {year}" if year else "Avant",
        "periode": f"{first['debut']:%d/%m/%Y} – {min(first['fin'], part['au'].max()):%d/%m/%Y}"
        if year
        else f"{first['debut']:%d/%m/%Y}",
        "fonctionnement": running,
        "fixe": fixed,
        "variable": variable,
        "total": total,
        "statut": statut,
    }


def _posts(result: Resultat) -> list[dict[str, Any]]:
    """Give, by mission and part, the amount of each contract year (a dash where there is no such line) and the total."""
    lines = result.lignes
    years = sorted(lines["annee_contrat"].unique())
    posts = []
    for (mission, volet), part in lines.groupby(["mission", "volet"], observed=True, sort=False):
        by_year = part.groupby("annee_contrat")["montant_centimes"].sum()
        seen = set(part.loc[part["connue"], "annee_contrat"])
        words = {year: euros_text(int(cents)) if year in seen else "non observé" for year, cents in by_year.items()}
        name = mission_name(str(mission), result.accord)
        posts.append(
            {
                "nom": name
                if mission in (FONCTIONNEMENT, LETTRE_INTENTION) and volet == "fixe"
                else f"{name}, {volet}",
                "montants": [words.get(year, "–") for year in years],
                "total": euros_text(int(by_year.sum())),
                "statut": _statut(part),
            }
        )
    return posts


def _receipts(result: Resultat, today: date) -> list[dict[str, Any]]:
    received, balance = [], 0
    for day, part in result.versements.groupby("date"):
        cents = int(part["montant_centimes"].sum())
        balance += cents
        received.append(
            {
                "jour": f"{pd.Timestamp(str(day)):%d/%m/%Y}",
                "centimes": cents,
                "montant": euros_text(cents),
                "cumul": euros_text(balance),
                "statut": _statut(part),
                "passe": bool(pd.Timestamp(str(day)) <= pd.Timestamp(today)),
            }
        )
    return received


def _versions(result: Resultat) -> list[str]:
    used = set(result.lignes["version"].astype(str))
    said = [
        f"{bloc.titre}, en vigueur depuis le {bloc.en_vigueur:%d/%m/%Y} ({bloc.publication}) ; vérifié le "
        f"{bloc.verifie_le:%d/%m/%Y}, tenu pour sûr jusqu'au {bloc.horizon:%d/%m/%Y}."
        for bloc in result.accord.blocs
        if bloc.version in used
    ]
    return said + (["Annexe financière du contrat, qui prévaut sur le barème."] if "contrat" in used else [])
