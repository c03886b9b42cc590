"""What came in, month by month: every state has its symbol and its word, and nothing received is never a zero."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from calculators import french
from dashboard.charts.reading import Reading
from dashboard.charts.style import AMBRE, BLEU, BRIQUE, GRIS, PIN, VIOLET, Chart, bar, draw, scatter
from dashboard.tables import Column

#: What the counts of deposits are.
RECUS = Reading(
    unit="nombre d’envois attendus (une CPTS, un mois, un fournisseur)",
    direction="↑ plus de reçus est mieux",
    denominator="envois attendus du mois",
    definition="Ce qui était attendu de chaque CPTS et de chaque fournisseur, et ce qui est arrivé",
)


@dataclass(frozen=True)
class Etat:
    """How a state is said: symbol and short word in a cell, plural on a chart, colour and pattern beside them."""

    symbole: str
    court: str
    plusieurs: str
    sens: str
    couleur: str
    trame: str = ""


#: In the order of the stack and of the legend: what is in, then what is missing.
ETATS: Mapping[str, Etat] = {
    "recu": Etat("●", "reçu", "reçus à temps", "tout est arrivé avant l’échéance", PIN),
    "provisoire": Etat("◇", "provisoire", "provisoires", "tout est arrivé, avant la fin du mois", BLEU, "."),
    "en_retard": Etat("◷", "en retard", "reçus en retard", "tout est arrivé, après l’échéance", VIOLET, "-"),
    "partiel": Etat("◐", "partiel", "partiels", "une partie seulement est arrivée", AMBRE, "/"),
    "manquant": Etat("✕", "manquant", "manquants", "rien n’est arrivé et l’échéance est passée", BRIQUE, "x"),
    "a_venir": Etat("…", "à venir", "à venir", "rien n’est arrivé, l’échéance n’est pas passée", GRIS, "|"),
    "non_attendu": Etat("–", "non attendu", "non attendus", "avant le contrat ou avant ses missions", GRIS),
}
GELE = "❄"


def months_chart(frame: pd.DataFrame, *, who: str) -> Chart:
    """How many sendings (one CPTS, one month, one supplier) in each state, month by month. `frame`: completeness rows."""
    expected = frame[frame["statut"].ne("non_attendu")]
    counts = (
        expected.groupby(["mois", "statut"])
        .size()
        .unstack(fill_value=0)
        .reindex(columns=[s for s in ETATS if s != "non_attendu"], fill_value=0)
        .sort_index()
    )
    names = [french.month_short(m).replace(french.INSECABLE, "<br>") for m in counts.index]
    traces = [
        bar(
            x=names,
            y=counts[statut],
            name=f"{etat.symbole} {etat.plusieurs}",
            marker={
                "color": etat.couleur,
                "pattern": {"shape": etat.trame, "fillmode": "overlay", "size": 6},
                "opacity": 0.45 if statut == "a_venir" else 1,
            },
            customdata=[french.month(m) for m in counts.index],
            hovertemplate=f"%{{customdata}} : %{{y}} {etat.plusieurs}<extra></extra>",
        )
        for statut, etat in ETATS.items()
        if statut in counts and counts[statut].sum()
    ]
    missing = counts["manquant"] + counts["partiel"]
    traces.append(
        scatter(
            x=names,
            y=counts.sum(axis=1),
            mode="text",
            text=[f"{ETATS['manquant'].symbole} {french.number(n)}" if n else "" for n in missing],
            textposition="top center",
            hoverinfo="skip",
            showlegend=False,
            cliponaxis=False,
        )
    )
    height = 340
    figure = draw(
        traces,
        height=height,
        barmode="stack",
        bargap=0.25,
        legend={"traceorder": "normal"},
        xaxis={"showgrid": False, "type": "category", "nticks": 18, "tickangle": 0},
        yaxis={"title": {"text": "envois (CPTS × fournisseur)"}, "separatethousands": True, "rangemode": "tozero"},
    )
    return Chart(
        figure=figure,
        sentence=months_sentence(counts, who=who),
        table=counts.reset_index(),
        columns=(
            Column("mois", "Mois", "month"),
            *(
                Column(statut, french.upper_first(etat.plusieurs), "int")
                for statut, etat in ETATS.items()
                if statut in counts
            ),
        ),
        height=height,
        reading=RECUS.completed(provisional=list(counts.index[counts["provisoire"] > 0])),
    )


def months_sentence(counts: pd.DataFrame, *, who: str) -> str:
    """What the months say: the share on time, the last month due, and where most is missing."""
    due = counts.drop(columns="a_venir")
    due = due[due.sum(axis=1) > 0]
    if due.empty:
        return f"Aucun envoi n’est encore dû pour {who} sur ces mois."
    total = int(due.to_numpy().sum())
    missing = due["manquant"] + due["partiel"]
    text = (
        f"Sur {french.number(total)} envois dus pour {who}, {french.percent(due['recu'].sum() / total, 0)} sont arrivés complets "
        f"avant l’échéance, {french.percent(due['en_retard'].sum() / total, 0)} après, et {french.number(missing.sum())} "
        f"{'manquent' if missing.sum() >= 2 else 'manque'} en tout ou en partie."
    )
    last = due.index[-1]
    if missing.sum():
        text += f" Dernier mois dû, {french.month(last)} : {french.count(int(missing[last]), 'envoi incomplet', 'envois incomplets')}."
        at = int(missing.to_numpy().argmax())
        if due.index[at] != last:
            text += f" Le mois le plus troué est {french.month(due.index[at])} ({french.number(missing.iloc[at])})."
    return text
