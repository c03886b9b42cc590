"""The table of one CPTS: every indicator with its certainty, target, past, peers. No Streamlit here."""

from html import escape
from typing import Any

import pandas as pd

from calculators import french
from calculators.rows import rows
from dashboard.charts.looks import signed
from dashboard.fiche.spine_words import median_text, state_name
from dashboard.pages import INDICATEUR
from pipelines.catalogue import Catalogue, Indicateur
from pipelines.comparaison.echelle import Scale, scale_of
from pipelines.comparaison.mesure import with_interval


def _value(row: Any, scale: Scale, *, low: float, high: float, binary: bool) -> str:
    if row.etat != "valeur":
        return escape(state_name(row.etat, row.marqueur))
    if binary:
        return "oui" if row.valeur else "non"
    text = scale.write(row.valeur)
    if pd.isna(low):
        return text
    return f"{text}<small>de {scale.write(low)} à {scale.write(high)}</small>"


def _limits(row: Any, item: Indicateur, *, before: bool = False) -> tuple[float, float]:
    """The 95 % limits of a value, or of that of twelve months before, as sent."""
    end = "_12_mois" if before else ""
    names = ("etat", "numerateur", "denominateur", "valeur")
    found = with_interval(pd.DataFrame([{name: getattr(row, f"{name}{end}") for name in names}]), item).iloc[0]
    return float(found["bas"]), float(found["haut"])


def _move(row: Any, item: Indicateur, now: tuple[float, float]) -> str:
    """In which sense a value moved in twelve months, when its 95 % intervals at the two dates do not meet."""
    before = _limits(row, item, before=True)
    if now[0] > before[1] or now[1] < before[0]:
        better = (now[0] > before[1]) == (item.sens == "hausse")
        return "↕ a changé" if item.sens == "neutre" else "↗ mieux" if better else "↘ moins bien"
    return "≈ dans le bruit"


def profile_rows(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The table of indicators, a heading row per mission. `frame`: rows of colonne.place_among_peers."""
    out: list[dict[str, Any]] = []
    mission: object = ""
    for row in rows(frame):
        item = catalogue.indicateurs[row.indicateur]
        if item.mission != mission:
            mission = item.mission
            label = catalogue.missions[mission].libelle if mission else "Vie de la CPTS"
            out.append({"indicateur": f"<strong>{escape(label)}</strong>", "classe": "groupe"})
        scale = scale_of(item)
        low, high = _limits(row, item)
        binary = item.type == "livrable"
        both = row.etat == "valeur" and pd.notna(row.valeur_12_mois)
        change = ""
        if both and not binary:
            change = scale.gap(row.valeur - row.valeur_12_mois)
            if item.type in ("proportion", "taux_1000"):
                change += f"<small>{_move(row, item, (low, high))}</small>"
        aimed = ""
        if pd.notna(row.cible) and not binary:
            aimed = scale.write(row.cible)
            if row.etat == "valeur" and item.sens != "neutre":
                sign = 1 if item.sens == "hausse" else -1
                reached = (row.valeur - row.cible) * sign >= 0
                aimed += f"<small>{'✓ atteinte' if reached else '✗ non atteinte'}</small>"
        out.append(
            {
                "indicateur": f"{INDICATEUR.anchor(item.libelle, indicateur=item.code)}<small>{item.code}</small>",
                "valeur": _value(row, scale, low=low, high=high, binary=binary),
                "evolution": change or french.ABSENT,
                "cible": aimed or french.ABSENT,
                "mediane": french.ABSENT if binary else median_text(row, item),
                "jugement": french.ABSENT if binary else signed(row.jugement),
                "recu": french.month_short(row.dernier_mois) if pd.notna(row.dernier_mois) else "jamais",
                "classe": "",
            }
        )
    return pd.DataFrame(out).fillna("")
