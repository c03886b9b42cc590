"""The sentences and the rows of a summary, in words: numbers the French way, a symbol and a word beside every colour."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from calculators import french
from calculators.comparison.bilan import bilan
from calculators.comparison.funnel import NIVEAUX
from calculators.comparison.judgement import (
    MIEUX,
    MOINS_BIEN,
    NON_JUGEABLE,
    PLUS_BAS,
    PLUS_HAUT,
    SEMBLABLE,
)
from calculators.rows import rows
from pipelines.catalogue import Catalogue, Indicateur
from pipelines.comparaison.jugees_du_mois import RAISONS
from pipelines.comparaison.mouvements import Moved

#: What is beyond chance, and what is beyond one limit only, some of which chance put there.
_LIMITES = {NIVEAUX[1]: ", hors 99,8 %", NIVEAUX[0]: ", hors 95 %"}
MARQUES = {MIEUX: "▲", MOINS_BIEN: "▼", SEMBLABLE: "●", PLUS_HAUT: "↑", PLUS_BAS: "↓", NON_JUGEABLE: "–"}
SENS = {"hausse": "↑", "baisse": "↓", "neutre": "↔"}
_ETATS = {"masquee": "masquée", "manquante": "inconnue", "absente": "absente"}


def definition_rows(codes: Iterable[str], catalogue: Catalogue) -> list[dict[str, str]]:
    """What each indicator counts, once, in the order of the catalogue: nom, sens, calcul, source."""
    wanted = set(codes)
    said = []
    for code, known in catalogue.indicateurs.items():
        if code not in wanted:
            continue
        over = known.denominateur or ("habitants" if known.type == "taux_1000" else "")
        counted = f"{known.numerateur} / {over}" if known.numerateur and over else f"{known.libelle} ({known.unite})"
        said.append({"nom": known.court, "sens": SENS[known.sens], "calcul": counted, "source": known.source})
    return said


def value_text(indicateur: Indicateur, value: float, *, compared: bool = True) -> str:
    """A value with its unit; ``compared``: a count is for 10 000 inhabitants, else the count itself."""
    if pd.isna(value):
        return "–"
    if indicateur.type == "compte" and not compared:
        return french.number(value)
    unit = {"proportion": " %", "taux_1000": " ‰"}.get(indicateur.type, " p. 10 000")
    return french.number(value * (100 if indicateur.type == "proportion" else 1), 1) + unit


def _interval(indicateur: Indicateur, low: float, high: float) -> str:
    """Both limits in the unit of the value beside them, which says it."""
    times = 100 if indicateur.type == "proportion" else 1
    return "" if pd.isna(low) else f"{french.number(times * low, 1)} – {french.number(times * high, 1)}"


def _reference(indicateur: Indicateur, value: float, *, low: float, high: float) -> str:
    """The median, or between which values it is when those hidden leave it unsure."""
    if not pd.isna(value) or pd.isna(low):
        return value_text(indicateur, value)
    times = 100 if indicateur.type == "proportion" else 1
    ends = french.number(times * low, 1), "…" if math.isinf(high) else french.number(times * high, 1)
    return f"entre {ends[0]} et {ends[1]}"


def judged_rows(jugees: pd.DataFrame, catalogue: Catalogue, *, named: bool) -> list[dict[str, Any]]:
    """Rows of jugees_du_mois.judge_month in words, with ``place``: the z-score cut to ±6, None when not judged."""
    said = []
    for row in rows(jugees):
        known = catalogue.indicateurs[row.indicateur]
        said.append(
            {
                "nom": row.nom if named else "",
                "indicateur": known.court + (" (provisoire)" if row.provisoire else ""),
                "valeur": value_text(known, row.valeur) if row.etat == "valeur" else _ETATS.get(row.etat, row.etat),
                "intervalle": _interval(known, row.bas, row.haut),
                "reference": _reference(known, row.reference, low=row.reference_bas, high=row.reference_haut),
                "jugement": f"{MARQUES[row.jugement]} {row.jugement}" + _LIMITES.get(row.niveau, ""),
                "mot": row.jugement,
                "place": None if pd.isna(row.z) else max(-6.0, min(6.0, float(row.z))),
                "sens": SENS[known.sens],
            }
        )
    return said


def judged_sentence(jugees: pd.DataFrame, *, mois: date) -> str:
    """How the values of the month stand beside those of the same taille, what chance explains, why some are not judged."""
    if jugees.empty:
        return f"Aucune valeur à comparer en {french.month(mois)}."
    tally = bilan(jugees["jugement"], jugees["niveau"])
    if not tally.juges:
        return f"En {french.month(mois)}, rien n'est jugeable : {_reasons(jugees)}."
    found = [f"{tally.mieux} mieux", f"{tally.moins_bien} moins bien"]
    if tally.sans_sens:
        found.append(f"{tally.sans_sens} sans qu'un sens soit meilleur")
    values = f"{french.number(tally.juges)} {french.plural(tally.juges, 'valeur jugée', 'valeurs jugées')}"
    sides = f", soit {', '.join(found)}" if tally.ecarts else ""
    text = (
        f"En {french.month(mois)}, face à la médiane des CPTS de même taille, sur {values} : {french.number(tally.ecarts)} au-delà du "
        f"hasard (hors des limites à 99,8 %){sides}, quand le hasard seul en mettrait {_by_chance(tally.attendus)} ; "
        f"{french.number(tally.entre)} entre les limites à 95 % et à 99,8 %, dont une part par hasard (le hasard seul : "
        f"{_by_chance(tally.attendus_entre)}) ; {french.number(tally.semblables)} "
        f"{french.plural(tally.semblables, 'semblable, dont l’écart ne dit', 'semblables, dont les écarts ne disent')} rien."
    )
    return text + (f" Non jugeables : {_reasons(jugees)}." if tally.non_jugeables else "")


def _reasons(jugees: pd.DataFrame) -> str:
    """« 5 absentes, 3 masquées, 4 face à moins de 5 CPTS », the most frequent first."""
    counts = jugees.loc[jugees["raison"].ne(""), "raison"].value_counts()
    return ", ".join(f"{french.number(n)} {RAISONS[str(why)] if n > 1 else why}" for why, n in counts.items())


def _by_chance(expected: float) -> str:
    return "moins d'une" if expected < 0.95 else f"environ {french.number(expected)} au plus"


def moved_sentence(moved: Moved, *, mois: date) -> str:
    """What moved in a year, and how noise was told from movement."""
    named, tested = len(moved.named), moved.count(MIEUX, MOINS_BIEN, PLUS_HAUT, PLUS_BAS, SEMBLABLE)
    head = f"{named} {french.plural(named, 'valeur a', 'valeurs ont')} bougé" if named else "Aucune valeur n'a bougé"
    return (
        f"{head} au-delà du bruit sur {french.number(tested)} comparées : trois mois jusqu'à {french.month(mois)}, et les mêmes un "
        f"an plus tôt. Les tests sont faits ensemble sur {french.number(moved.tests)} valeurs, dont le hasard seul nommerait environ "
        f"{french.number(moved.attendus)} à 5 % ; le seuil est relevé (Benjamini et Hochberg, 5 % de fausses découvertes)."
    )


def changed_rows(moved: pd.DataFrame, catalogue: Catalogue, *, named: bool) -> list[dict[str, str]]:
    """Rows of Moved.named in words."""
    said = []
    for row in rows(moved):
        known = catalogue.indicateurs[row.indicateur]
        said.append(
            {
                "nom": row.nom if named else "",
                "indicateur": known.court + (" (provisoire)" if row.provisoire else ""),
                "avant": value_text(known, row.valeur_avant, compared=False),
                "apres": value_text(known, row.valeur, compared=False),
                "mot": row.mouvement,
                "sens": f"{MARQUES[row.mouvement]} {row.mouvement}",
                "force": french.number(abs(row.z), 1),
            }
        )
    return said


def late_sentence(receipts: pd.DataFrame, *, mois: date) -> str:
    """Who sent nothing, who sent a part."""
    if receipts.empty:
        return "Aucune valeur n'est attendue : pas de contrat en cours ce mois-là."
    nothing = int((receipts["absents"] == receipts["attendus"]).sum())
    partial = int(((receipts["absents"] > 0) & (receipts["absents"] < receipts["attendus"])).sum())
    if not nothing and not partial:
        return f"Tout est arrivé pour {french.month(mois)}."
    return f"Pour {french.month(mois)}, sur {len(receipts)} CPTS attendues : {nothing} sans aucun envoi, {partial} avec un envoi partiel."


def late_rows(receipts: pd.DataFrame) -> list[dict[str, str]]:
    """The CPTS with something missing, those with most first."""
    return [
        {
            "nom": row.nom,
            "absents": f"{row.absents} sur {row.attendus}",
            "dernier": "jamais" if pd.isna(row.dernier_mois) else french.month(row.dernier_mois),
        }
        for row in rows(receipts[receipts["absents"] > 0])
    ]
