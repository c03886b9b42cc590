"""Who differs from the reference beyond chance, by how much and since when. Arrays in, one row per CPTS out.

One judgement for every view: the place in the funnel around the reference, over-dispersion and what is unsure in the
reference included (calculators.comparison.funnel). Inside the 95 % limits a CPTS is like the reference; outside the 99.8 % ones it differs
beyond what chance would give to a group of this size. Since when: the first of the months in a row, those without value
left aside, outside the 95 % limits on the same side. Every month has its own reference and its own spread.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calculators.comparison.encadrement import sur_les_deux
from calculators.comparison.funnel import NIVEAUX, Entonnoir, cote_de, situer
from calculators.comparison.judgement import PLUS_BAS, PLUS_HAUT, ecarter, signe
from pipelines.comparaison.panel import Panel
from pipelines.comparaison.reference import Fourchette, Reference

#: In place of a verdict, for what is counted month by month.
SUR_L_ANNEE = "se lit sur l’année de contrat"


@dataclass(frozen=True)
class Jugees:
    """`cpts`: the rows of the panel with bas, haut (95 % interval), ecart (value less reference), exces (numerator less
    what the reference expects), z, niveau (0, 0.95, 0.998 or NaN), jugement, depuis, depuis_plus (the run reaches the
    first month known), cible_comparee, atteint. `references`: of each month, unit of the value. `entonnoir`: of the month asked.
    `fourchette`: when the reference is a median some of whose values are hidden, what is known of it.
    """

    panel: Panel
    cpts: pd.DataFrame
    references: NDArray[np.float64]
    entonnoir: Entonnoir | None
    cote: NDArray[np.int8]
    fourchette: Fourchette | None = None

    @property
    def reference(self) -> float:
        """The reference of the month asked; NaN when there is none."""
        return float(self.references[-1])


def judge(
    panel: Panel,
    refs: NDArray[np.float64],
    *,
    parmi: Panel | None = None,
    origine: Reference = "mediane",
    entre: Fourchette | None = None,
) -> Jugees:
    """Judge every CPTS of a panel, the last month in full and the ones before for « since when ».

    `refs`: the reference of each month (of `references`), `origine`: which one it is; `parmi`: the wider panel that gave it,
    whose spread it then is too; `entre`: the bounds of the last reference, of `fourchette`: nobody is judged whose judgement
    changes between them.
    """
    columns, side, last = judge_columns(panel, refs, parmi=parmi, origine=origine, entre=entre)
    # One frame beside the other: columns set one by one would cost more than all the statistics.
    frame = panel.cpts.join(pd.DataFrame(columns, index=panel.cpts.index))
    return Jugees(panel=panel, cpts=frame, references=refs, entonnoir=last, cote=side, fourchette=entre)


def judge_columns(
    panel: Panel,
    refs: NDArray[np.float64],
    *,
    parmi: Panel | None = None,
    origine: Reference = "mediane",
    entre: Fourchette | None = None,
) -> tuple[dict[str, NDArray[Any]], NDArray[np.int8], Entonnoir | None]:
    """The columns that `judge` adds, as arrays; the side of every month; the funnel of the month asked."""
    sens, pour = panel.mesure.indicateur.sens, panel.mesure.pour
    z = np.full(panel.valeur.shape, np.nan)
    level = np.full(panel.valeur.shape, np.nan)
    last: Entonnoir | None = None
    inside = panel.groupe
    others = None
    wider = {} if parmi is None else {month: at for at, month in enumerate(parmi.mois)}
    for at, (month, reference) in enumerate(zip(panel.mois, refs / pour, strict=True)):
        others = None
        if parmi is not None and month in wider:
            others = (parmi.numerateur[:, wider[month]], parmi.denominateur[:, wider[month]])
        z[:, at], level[:, at], last = situer(
            panel.numerateur[:, at],
            panel.denominateur[:, at],
            nature=panel.mesure.nature,
            reference=float(reference),
            groupe=inside,
            parmi=others,
            origine=origine,
        )
    if entre is not None and not np.isnan(refs[-1]):
        z[:, -1], level[:, -1] = sur_les_deux(
            panel.numerateur[:, -1],
            panel.denominateur[:, -1],
            z=z[:, -1],
            niveau=level[:, -1],
            bornes=(entre.bas / pour, entre.haut / pour),
            nature=panel.mesure.nature,
            groupe=inside,
            parmi=others,
            origine=origine,
        )
    side = cote_de(z, level)
    value, now = panel.valeur[:, -1], refs[-1]
    low, high = panel.mesure.intervalle(panel.numerateur[:, -1], panel.denominateur[:, -1])
    start, before = _since(side, known=~np.isnan(z))
    months = np.array(panel.mois, dtype="datetime64[us]")
    outside = side[:, -1] != 0
    target, met = _targets(panel)
    columns = {
        "bas": low,
        "haut": high,
        "comparee": value,
        "numerateur_compare": panel.numerateur[:, -1],
        "denominateur_compare": panel.denominateur[:, -1],
        "ecart": value - now,
        "exces": panel.numerateur[:, -1] - panel.denominateur[:, -1] * now / pour,
        "z": z[:, -1],
        "niveau": level[:, -1],
        "jugement": ecarter(side[:, -1], sens=sens, jugeable=~np.isnan(z[:, -1])),
        "depuis": np.where(outside, months[start], np.datetime64("NaT")),
        "depuis_plus": before & outside,
        "cible_comparee": target,
        "atteint": met,
    }
    return columns, side, last


def _targets(panel: Panel) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """The target of each CPTS in the unit compared, and « atteinte », « non atteinte » or nothing to say."""
    target = panel.cpts["cible"].to_numpy(dtype="float64", na_value=np.nan)
    if panel.mesure.rapporte:
        # The inhabitants, and not the denominator: a target is known in a month without value too.
        size = panel.cpts["population"].to_numpy(dtype="float64", na_value=np.nan)
        target = panel.mesure.pour * target / np.where(size > 0, size, np.nan)
    value, better = panel.valeur[:, -1], int(signe(panel.mesure.indicateur.sens))
    unknown = np.isnan(value + target) | (better == 0)
    if panel.mesure.indicateur.periode == "mois":
        # The euros read it on the year of the contract: a month alone gives no verdict.
        return target, np.where(np.isnan(target), "", SUR_L_ANNEE)
    return target, np.select([unknown, (value - target) * better >= 0], ["", "atteinte"], default="non atteinte")


def _since(side: NDArray[np.int8], *, known: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The first month of the run that each CPTS ends on, and whether it reaches the first month it is known."""
    count, width = side.shape
    start = np.full(count, width - 1)
    going = np.ones(count, dtype=bool)
    for at in range(width - 1, -1, -1):
        same = side[:, at] == side[:, -1]
        start = np.where(going & known[:, at] & same, at, start)
        going &= same | ~known[:, at]
    return start, going


def outside_limits(rows: pd.DataFrame, *, niveau: float = NIVEAUX[1]) -> pd.DataFrame:
    """The CPTS of the group outside the limits of `niveau`, the farthest first; by name without direction."""
    kept = rows[rows["dans_groupe"] & (rows["niveau"] >= niveau)]
    if kept["jugement"].isin((PLUS_HAUT, PLUS_BAS)).any():
        return kept.sort_values(["nom", "id_cpts"])
    return kept.sort_values("z", key=lambda z: -z.abs())
