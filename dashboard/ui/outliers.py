"""Who differs from its peers beyond chance: a short list, by how much and since when, each name leading to its page."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from calculators import french
from calculators.comparison.funnel import NIVEAUX
from calculators.comparison.judgement import MIEUX, MOINS_BIEN, PLUS_BAS, PLUS_HAUT
from calculators.rows import rows as records
from dashboard.charts.findings import apart_sentence, overdispersion
from dashboard.charts.looks import LOOKS, SURE, since
from dashboard.charts.unjudged import doubt
from dashboard.pages import FICHE
from dashboard.ui import widgets
from pipelines.comparaison.echelle import Scale
from pipelines.comparaison.jugees import Jugees, outside_limits

NEAR = NIVEAUX[0]
#: Of each side, shown at once.
MOST = 6
BETWEEN = "les limites à 95 % et à 99,8 %, dont une part par hasard"
_TITLES = {
    MOINS_BIEN: "Moins bien que la référence",
    MIEUX: "Mieux que la référence",
    PLUS_HAUT: "Plus haut que la référence",
    PLUS_BAS: "Plus bas que la référence",
}


def outliers(done: Jugees, *, reference: str, filters: dict[str, str]) -> None:
    """The list, in one column per side, and what of it is noise. `reference`: in words; `filters`: go on in the links."""
    st.subheader("Qui s’écarte des pairs au-delà du hasard ?", anchor=False)
    demo = bool(done.cpts["demonstration"].any())
    if pd.isna(done.reference):
        widgets.sentence(apart_sentence(done), demo=demo)
        return
    said = apart_sentence(done)
    rows = outside_limits(done.cpts, niveau=NEAR).assign(mois_lu=done.panel.mois[-1])
    widgets.sentence(f"Référence : {reference}, {_written_reference(done)}. {said} {overdispersion(done)}", demo=demo)
    scale = done.panel.mesure.scale
    sides = [(word, rows[rows["jugement"].eq(word)]) for word in _TITLES]
    alone = not rows["niveau"].eq(SURE).any()
    lists = [
        f'<section><h4><span style="color:{LOOKS[word][0]}">{LOOKS[word][2]}</span> {escape(_TITLES[word])}</h4>'
        + _list(part[part["niveau"].eq(SURE)], scale, filters=filters, directed=word in (MIEUX, MOINS_BIEN))
        + _near(
            part[part["niveau"].ne(SURE)], scale, filters=filters, directed=word in (MIEUX, MOINS_BIEN), alone=alone
        )
        + "</section>"
        for word, part in sides
        if len(part)
    ]
    if lists:
        st.html(f'<div class="ecarts">{"".join(lists)}</div>')


def _written_reference(done: Jugees) -> str:
    said = doubt(done)
    return done.panel.mesure.scale.write(done.reference) + (f" ({said})" if said else "")


def _list(rows: pd.DataFrame, scale: Scale, *, filters: dict[str, str], directed: bool) -> str:
    rows = rows if directed else rows.sort_values("nom")
    items = [
        f"<li>{FICHE.anchor(r.nom, cpts=r.id_cpts, **filters)}<br><span>{escape(scale.write(r.comparee))}, soit "
        f"<b>{escape(scale.gap(r.ecart))}</b>{escape(_persons(r.exces))}, {escape(_lasting(r))}</span></li>"
        for r in records(rows)
    ]
    if not items:
        return "<p>Aucune au-delà des limites à 99,8 %.</p>"
    shown = f"<ol>{''.join(items[:MOST])}</ol>"
    if len(items) <= MOST:
        return shown
    rest = french.count(len(items) - MOST, "autre")
    return f"{shown}<details><summary>{rest}</summary><ol start={MOST + 1}>{''.join(items[MOST:])}</ol></details>"


def _near(rows: pd.DataFrame, scale: Scale, *, filters: dict[str, str], directed: bool, alone: bool) -> str:
    """Those between the two limits: some of them are there by chance. Folded, unless nobody is beyond (`alone`)."""
    if rows.empty:
        return ""
    rows = rows if directed else rows.sort_values("nom")
    title = f"{french.number(len(rows))} entre {BETWEEN}"
    items = "".join(
        f"<li>{FICHE.anchor(r.nom, cpts=r.id_cpts, **filters)} <span>{escape(scale.write(r.comparee))} "
        f"({escape(scale.gap(r.ecart))}), {escape(_lasting(r))}</span></li>"
        for r in records(rows)
    )
    return f"<details{' open' if alone else ''}><summary>{escape(french.typography(title))}</summary><ol>{items}</ol></details>"


def _persons(excess: float) -> str:
    """« (412 de plus qu’attendu) »: the gap as a count."""
    if pd.isna(excess) or abs(excess) < 1:
        return ""
    return f" ({french.number(abs(round(excess)))} de {'plus' if excess > 0 else 'moins'} qu’attendu)"


def _lasting(row: Any) -> str:
    """« depuis mars 2025 », « ce mois-ci seulement »: outside the 95 % limits every month since."""
    first = since(row)
    return f"depuis {first}" if first != french.month(row.mois_lu) else "ce mois-ci seulement"
