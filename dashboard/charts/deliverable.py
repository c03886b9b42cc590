"""A deliverable is done or not: how many CPTS proved it, and since when for the chosen ones."""

from collections.abc import Collection

import pandas as pd
import plotly.graph_objects as go

from calculators import french
from dashboard.charts.looks import PROVISOIRE
from dashboard.charts.reading import reading_of
from dashboard.charts.style import AMBRE, GRIS, PIN, Chart, bar, draw, month_axis, scatter
from dashboard.tables import Column
from pipelines.catalogue import Indicateur

OUI, NON = "oui", "non"
_OTHERS = {"masquee": "masquée", "manquante": "déclarée manquante", "absente": "non reçue"}
#: A mark that may still move is hollow, with a sign inside.
_LATER = {"square": "square-cross-open", "square-open": "square-open-dot", "x": "x-open-dot"}
_COLOURS = {OUI: PIN, NON: AMBRE}


def answers(frame: pd.DataFrame) -> "pd.Series[str]":
    """« oui », « non », or why there is no answer. `frame`: etat and valeur (1 or 0)."""
    said = frame["valeur"].map({1.0: OUI, 0.0: NON})
    return said.where(frame["etat"].eq("valeur"), frame["etat"].map(_OTHERS)).fillna(_OTHERS["manquante"])


def deliverable(
    frame: pd.DataFrame, indicateur: Indicateur, *, mois: object, group: str, chosen: Collection[str]
) -> Chart:
    """How many CPTS of the group answered what. `frame`: rows of compare.judged."""
    told = frame.assign(reponse=answers(frame))
    inside = told[told["dans_groupe"]]
    counts = inside["reponse"].value_counts().reindex([OUI, NON, *_OTHERS.values()], fill_value=0)
    counts = counts[(counts > 0) | counts.index.isin([OUI, NON])]
    waiting = inside["provisoire"].eq(True) & inside["reponse"].isin([OUI, NON])
    later = inside.loc[waiting, "reponse"].value_counts().reindex(counts.index, fill_value=0)
    figure = _bars(counts, later)
    known = int(counts[OUI] + counts[NON])
    text = f"Aucune réponse reçue pour « {indicateur.libelle} » en {french.month(mois)} ({group})."
    if known:
        text = (
            f"En {french.month(mois)}, {french.number(counts[OUI])} CPTS sur {french.number(known)} ({group}) ont répondu "
            f"oui, soit {french.percent(counts[OUI] / known, 0)}."
        )
        silent = int(counts.drop([OUI, NON], errors="ignore").sum())
        if silent:
            text += f" {french.count(silent, 'réponse')} {french.plural(silent, 'manque', 'manquent')}."
    order = told["reponse"].map({NON: 0}).fillna(told["reponse"].map({OUI: 2})).fillna(1)
    table = told.assign(_o=order, classe=["choisi" if i in chosen else "" for i in told["id_cpts"]])
    return Chart(
        figure=figure,
        sentence=text,
        table=table.sort_values(["_o", "nom"]).drop(columns="_o"),
        columns=(Column("nom", "CPTS", "cpts"), Column("reponse", "Réponse"), Column("cpam", "CPAM")),
        height=figure.layout.height,
        reading=reading_of(
            indicateur, provisional=[mois] if waiting.any() else (), unit="nombre de CPTS, par réponse (oui ou non)"
        ),
    )


def _bars(counts: "pd.Series[int]", later: "pd.Series[int]") -> go.Figure:
    """A bar per answer; the provisional part of it, when there is one, apart and hatched."""
    words = [str(word) for word in counts.index]
    traces = [
        bar(
            orientation="h",
            y=words,
            x=part.tolist(),
            name=name,
            marker={
                "color": [_COLOURS.get(word, GRIS) for word in words],
                "pattern": {
                    "shape": ["|" if name else {OUI: "", NON: "/"}.get(word, ".") for word in words],
                    "fillmode": "overlay",
                },
            },
            text=[
                f"{french.number(n)}{f' {french.plural(n, name)}' if name else ''}" if n or not name else ""
                for n in part
            ],
            textposition="outside",
            cliponaxis=False,
            showlegend=False,
            hovertemplate="%{y} : %{text} CPTS<extra></extra>",
        )
        for name, part in (("", counts - later), (PROVISOIRE, later))
        if not name or part.any()
    ]
    return draw(
        traces,
        height=84 + 36 * len(counts),
        named=False,
        barmode="stack",
        xaxis={
            "title": {"text": "nombre de CPTS", "standoff": 8},
            "showticklabels": False,
            "showgrid": False,
            "range": [0, max(int(counts.max()), 1) * 1.14],
        },
        yaxis={"autorange": "reversed", "showgrid": False},
    )


def answers_over_time(series: pd.DataFrame, indicateur: Indicateur) -> Chart:
    """A line of squares per chosen CPTS, full for yes, empty for no. `series`: rows of queries.indicator_series."""
    told = series.assign(reponse=answers(series), provisoire=series["provisoire"].eq(True))
    names = list(dict.fromkeys(told["nom"]))
    traces = []
    for word, symbol, colour in ((OUI, "square", PIN), (NON, "square-open", AMBRE), ("masquée", "x", GRIS)):
        for later in (False, True):
            part = told[told["reponse"].eq(word) & told["provisoire"].eq(later)]
            if part.empty:
                continue
            shape = _LATER[symbol] if later else symbol
            traces.append(
                scatter(
                    x=part["mois"],
                    y=part["nom"],
                    mode="markers",
                    marker={"symbol": shape, "color": colour, "size": 13, "line": {"width": 2, "color": colour}},
                    name=f"{word}, {PROVISOIRE}" if later else word,
                    text=[french.month(m) for m in part["mois"]],
                    customdata=part["id_cpts"].tolist(),
                    hovertemplate="%{y}<br>%{text} : %{fullData.name}<extra></extra>",
                )
            )
    height = 114 + 34 * max(len(names), 1)
    parts = []
    for name in names:
        last = told[told["nom"].eq(name)].iloc[-1]
        parts.append(f"{name} : {last['reponse']} en {french.month(last['mois'])}")
    return Chart(
        figure=draw(
            traces,
            height=height,
            xaxis={
                "showgrid": False,
                "title": {"text": "réponse du mois : oui ou non", "standoff": 8},
                **month_axis(list(told["mois"])),
            },
            yaxis={"autorange": "reversed", "type": "category", "categoryorder": "array", "categoryarray": names},
        ),
        sentence=("Dernière réponse : " + " ; ".join(parts) + ".")
        if parts
        else "Choisissez des CPTS à mettre en avant.",
        table=told,
        columns=(Column("nom", "CPTS", "cpts"), Column("mois", "Mois", "month"), Column("reponse", "Réponse")),
        height=height,
        reading=reading_of(indicateur, provisional=told.loc[told["provisoire"], "mois"].unique().tolist()),
    )
