"""A deliverable is done or not: how many CPTS proved it, and since when for the chosen ones."""

from collections.abc import Collection

import pandas as pd

from dashboard import french
from dashboard.charts.reading import reading_of
from dashboard.charts.style import AMBRE, GRIS, PIN, Chart, bar, draw, month_axis, scatter
from dashboard.tables import Column
from pipelines.catalogue import Indicateur

OUI, NON = "oui", "non"
_OTHERS = {"masquee": "masquée", "manquante": "déclarée manquante", "absente": "non reçue"}
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
    trace = bar(
        orientation="h",
        y=list(counts.index),
        x=counts.tolist(),
        marker={
            "color": [_COLOURS.get(str(word), GRIS) for word in counts.index],
            "pattern": {"shape": ["/" if word == NON else "" for word in counts.index], "fillmode": "overlay"},
        },
        text=[french.number(n) for n in counts],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y} : %{x} CPTS<extra></extra>",
    )
    height = 60 + 36 * len(counts)
    figure = draw(
        [trace],
        height=height,
        named=False,
        xaxis={"showticklabels": False, "showgrid": False, "range": [0, max(int(counts.max()), 1) * 1.1]},
        yaxis={"autorange": "reversed", "showgrid": False},
    )
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
        columns=(Column("nom", "CPTS"), Column("reponse", "Réponse"), Column("cpam", "CPAM")),
        height=height,
        reading=reading_of(indicateur),
    )


def answers_over_time(series: pd.DataFrame, indicateur: Indicateur) -> Chart:
    """A line of squares per chosen CPTS, full for yes, empty for no. `series`: rows of queries.indicator_series."""
    told = series.assign(reponse=answers(series))
    names = list(dict.fromkeys(told["nom"]))
    traces = [
        scatter(
            x=told.loc[told["reponse"].eq(word), "mois"],
            y=told.loc[told["reponse"].eq(word), "nom"],
            mode="markers",
            marker={"symbol": symbol, "color": colour, "size": 13, "line": {"width": 2, "color": colour}},
            name=word,
            text=[french.month(m) for m in told.loc[told["reponse"].eq(word), "mois"]],
            hovertemplate="%{y}<br>%{text} : %{fullData.name}<extra></extra>",
        )
        for word, symbol, colour in ((OUI, "square", PIN), (NON, "square-open", AMBRE), ("masquée", "x", GRIS))
        if told["reponse"].eq(word).any()
    ]
    height = 90 + 34 * max(len(names), 1)
    parts = []
    for name in names:
        last = told[told["nom"].eq(name)].iloc[-1]
        parts.append(f"{name} : {last['reponse']} en {french.month(last['mois'])}")
    return Chart(
        figure=draw(
            traces,
            height=height,
            xaxis={"showgrid": False, **month_axis(list(told["mois"]))},
            yaxis={"autorange": "reversed", "type": "category", "categoryorder": "array", "categoryarray": names},
        ),
        sentence=("Dernière réponse : " + " ; ".join(parts) + ".")
        if parts
        else "Choisissez des CPTS à mettre en avant.",
        table=told,
        columns=(Column("nom", "CPTS"), Column("mois", "Mois", "month"), Column("reponse", "Réponse")),
        height=height,
        reading=reading_of(indicateur),
    )
