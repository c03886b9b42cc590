"""The spine of one CPTS: every indicator against its peers on one axis, the better side on the right."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from calculators import french
from calculators.rows import rows
from dashboard.charts.looks import LOOKS, PROVISOIRE, SURE, provisional_symbol, signed
from dashboard.charts.raw import raw
from dashboard.charts.reading import Reading, reading_of
from dashboard.charts.style import BLEU, GRID, GRIS, VIOLET, Chart, across, draw, scatter
from dashboard.fiche.spine_words import compared_scale, hover, median_text, sentence, state_name
from dashboard.pages import INDICATEUR
from dashboard.tables import Column
from pipelines.catalogue import Catalogue, Indicateur
from pipelines.comparaison.echelle import scale_of
from pipelines.comparaison.mesure import HABITANTS, mesure_of

#: After the name of an indicator that has no direction: its right side is only higher.
NEUTRE = "↔"
#: Nothing is drawn farther than this past the edge of the peers.
EDGE = 1.1
#: Right of the plot: values end here, judgements begin.
WORDS = 1.55


def spine(frame: pd.DataFrame, catalogue: Catalogue, *, nom: str, mois: object, pairs: str) -> Chart:
    """The spine chart. `frame`: rows of colonne.place_among_peers; `pairs`: the peers in words (« 15 CPTS les plus proches »)."""
    measured = [mesure_of(catalogue.indicateurs[c]) is not None for c in frame["indicateur"]]
    shown = frame[measured].reset_index(drop=True)
    items = [catalogue.indicateurs[c] for c in shown["indicateur"]]
    at, heads = _places(items)
    shown = shown.assign(y=at)
    known = shown[shown["x_comparee"].notna()]
    before = {"symbol": "circle-open", "size": 6, "color": GRIS, "line": {"width": 1.5}}
    target = {"symbol": "line-ns", "size": 15, "line": {"width": 3, "color": VIOLET}}
    traces = [
        _lines(shown, "pire", "meilleur", colour="rgba(134,147,160,0.28)", width=13, name="toutes les CPTS du groupe"),
        _lines(shown, "q1", "q3", colour="rgba(134,147,160,0.55)", width=13, name="la moitié du milieu"),
        _lines(known, "bas", "haut", colour=BLEU, width=2, name="son intervalle à 95 %"),
        _marks(shown, "x_cible_comparee", target, "sa cible"),
        _marks(known, "x_avant", before, "douze mois avant"),
        *_dots(known, catalogue),
        *_words([*_texts(shown, items), *_headings(heads, catalogue)]),
    ]
    height = 104 + 25 * (len(shown) + len(heads))
    figure = draw(
        [trace for trace in traces if len(trace["x"])],
        height=height,
        shapes=[across(x=0, color=GRIS, width=1.5)],
        margin={"t": 60},
        xaxis={
            "range": [-1.16, 1.95],
            "tickvals": [-1, 0, 1],
            "ticktext": ["← moins bien", "médiane du groupe", "mieux →"],
            "showgrid": False,
        },
        yaxis={
            "range": [max([*at, *heads], default=1) + 0.7, -0.7],
            "tickvals": at,
            "ticktext": [
                INDICATEUR.anchor(i.court, indicateur=i.code) + (f" {NEUTRE}" if i.sens == "neutre" else "")
                for i in items
            ],
            "gridcolor": GRID,
        },
    )
    return Chart(
        figure=figure,
        sentence=sentence(shown, catalogue, nom=nom, mois=mois, pairs=pairs),
        table=_written(shown, items),
        columns=COLUMNS,
        height=height,
        exports=EXPORTS,
        reading=Reading(
            unit="écart à la médiane, en part de l’écart de la CPTS la plus éloignée",
            direction=f"→ à droite, mieux ; pour un indicateur sans sens ({NEUTRE}), seulement plus haut",
            denominator=f"celui de chaque indicateur ; un compte, {french.number(HABITANTS)} habitants",
            provisional=[mois] if bool(known["provisoire"].any()) else [],
        ),
    )


def _places(items: list[Indicateur]) -> tuple[list[int], dict[int, str | None]]:
    """The line of each indicator, and the lines of the headings: one above each mission."""
    at: list[int] = []
    heads: dict[int, str | None] = {}
    mission: str | None = "aucune encore"
    line = 0
    for item in items:
        if item.mission != mission:
            mission = item.mission
            heads[line] = mission
            line += 1
        at.append(line)
        line += 1
    return at, heads


def _lines(frame: pd.DataFrame, low: str, high: str, *, colour: str, width: int, name: str) -> dict[str, Any]:
    """One line per row, as one trace with gaps."""
    low, high = f"x_{low}", f"x_{high}"
    kept = frame[frame[low].notna() & frame[high].notna()]
    gap = np.full(len(kept), np.nan)
    x = np.column_stack([kept[low].clip(-EDGE, EDGE), kept[high].clip(-EDGE, EDGE), gap]).ravel()
    y = np.column_stack([kept["y"], kept["y"], gap]).ravel()
    return scatter(x=x, y=y, mode="lines", line={"color": colour, "width": width}, name=name, hoverinfo="skip")


def _marks(frame: pd.DataFrame, column: str, marker: Mapping[str, Any], name: str) -> dict[str, Any]:
    kept = frame[frame[column].notna()]
    x = kept[column].clip(-EDGE, EDGE)
    return scatter(x=x, y=kept["y"], mode="markers", marker=marker, name=name, hoverinfo="skip")


def _dots(known: pd.DataFrame, catalogue: Catalogue) -> list[dict[str, Any]]:
    """One trace per judgement; `customdata` is the indicator a click leads to."""
    traces = []
    for word, later in product(LOOKS, (False, True)):
        colour, symbol, _ = LOOKS[word]
        part = known[known["jugement"].eq(word) & known["provisoire"].eq(later)]
        if part.empty:
            continue
        traces.append(
            scatter(
                x=part["x_comparee"].clip(-EDGE, EDGE),
                y=part["y"],
                mode="markers",
                marker={
                    "color": colour,
                    "symbol": provisional_symbol(symbol) if later else symbol,
                    "size": 12,
                    "line": {"width": 2, "color": colour},
                },
                name=f"{word}{f', {PROVISOIRE}' if later else ''} ({len(part)})",
                customdata=part["indicateur"].tolist(),
                text=[hover(r, catalogue.indicateurs[r.indicateur]) for r in rows(part)],
                hovertemplate="%{text}<extra></extra>",
                selected={"marker": {"opacity": 1}},
                unselected={"marker": {"opacity": 1}},
            )
        )
    return traces


def _texts(shown: pd.DataFrame, items: list[Indicateur]) -> list[tuple[float, float, str, str]]:
    """On the right the value and its word, or why there is none; on the axis, why there is no dot.

    Place (x, y), side of the place and text.
    """
    texts = []
    for row, item in zip(rows(shown), items, strict=True):
        if row.etat != "valeur":
            texts.append((1.16, row.y, "right", f"<i>{state_name(row.etat, row.marqueur)}</i>"))
            continue
        scale = compared_scale(item)
        value = scale_of(item).write(row.valeur) if pd.isna(row.comparee) else scale.write(row.comparee)
        star = " (prov.)" if row.provisoire else ""
        texts.append((WORDS, row.y, "left", f"{value}{star}"))
        word = signed(row.jugement)
        texts.append((WORDS + 0.02, row.y, "right", f"<b>{word}</b>" if row.niveau == SURE else word))
        if pd.isna(row.x_comparee):
            few = f"pas d’échelle : {french.count(row.n, 'pair')} avec une valeur"
            if pd.isna(row.mediane) and not pd.isna(row.mediane_bas):
                few = f"médiane {median_text(row, item).removesuffix(scale.suffix)}"
            texts.append((0.02, row.y, "right", few))
    return texts


def _headings(heads: Mapping[int, str | None], catalogue: Catalogue) -> list[tuple[float, float, str, str]]:
    named = {y: catalogue.missions[m].court if m else "Vie de la CPTS" for y, m in heads.items()}
    return [(-1.16, y, "right", f"<b>{name}</b>") for y, name in named.items()]


def _words(texts: list[tuple[float, float, str, str]]) -> list[dict[str, Any]]:
    """The texts as traces, one by side: the browser measures each note of a figure, and draws these as they are."""
    return [
        scatter(
            x=[x for x, _, at, _ in texts if at == side],
            y=[y for _, y, at, _ in texts if at == side],
            text=[text for *_, at, text in texts if at == side],
            mode="text",
            textposition=f"middle {side}",
            textfont={"size": 12},
            cliponaxis=False,
            showlegend=False,
            hoverinfo="skip",
        )
        for side in ("left", "right")
    ]


def _written(shown: pd.DataFrame, items: list[Indicateur]) -> pd.DataFrame:
    """The rows drawn, with their numbers in words."""
    scales = [compared_scale(item) for item in items]
    texts = {
        f"{name}_texte": [s.write(v) for s, v in zip(scales, shown[name], strict=True)]
        for name in ("comparee", "plus_basse", "plus_haute", "cible_comparee")
    }
    limits = zip(scales, shown["bas"], shown["haut"], strict=True)
    states = zip(shown["etat"], shown["marqueur"], strict=True)
    return shown.assign(
        libelle=[item.libelle for item in items],
        sens=[item.sens for item in items],
        definition=[reading_of(item).definition for item in items],
        intervalle=[french.ABSENT if pd.isna(low) else f"{s.write(low)} – {s.write(high)}" for s, low, high in limits],
        etat_mot=["valeur" if e == "valeur" else state_name(e, m) for e, m in states],
        jugement_mot=[
            signed(w) + (", hors 99,8 %" if level == SURE else "")
            for w, level in zip(shown["jugement"], shown["niveau"], strict=True)
        ],
        **texts,
        mediane_texte=[median_text(row, item) for row, item in zip(rows(shown), items, strict=True)],
    )


COLUMNS = (
    Column("libelle", "Indicateur"),
    Column("comparee_texte", "Valeur comparée", "written"),
    Column("intervalle", "Intervalle à 95 %", "written"),
    Column("jugement_mot", "Face aux pairs"),
    Column("n", "Pairs", "int"),
    Column("plus_basse_texte", "La plus basse du groupe", "written"),
    Column("mediane_texte", "Médiane", "written"),
    Column("plus_haute_texte", "La plus haute du groupe", "written"),
    Column("cible_comparee_texte", "Cible", "written"),
    Column("etat_mot", "État"),
)
_RAW = ("etat", "marqueur", "valeur", "numerateur", "denominateur", "provisoire", "comparee", "bas", "haut", "n")
EXPORTS = raw(
    *("indicateur", "libelle", "definition", "sens", *_RAW),
    *("mediane", "q1", "q3", "plus_basse", "plus_haute", "ecart", "z", "niveau", "jugement", "cible_comparee"),
    instead={"n": "Pairs"},
)
