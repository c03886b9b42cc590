"""The table of one CPTS: every indicator with its certainty, target, past, peers. No Streamlit here."""

from html import escape
from typing import Any

import pandas as pd

from dashboard import french
from dashboard.charts.movement import MIEUX, MOINS, tested
from dashboard.charts.scale import Scale, scale_of, with_interval
from pipelines.catalogue import Catalogue

STATES = {"masquee": "masquée par le fournisseur", "manquante": "déclarée manquante", "absente": "non reçue"}


def _value(row: Any, scale: Scale, *, low: float, high: float, binary: bool) -> str:
    if row.etat != "valeur":
        return STATES.get(row.etat, row.etat)
    if binary:
        return "oui" if row.valeur else "non"
    text = scale.write(row.valeur)
    if pd.isna(low):
        return text
    return f"{text}<small>de {scale.write(low)} à {scale.write(high)}</small>"


def _moves(frame: pd.DataFrame, catalogue: Catalogue) -> dict[str, str]:
    indicators = catalogue.indicateurs
    pairs = frame.assign(
        type=[indicators[c].type for c in frame["indicateur"]],
        sens=[indicators[c].sens for c in frame["indicateur"]],
        numerateur_avant=frame["numerateur_12_mois"],
        denominateur_avant=frame["denominateur_12_mois"],
    )
    words = {MIEUX: "↗ mieux", MOINS: "↘ moins bien"}
    return {r.indicateur: words.get(r.mouvement, "≈ stable") for r in tested(pairs).itertuples()}


def profile_rows(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The table of indicators, a heading row per mission."""
    moves = _moves(frame, catalogue)
    out: list[dict[str, Any]] = []
    mission: object = ""
    for row in frame.itertuples():
        item = catalogue.indicateurs[row.indicateur]
        if item.mission != mission:
            mission = item.mission
            label = catalogue.missions[mission].libelle if mission else "Vie de la CPTS"
            out.append({"indicateur": f"<strong>{escape(label)}</strong>", "classe": "groupe"})
        scale = scale_of(item)
        limits = with_interval(pd.DataFrame([row._asdict()]), item).iloc[0]
        binary = item.type == "livrable"
        both = row.etat == "valeur" and pd.notna(row.valeur_12_mois)
        change = ""
        if both and not binary:
            change = scale.gap(row.valeur - row.valeur_12_mois)
            if item.type in ("proportion", "taux_1000"):
                change += f"<small>{moves[row.indicateur]}</small>"
        aimed = ""
        if pd.notna(row.cible) and not binary:
            aimed = scale.write(row.cible)
            if row.etat == "valeur":
                sign = 1 if item.sens == "hausse" else -1
                reached = (row.valeur - row.cible) * sign >= 0
                aimed += f"<small>{'✓ atteinte' if reached else '✗ non atteinte'}</small>"
        out.append(
            {
                "indicateur": f"{escape(item.libelle)}<small>{item.code}</small>",
                "valeur": _value(row, scale, low=limits["bas"], high=limits["haut"], binary=binary),
                "evolution": change or french.ABSENT,
                "cible": aimed or french.ABSENT,
                "mediane": french.ABSENT if binary else scale.write(row.mediane_taille),
                "rang": f"{french.ordinal(row.rang)} sur {row.n_taille}"
                if pd.notna(row.rang) and not binary
                else french.ABSENT,
                "recu": french.month_short(row.dernier_mois) if pd.notna(row.dernier_mois) else "jamais",
                "classe": "",
            }
        )
    return pd.DataFrame(out).fillna("")
