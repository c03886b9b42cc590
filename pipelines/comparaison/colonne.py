"""Every indicator of one CPTS beside its peers: the same judgement as on Comparer, and positions on one axis.

The group is the peers and the CPTS itself, as on Comparer and in the summaries: a CPTS has one judgement for a month. Of a
group of one's own that it does not belong to, it is no part, as on Comparer too. 0 is the group's median; the farther of its
two extremes touches the edge (calculators.comparison.quantiles.colonne).
Counts are compared for 10 000 inhabitants (mesure).
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calculators.comparison.judgement import NON_JUGEABLE
from calculators.comparison.quantiles import MINIMUM, colonne, quantiles
from calculators.rows import records
from pipelines.catalogue import Indicateur
from pipelines.comparaison.grille import MonthGrid
from pipelines.comparaison.jugees import judge_columns
from pipelines.comparaison.mesure import Mesure, mesure_of
from pipelines.comparaison.panel import Panel, month_panel
from pipelines.comparaison.reference import extremes, fourchette, references

_OWN = ("comparee", "bas", "haut", "cible_comparee", "avant")
_GROUP = (
    "mediane",
    "mediane_bas",
    "mediane_haut",
    "masquees",
    "total",
    "q1",
    "q3",
    "plus_basse",
    "plus_haute",
    "pire",
    "meilleur",
)
_EMPTY = dict.fromkeys((*_OWN, "z", "niveau", "ecart", *_GROUP), np.nan)
POSITIONS = tuple(f"x_{name}" for name in (*_OWN, "pire", "q1", "q3", "meilleur"))


def place_among_peers(
    grid: MonthGrid,
    own: pd.DataFrame,
    *,
    id_cpts: str,
    ids: Collection[str],
    indicateurs: Mapping[str, Indicateur],
    membre: bool = True,
) -> pd.DataFrame:
    """One row per indicator expected of the CPTS, or sent, in the order of the catalogue.

    `grid`: the month; `own`: rows of questions.indicateurs.cpts_profile for the CPTS; `ids`: its peers; `membre`: whether it is of their
    group. Adds to the rows of `own`, in the unit compared: comparee, bas, haut (95 %), cible_comparee, avant (twelve months
    before), mediane (of 5 CPTS at least, itself included when a member), q1, q3, plus_basse, plus_haute, pire, meilleur (of 10
    at least; the last two NaN without direction), n (peers with a value), ecart, z, niveau, jugement; orientee; membre; when
    values of the group are hidden mediane_bas, mediane_haut (bounds of the median, itself NaN when they are too far apart) and
    how many (masquees) of how many (total); x_… on the axis, -1 the worse edge (the lower one without direction), 1 the better
    (NaN where there is no scale).
    """
    rows = own[own["attendu"] | own["etat"].ne("absente")]
    beside = grid.places([one for one in ids if one != id_cpts])
    out = []
    for row in records(rows):
        code = str(row["indicateur"])
        mesure = mesure_of(indicateurs[code])
        found: dict[str, Any] = {"jugement": NON_JUGEABLE, "n": 0, "orientee": False}
        # Without any peer there is nobody to be beside.
        if mesure is not None and len(beside):
            found |= _place(row, _beside(grid, row, beside, id_cpts=id_cpts), mesure=mesure, membre=membre)
        elif mesure is not None:
            found |= _alone(row, mesure)
        out.append({**row, "membre": membre, **_EMPTY, **dict.fromkeys(POSITIONS, np.nan), **found})
    return pd.DataFrame(out)


def _beside(
    grid: MonthGrid, row: Mapping[str, Any], beside: NDArray[np.int64], *, id_cpts: str
) -> dict[str, NDArray[Any]]:
    """The CPTS first, then its peers."""
    shown = row["etat"] == "valeur"
    out = {}
    for name in ("numerateur", "denominateur", "valeur"):
        mine = float(row[name]) if shown and not pd.isna(row[name]) else np.nan
        out[name] = np.concatenate([[mine], grid.column(name, str(row["indicateur"]))[beside]])
    here = grid.places([id_cpts])
    mine = float(grid.population[here[0]]) if len(here) else np.nan
    hidden = np.concatenate([[row["etat"] == "masquee"], grid.hidden(str(row["indicateur"]))[beside]])
    return out | {
        "population": np.concatenate([[mine], grid.population[beside]]),
        "masquee": hidden,
    }


def _alone(row: Mapping[str, Any], mesure: Mesure) -> dict[str, Any]:
    """A value with its interval and target; a count has no population to be put over, and stays as sent."""
    if mesure.rapporte or row["etat"] != "valeur":
        return {}
    x, n = (np.array([row[c]], dtype=np.float64) for c in ("numerateur", "denominateur"))
    x, n, value = mesure.counts(x, n, valeur=[row["valeur"]], population=[np.nan])
    low, high = mesure.intervalle(x, n)
    return {"comparee": value[0], "bas": low[0], "haut": high[0], "cible_comparee": row["cible"]}


def _place(
    row: Mapping[str, Any], beside: Mapping[str, NDArray[Any]], *, mesure: Mesure, membre: bool
) -> dict[str, Any]:
    """Judge the first of some CPTS beside the others."""
    hers = np.arange(len(beside["valeur"])) == 0
    group = ~hers | membre
    target = np.nan if pd.isna(row["cible"]) else float(row["cible"])
    # Whom it is judged with never depends on the day: the grid is of one month.
    panel = month_panel(
        pd.DataFrame({**beside, "dans_groupe": group, "cible": np.where(hers, target, np.nan)}), mesure, mois=date.min
    )
    refs, between = references(panel, "mediane"), fourchette(panel)
    said, _, _ = judge_columns(panel, refs, entre=between)
    avant = np.nan if row["etat_12_mois"] != "valeur" or pd.isna(row["valeur_12_mois"]) else row["valeur_12_mois"]
    factor = mesure.pour / beside["population"][0] if mesure.rapporte else 1.0
    found = {
        name: said[name][0]
        for name in ("comparee", "bas", "haut", "cible_comparee", "z", "niveau", "ecart", "jugement")
    }
    # The target of a CPTS is known even in a month it sent nothing.
    found |= {"avant": float(avant) * factor, "mediane": float(refs[-1]), "cible_comparee": target * factor}
    if between is not None:
        found |= {
            "mediane_bas": between.bas,
            "mediane_haut": between.haut,
            "masquees": between.masquees,
            "total": between.total,
        }
    others = int((~np.isnan(panel.valeur[1:, 0])).sum())
    return found | _positions(found, _filled(panel)[group], mesure.indicateur.sens) | {"n": others}


def _filled(panel: Panel) -> NDArray[np.float64]:
    """The values of the month, those hidden in the middle of what they may be: their median is then the reference drawn."""
    value, hidden = panel.valeur[:, 0], panel.masquees
    if not hidden.any() or np.sum(~np.isnan(value)) < MINIMUM:
        return value
    population = panel.cpts["population"].to_numpy(dtype=np.float64)[:, None]
    low, high = extremes(panel.mesure, masquee=hidden, population=population)
    middle = ((low + high) / 2)[:, 0]
    return np.where(np.isfinite(middle), middle, value)


def _positions(found: Mapping[str, Any], group: np.ndarray, sens: str) -> dict[str, Any]:
    if np.isnan(found["mediane"]):
        group = np.full(len(group), np.nan)  # no middle of the axis
    marks = np.array([found[name] for name in _OWN], dtype=np.float64)
    stacked = np.concatenate([group, marks])[:, None]
    spine = colonne(stacked, sens=[sens], pairs=np.arange(len(stacked)) < len(group))
    low, q1, q3, high = (float(q) for q in quantiles(group, [0, 0.25, 0.75, 1], minimum=MINIMUM))
    worst, best = {"hausse": (low, high), "baisse": (high, low)}.get(sens, (np.nan, np.nan))
    return {
        "orientee": bool(spine.orientee[0]),
        "q1": q1,
        "q3": q3,
        "plus_basse": low,
        "plus_haute": high,
        "pire": worst,
        "meilleur": best,
        **dict(zip((f"x_{name}" for name in _OWN), spine.position[len(group) :, 0], strict=True)),
        "x_pire": float(spine.pire[0]),
        "x_q1": float(spine.bas_interquartile[0]),
        "x_q3": float(spine.haut_interquartile[0]),
        "x_meilleur": float(spine.meilleur[0]),
    }
