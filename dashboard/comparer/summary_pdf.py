"""The comparison as one page for a meeting: what the screen shows, in words and in one figure, as a PDF made when asked for."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from calculators import french
from calculators.comparison.funnel import NIVEAUX
from calculators.comparison.judgement import MIEUX, MOINS_BIEN, PLUS_BAS, PLUS_HAUT
from calculators.rows import rows as records
from dashboard.asking import depots, session
from dashboard.charts.findings import apart_sentence, missing, overdispersion, spread
from dashboard.charts.looks import SURE, reading, since
from dashboard.charts.unjudged import nobody
from dashboard.comparer.funnel import over, room, ticks
from dashboard.ui.outliers import BETWEEN, NEAR
from pipelines.comparaison.jugees import Jugees, outside_limits
from pipelines.publish.synthese.comparaison_pdf import Entonnoir, Liste, Marque, Page, comparaison_pdf

#: Rows of each list: one page, whatever the group.
MOST = 6
STEPS = 60


def offer(done: Jugees, *, reference: str, group: str, demo: bool) -> None:
    """The button. `reference`, `group`: in words."""
    month = done.panel.mois[-1]
    st.download_button(
        "Cette comparaison en une page (PDF)",
        lambda: comparaison_pdf(page(done, reference=reference, group=group, today=session.today(), demo=demo)),
        file_name=f"{'demonstration-' if demo else ''}{done.panel.mesure.indicateur.code.lower()}-{month:%Y-%m}-page.pdf",
        mime="application/pdf",
        key="comparer.page",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
    )


def page(done: Jugees, *, reference: str, group: str, today: date, demo: bool) -> Page:
    """The page in words: those beyond the 99.8 % limits are listed; when nobody is, those between the limits, as such."""
    item, month = done.panel.mesure.indicateur, done.panel.mois[-1]
    known = depots.last_deposit()
    told = reading(done).completed(updated=known)
    facts = [("Définition :", told.definition), *((f"{label} :", text) for label, text in told.facts())]
    return Page(
        titre=item.libelle,
        sous_titre=f"{french.upper_first(french.month(month))} · {group} · référence : {reference} · établie le {french.day_short(today)}",
        phrases=[
            spread(done, reference=reference, group=group),
            *(text for text in (f"{apart_sentence(done)} {overdispersion(done)}".strip(), missing(done)) if text),
        ],
        listes=_lists(done),
        entonnoir=_figure(done),
        faits=[*facts, ("Précautions :", told.caveats.rstrip("."))],
        pied=f"Pilotage CPTS · {item.court} · {french.day_short(today)} · "
        + (f"données connues au {french.day_short(known)}, " if known else "")
        + f"version {depots.mark()}",
        demonstration=demo,
        jugees=not nobody(done),
    )


def _lists(done: Jugees) -> list[Liste]:
    listed = outside_limits(done.cpts, niveau=SURE)
    tail = "que la référence"
    if listed.empty:
        listed, tail = outside_limits(done.cpts, niveau=NEAR), f"que la référence, entre {BETWEEN}"
    parts = [(w, listed[listed["jugement"].eq(w)]) for w in (MOINS_BIEN, MIEUX, PLUS_HAUT, PLUS_BAS)]
    return [
        Liste(word, f"{french.upper_first(word)} {tail}", _rows(part.head(MOST), done), max(0, len(part) - MOST))
        for word, part in parts
        if len(part)
    ]


def _rows(part: pd.DataFrame, done: Jugees) -> list[dict[str, str]]:
    scale = done.panel.mesure.scale
    return [
        {
            "nom": str(r.nom),
            "valeur": scale.write(r.comparee) + (" (provisoire)" if r.provisoire else ""),
            "intervalle": " – ".join(french.number(v * scale.factor, scale.decimals) for v in (r.bas, r.haut)),
            "ecart": scale.gap(r.ecart),
            "depuis": since(r),
        }
        for r in records(part)
    ]


def _figure(done: Jugees) -> Entonnoir | None:
    """The funnel of the month, its places from 0 to 1; a limit is cut where it leaves the figure."""
    if done.entonnoir is None:
        return None
    mesure = done.panel.mesure
    scale = mesure.scale
    rows = done.cpts[done.cpts["denominateur_compare"].gt(0) & done.cpts["comparee"].notna() & done.cpts["dans_groupe"]]
    if rows.empty:
        return None
    level = done.reference * scale.factor
    size = rows["denominateur_compare"].to_numpy(dtype=float)
    left, right = np.log10(size.min() * 0.9), np.log10(size.max() * 1.1)
    low, high = room(rows, scale.factor, level)

    def x(values: Any) -> Any:
        return (np.log10(values) - left) / (right - left)

    def y(values: Any) -> Any:
        return (np.asarray(values) - low) / (high - low)

    grid = np.geomspace(10**left, 10**right, STEPS)
    factor = scale.factor * (mesure.pour if mesure.nature == "taux" else 1)
    limits: dict[str, list[list[tuple[float, float]]]] = {}
    for chosen in NIVEAUX:
        name = french.percent(chosen, 0 if chosen == NIVEAUX[0] else 1)
        limits[name] = [_inside(x(grid), y(side * factor)) for side in done.entonnoir.limites(grid, chosen)]
        limits[name] = [line for line in limits[name] if len(line) > 1]
    marks = zip(x(size), y(rows["comparee"] * scale.factor), rows["jugement"], strict=True)
    return Entonnoir(
        marques=[Marque(round(float(a), 4), round(float(b), 4), str(word)) for a, b, word in marks],
        limites=limits,
        reference=float(y(level)),
        ticks_x=[(float(x(t)), french.number(t)) for t in ticks(10**left, 10**right)],
        ticks_y=[
            (float(y(t)), french.number(t, 0 if t == round(t) else 1) + mesure.tick) for t in _round_steps(low, high)
        ],
        axe_x=f"{over(done)} (échelle logarithmique)",
        axe_y=scale.axis,
    )


def _inside(x: np.ndarray, y: np.ndarray) -> list[tuple[float, float]]:
    return [(round(float(a), 4), round(float(b), 4)) for a, b in zip(x, y, strict=True) if 0 <= b <= 1]


def _round_steps(low: float, high: float) -> list[float]:
    """Four to eight round values inside the range."""
    step = 10.0 ** np.floor(np.log10((high - low) / 4))
    step *= next(m for m in (1, 2, 5, 10) if (high - low) / (m * step) <= 8)
    return [float(v) for v in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step]
