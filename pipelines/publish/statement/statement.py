"""The statement of one CPTS (lines, payments, warnings) as plain values, as text and as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from calculators.aci import Resultat
from calculators.aci.accord.statut import SYMBOLES, least_sure
from calculators.aci.et_si.pourquoi import mission_name, rate_percent
from calculators.aci.money import MILLION, cents_text, euros_text
from calculators.rows import rows

_PAYMENT_WORDS = {
    "totalite": "totalité",
    "avance": "avance",
    "majoration": "majoration",
    "lettre_intention": "aide à la lettre d'intention",
    "reprise": "reprise d'avance",
    "solde": "solde",
    "variable": "part variable",
}


def rate_text(num: int, den: int) -> str:
    """Write an attainment exactly: ``0.8``, ``1``, or a fraction ``5/7`` when it has no short decimal form."""
    if den == MILLION:
        text = f"{num / MILLION:.6f}".rstrip("0").rstrip(".")
        return text or "0"
    return str(num) if den == 1 else f"{num}/{den}"


def statement(result: Resultat) -> dict[str, Any]:
    """Give the result of one CPTS in the JSON form of design.md: money as text with two decimals, dates ISO.

    ``bornes`` adds, by contract year and mission, the two bounds of the variable part around the amount counted.
    """
    lines = result.lignes
    years = result.annees
    return {
        "id_cpts": str(result.situations.contrats["id_cpts"].iloc[0]),
        "taille": int(years.taille[0]),
        "total": cents_text(int(lines["montant_centimes"].sum())),
        "statut": least_sure(lines.loc[lines["montant_centimes"] > 0, "statut"].unique()),
        "lignes": [_line(row) for row in rows(lines)],
        "versements": [
            {
                "date": f"{row.date:%Y-%m-%d}",
                "nature": row.nature,
                "mission": row.mission,
                "volet": row.volet,
                "annee_contrat": row.annee_contrat,
                "montant": cents_text(row.montant_centimes),
                "statut": row.statut,
            }
            for row in rows(result.versements)
        ],
        "bornes": [
            {
                "annee_contrat": row.annee_contrat,
                "mission": row.mission,
                "bas": cents_text(row.bas_centimes),
                "montant": cents_text(row.montant_centimes),
                "haut": cents_text(row.haut_centimes),
            }
            for row in rows(result.bornes)
        ],
        "avertissements": [
            {"date": None if pd.isna(row.date) else f"{row.date:%Y-%m-%d}", "code": row.code, "message": row.message}
            for row in rows(result.avertissements)
        ],
    }


def _line(row: Any) -> dict[str, Any]:
    line = {
        "annee_contrat": row.annee_contrat,
        "debut": f"{row.debut:%Y-%m-%d}",
        "fin": f"{row.fin:%Y-%m-%d}",
        "mission": row.mission,
        "volet": row.volet,
        "base": cents_text(row.base_centimes),
        "prorata": f"{row.jours}/{row.jours_annee}",
        "taux": rate_text(row.taux_num, row.taux_den),
        "montant": cents_text(row.montant_centimes),
        "article": row.article,
        "statut": row.statut,
        "reference": row.reference,
        "version": row.version,
    }
    if row.cas:
        line["cas"] = row.cas
    if row.objectif:
        line["objectif"] = row.objectif
    if not row.connue:
        line["atteinte_connue"] = False
    return line


def statement_csv(result: Resultat) -> str:
    """Give the lines as CSV the data.gouv.fr way: comma, decimal point, ISO dates; one row per line."""
    records = [_line(row) for row in rows(result.lignes)]
    columns = list(dict.fromkeys(key for record in records for key in record)) or ["annee_contrat"]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def statement_text(result: Resultat) -> str:
    """Give the statement to read in a terminal: a block per contract year, the calendar, the warnings."""
    lines, paid = result.lignes, result.versements
    out = [f"{result.situations.contrats['id_cpts'].iloc[0]} — taille {result.annees.taille[0]}", ""]
    for year, lines_of_year in ((int(str(key)), group) for key, group in lines.groupby("annee_contrat")):
        first = lines_of_year.iloc[0]
        title = (
            f"Année {year} ({first['debut']:%d/%m/%Y} – {min(first['fin'], lines_of_year['au'].max()):%d/%m/%Y})"
            if year
            else "Avant le contrat"
        )
        out.append(f"{title} : {_sum(lines_of_year)}")
        out += [
            f"  {SYMBOLES[row.statut]} {mission_name(row.mission, result.accord):<16} {row.objectif or row.volet:<12} "
            f"{euros_text(row.base_centimes):>14} × {row.jours}/{row.jours_annee} × {rate_percent(row.taux_num, row.taux_den)}"
            f" = {euros_text(row.montant_centimes)}{'' if row.connue else '  (atteinte non renseignée)'}"
            for row in rows(lines_of_year)
        ]
    low, high = (int(result.bornes[f"{side}_centimes"].sum()) for side in ("bas", "haut"))
    fixed = int(lines["montant_centimes"].sum()) - int(result.bornes["montant_centimes"].sum())
    out.append(f"Total : {_sum(lines)}")
    if low < high:
        out.append(
            f"  entre {euros_text(fixed + low)} et {euros_text(fixed + high)} selon ce qui n'est pas encore connu"
        )
    out += ["", "Versements"]
    out += [
        f"  {row.date:%d/%m/%Y}  {_PAYMENT_WORDS[row.nature]:<28} {mission_name(row.mission, result.accord):<26} année {row.annee_contrat}  "
        f"{euros_text(row.montant_centimes):>14}"
        for row in rows(paid)
    ]
    out += ["", "Avertissements" if len(result.avertissements) else "Aucun avertissement"]
    out += [
        f"  {'' if pd.isna(row.date) else f'{row.date:%d/%m/%Y} : '}{row.message}"
        for row in rows(result.avertissements)
    ]
    out += ["", "Statuts : " + " · ".join(f"{symbol} {statut}" for statut, symbol in SYMBOLES.items())]
    return "\n".join(out) + "\n"


def _sum(part: pd.DataFrame) -> str:
    statut = least_sure(part.loc[part["montant_centimes"] > 0, "statut"].unique())
    return f"{euros_text(int(part['montant_centimes'].sum()))} ({SYMBOLES[statut]} {statut})"
