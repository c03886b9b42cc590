"""Observations in words: what each indicator was worth, how far it went, and the file line it was read from."""

from html import escape
from typing import Any

import pandas as pd

from calculators import french
from calculators.rows import records
from dashboard.asking import session
from dashboard.simulateur.saisie import observe
from dashboard.tables import Column
from pipelines.comparaison.echelle import scale_of

ETATS = {
    "valeur": "reçue",
    "masquee": "masquée par le fournisseur",
    "manquante": "manquante",
    "absente": "non reçue",
    "provisoire": "provisoire",
}
COLUMNS = (
    Column("indicateur", "Indicateur"),
    Column("valeur", "Observé", "written"),
    Column("objectif", "Référence → cible", "written"),
    Column("chemin", "Chemin parcouru", "html"),
    Column("mois", "Mois"),
    Column("fichier", "Fichier et dépôt", "html"),
    Column("ligne", "Ligne", "int"),
)


def walk_back(detail: pd.DataFrame) -> pd.DataFrame:
    """Observations as the columns of COLUMNS show them.

    `detail`: rows of pipelines.financement.funding.Financement.detail.
    """
    indicators, names = session.catalogue().indicateurs, observe.files()
    rows = []
    for row in records(detail):
        indicator = indicators[row["indicateur"]]
        scale = scale_of(indicator)
        known = row["etat"] == "valeur"
        months = row["n_mois"]
        pooled = f" ({int(months)} mois réunis)" if pd.notna(months) and months > 1 else ""
        deposit = "" if pd.isna(row["depot"]) else str(row["depot"])
        rows.append(
            {
                "indicateur": indicator.court,
                "valeur": scale.write(row["valeur"]) if known else ETATS.get(row["etat"], row["etat"]),
                "objectif": f"{scale.write(row['reference'])} → {scale.write(row['cible'])}",
                "chemin": _path(row),
                "mois": (
                    french.month(row["mois"]).replace(" ", french.INSECABLE) if pd.notna(row["mois"]) else french.ABSENT
                )
                + pooled
                + (f" ; {_doubt(row)}" if known and row["doute"] else ""),
                "fichier": f"{escape(names.get(deposit, '–'))}<small>{escape(deposit)}</small>",
                "ligne": row["ligne"],
            }
        )
    return pd.DataFrame(rows)


def _path(row: dict[str, Any]) -> str:
    """The share of the way, with its bounds when they differ, as HTML."""
    low, mid, high = (row[f"taux_{side}millioniemes"] / 1_000_000 for side in ("bas_", "", "haut_"))
    text = french.percent(mid, 1)
    return text if low == high else f"{text}<small>entre {french.percent(low, 0)} et {french.percent(high, 0)}</small>"


def _doubt(row: dict[str, Any]) -> str:
    """What makes a known value unsure: « août 2026 masquée par le fournisseur »."""
    month = "" if pd.isna(row["mois_doute"]) else f"{french.month(row['mois_doute'])} "
    return f"{month}{ETATS.get(row['doute'], row['doute'])}"
