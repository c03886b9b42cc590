"""What was received of one indicator, month after month: values, provisional ones, hidden, unknown, not received."""

import pandas as pd

from calculators import french
from dashboard.charts.reading import Reading
from dashboard.charts.style import AMBRE, BLEU, BRIQUE, PIN, VIOLET, Chart, bar, draw, month_axis
from dashboard.tables import Column

HEIGHT = 330
#: Colour and hatching change together, beside the word.
_PARTS = (
    ("definitives", "valeur", PIN, ""),
    ("provisoires", "valeur provisoire", BLEU, "/"),
    ("masques", "masquée", VIOLET, "x"),
    ("manquants", "déclarée manquante", AMBRE, "."),
    ("absents", "non reçue", BRIQUE, "-"),
)


def received_chart(frame: pd.DataFrame, *, court: str, group: str) -> Chart:
    """Stacked bars of CPTS by state. `frame`: rows of queries_fiche.indicator_received; `court`: the indicator."""
    frame = frame.assign(definitives=frame["valeurs"] - frame["provisoires"])
    months = [french.as_date(m) for m in frame["mois"]]
    traces = [
        bar(
            x=months,
            y=frame[key],
            name=word,
            marker={
                "color": colour,
                "pattern": {"shape": shape, "fillmode": "overlay", "fgcolor": "#ffffff", "fgopacity": 0.6, "size": 6},
            },
            text=[french.month(m) for m in months],
            textposition="none",
            hovertemplate="%{text}<br>%{fullData.name} : %{y} CPTS<extra></extra>",
        )
        for key, word, colour, shape in _PARTS
        if frame[key].any()
    ]
    share = frame["valeurs"] / frame["attendus"].where(frame["attendus"] > 0)
    table = frame.assign(part=share).iloc[::-1].reset_index(drop=True)
    return Chart(
        figure=draw(
            traces,
            height=HEIGHT,
            barmode="stack",
            legend={"traceorder": "normal"},
            bargap=0.2,
            xaxis={"showgrid": False, **month_axis(months)},
            yaxis={"title": {"text": "nombre de CPTS", "standoff": 11}},
        ),
        sentence=_sentence(frame, court=court, group=group),
        table=table,
        columns=(
            Column("mois", "Mois", "month"),
            Column("attendus", "CPTS attendues", "int"),
            Column("valeurs", "Valeurs", "int"),
            Column("provisoires", "dont provisoires", "int"),
            Column("masques", "Masquées", "int"),
            Column("manquants", "Déclarées manquantes", "int"),
            Column("absents", "Non reçues", "int"),
            Column("part", "Part avec une valeur", "percent"),
        ),
        height=HEIGHT,
        reading=Reading(
            unit="nombre de CPTS",
            direction="↑ plus de valeurs est mieux",
            denominator="les CPTS dont l’indicateur est attendu ce mois-là",
            provisional=[m for m, n in zip(months, frame["provisoires"], strict=True) if n],
        ),
    )


def _sentence(frame: pd.DataFrame, *, court: str, group: str) -> str:
    if frame.empty:
        return f"« {court} » n’est attendu d’aucune CPTS ({group}) sur la période."
    last = frame.iloc[-1]
    text = (
        f"En {french.month(last['mois'])}, « {court} » : {french.number(last['valeurs'])} valeurs pour "
        f"{french.count(int(last['attendus']), 'CPTS attendue', 'CPTS attendues')} ({group})"
    )
    for key, one, many in (
        ("masques", "masquée", "masquées"),
        ("manquants", "déclarée manquante", "déclarées manquantes"),
        ("absents", "non reçue", "non reçues"),
    ):
        if last[key]:
            text += f", {french.count(int(last[key]), one, many)}"
    share = frame["valeurs"].sum() / max(int(frame["attendus"].sum()), 1)
    return f"{text}. Sur {french.count(len(frame), 'mois', 'mois')}, {french.percent(share, 0)} des valeurs attendues se voient ici."
