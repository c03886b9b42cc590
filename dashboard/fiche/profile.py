"""The table of one CPTS: every indicator with its certainty, target, past, peers. No Streamlit here."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from calculators import french
from calculators.rows import rows
from dashboard.charts.looks import signed
from dashboard.fiche.spine_words import compared_scale, median_text, state_name
from dashboard.pages import INDICATEUR
from pipelines.catalogue import Catalogue, Indicateur
from pipelines.comparaison.echelle import Scale, scale_of
from pipelines.comparaison.mesure import mesure_of, with_interval


@dataclass(frozen=True)
class ContractYear:
    """The contract year of the month shown, and the value of each indicator that its euros are read on (par_mission)."""

    annee: int
    valeurs: Mapping[str, float]


def _value(row: Any, scale: Scale, *, value: float, low: float, high: float, binary: bool) -> str:
    if row.etat != "valeur":
        return escape(state_name(row.etat, row.marqueur))
    if binary:
        return "oui" if row.valeur else "non"
    text = scale.write(value)
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


def _met(row: Any, item: Indicateur, annee: ContractYear | None) -> str:
    """Whether the target is met, with the period it is read on: the year of contract for what is counted month by month, as the
    euros read it; else the month shown."""
    monthly = item.periode == "mois"
    value = row.valeur if row.etat == "valeur" else float("nan")
    when = "ce mois"
    if monthly:
        value = annee.valeurs.get(item.code, float("nan")) if annee else float("nan")
        when = f"sur l’année {annee.annee} à ce jour" if annee else "sur l’année"
    if item.sens == "neutre" or pd.isna(value):
        return f"<small>se lit {when}</small>" if monthly else ""
    reached = (value - row.cible) * (1 if item.sens == "hausse" else -1) >= 0
    read = f" ({scale_of(item).write(value)})" if monthly else ""
    return f"<small>{'✓ atteinte' if reached else '✗ non atteinte'} {when}{read}</small>"


def profile_rows(frame: pd.DataFrame, catalogue: Catalogue, *, annee: ContractYear | None = None) -> pd.DataFrame:
    """The table of indicators, a heading row per mission. `frame`: rows of colonne.place_among_peers.

    One unit per row: a count that is put over the population for its group is so in all its row, and said as sent under its name.
    """
    out: list[dict[str, Any]] = []
    mission: object = ""
    for row in rows(frame):
        item = catalogue.indicateurs[row.indicateur]
        if item.mission != mission:
            mission = item.mission
            label = catalogue.missions[mission].libelle if mission else "Vie de la CPTS"
            out.append({"indicateur": f"<strong>{escape(label)}</strong>", "classe": "groupe"})
        mesure = mesure_of(item)
        # A row in the unit compared, or, without a median to stand beside, in the unit of what was sent.
        over = mesure is not None and mesure.rapporte and not (pd.isna(row.mediane) and pd.isna(row.mediane_bas))
        scale = compared_scale(item) if over else scale_of(item)
        low, high = (row.bas, row.haut) if over else _limits(row, item)
        value, before, target = (
            (row.comparee, row.avant, row.cible_comparee) if over else (row.valeur, row.valeur_12_mois, row.cible)
        )
        binary = item.type == "livrable"
        change = ""
        if row.etat == "valeur" and pd.notna(row.valeur_12_mois) and not binary:
            change = scale.gap(value - before)
            if item.type in ("proportion", "taux_1000"):
                change += f"<small>{_move(row, item, (low, high))}</small>"
        aimed = ""
        if pd.notna(row.cible) and not binary:
            aimed = scale.write(target) + _met(row, item, annee)
        sent = f", {scale_of(item).write(row.valeur)} au total" if over and row.etat == "valeur" else ""
        out.append(
            {
                "indicateur": f"{INDICATEUR.anchor(item.libelle, indicateur=item.code)}<small>{item.code}{sent}</small>",
                "valeur": _value(row, scale, value=value, low=low, high=high, binary=binary),
                "evolution": change or french.ABSENT,
                "cible": aimed or french.ABSENT,
                "mediane": french.ABSENT if binary else median_text(row, item),
                "jugement": french.ABSENT if binary else signed(row.jugement),
                "recu": french.month_short(row.dernier_mois) if pd.notna(row.dernier_mois) else "jamais",
                "classe": "",
            }
        )
    return pd.DataFrame(out).fillna("")
