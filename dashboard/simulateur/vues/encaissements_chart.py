"""The receipts of one contract added up over time: a staircase, with the day the page is read."""

from datetime import date

import pandas as pd

from calculators import french
from calculators.aci.accord.statut import RECONSTITUE, SYMBOLES
from dashboard.charts.reading import EUROS
from dashboard.charts.style import GRIS, PIN, Chart, across, draw, note, scatter
from dashboard.tables import Column

HEIGHT = 260


def draw_balance(days: pd.DataFrame, *, today: date) -> Chart:
    """The running balance of the receipts.

    `days`: date, montant_centimes, statut, cumul_centimes, cumul_statut, one row per day (dashboard.simulateur.vues.releve_tables.schedule).
    """
    trace = scatter(
        x=days["date"],
        y=days["cumul_centimes"] / 100,
        mode="lines+markers",
        line={"shape": "hv", "color": PIN, "width": 2.2},
        marker={"size": 7},
        cliponaxis=False,
        fill="tozeroy",
        fillcolor="rgba(42,138,140,0.12)",
        text=[
            f"{french.day(d)}<br>attendu ce jour : {french.euros(m)}<br>cumul : {french.euros(c)}"
            for d, m, c in zip(days["date"], days["montant_centimes"], days["cumul_centimes"], strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
    )
    years = sorted({french.as_date(d).year for d in days["date"]})
    inside = len(days) > 0 and days["date"].min() <= pd.Timestamp(today) <= days["date"].max()
    figure = draw(
        [trace],
        height=HEIGHT,
        named=False,
        margin={"t": 22},
        xaxis={
            "type": "date",
            "range": _span(days),
            "tickmode": "array",
            "tickvals": [f"{year}-01-01" for year in years],
            "ticktext": [f"{french.MOIS_COURTS[0]} {year}" for year in years],
        },
        yaxis={"ticksuffix": f"{french.INSECABLE}€", "tickformat": ",.0f", "rangemode": "tozero"},
        shapes=[across(x=today.isoformat(), color=GRIS, width=1.2, dash="dot")] if inside else [],
        annotations=[note(x=today.isoformat(), y=1.06, yref="paper", text="aujourd’hui")] if inside else [],
    )
    return Chart(
        figure=figure,
        sentence=_sentence(days, today),
        table=days,
        columns=(
            Column("date", "Jour", "day"),
            Column("montant_centimes", "Attendu ce jour", "euros"),
            Column("cumul_centimes", "Cumul attendu", "euros"),
            Column("cumul_statut", "Statut du cumul", "statut"),
        ),
        height=HEIGHT,
        reading=EUROS,
    )


def _span(days: pd.DataFrame) -> list[str] | None:
    """From the first day to the last, with room for the marks at both ends."""
    if days.empty:
        return None
    first, last = days["date"].min(), days["date"].max()
    room = max((last - first) * 0.03, pd.Timedelta(days=20))
    return [f"{first - room:%Y-%m-%d}", f"{last + room:%Y-%m-%d}"]


def _sentence(days: pd.DataFrame, today: date) -> str:
    if days.empty:
        return "Aucun versement n’est à attendre."
    total, doubt = int(days["cumul_centimes"].iloc[-1]), str(days["cumul_statut"].iloc[-1])
    mark = f" ({SYMBOLES[RECONSTITUE]} en partie reconstitués)" if doubt == RECONSTITUE else ""
    past = days[days["date"] <= pd.Timestamp(today)]
    if past.empty:
        return f"Rien n’est encore arrivé : {french.euros(total)}{mark} sont à recevoir."
    received = int(past["cumul_centimes"].iloc[-1])
    if len(past) == len(days):
        return f"Toutes les échéances sont passées : {french.euros(received)}{mark} devraient être reçus."
    gap = max(zip(days["date"].iloc[1:], days["date"].diff().dt.days.iloc[1:], strict=True), key=lambda pair: pair[1])
    return (
        f"Au {french.day(today)}, {french.euros(received)} devraient être reçus et {french.euros(total - received)} "
        f"restent à venir{mark}. La plus longue attente entre deux versements dure {int(gap[1])} jours et finit le "
        f"{french.day(gap[0])}."
    )
