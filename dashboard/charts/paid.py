"""What will be paid to many CPTS, month by month."""

from datetime import date

import pandas as pd

from calculators.aci.statut import SYMBOLES, least_sure
from dashboard import french
from dashboard.charts.money import NATURES
from dashboard.charts.style import AMBRE, BLEU, BRIQUE, GRIS, PIN, VIOLET, Chart, bar, draw, scatter
from dashboard.tables import Column

_COLOURS = {"totalite": GRIS, "avance": PIN, "solde": BLEU, "variable": AMBRE, "reprise": BRIQUE}

HEIGHT = 360


def coming(versements: pd.DataFrame, *, after: date, months: int = 12) -> pd.DataFrame:
    """The payments of the `months` months that follow the one of `after`, and of the rest of that one."""
    first = pd.Timestamp(after)
    last = first.to_period("M") + months
    days = pd.to_datetime(versements["date"])
    return versements[(days > first) & (days <= last.end_time)]


def payments_by_month(versements: pd.DataFrame, *, after: date, who: str) -> Chart:
    """Payments to come by month and nature. `versements`: rows of `coming`."""
    frame = versements.assign(mois=pd.to_datetime(versements["date"]).dt.to_period("M").dt.to_timestamp())
    sums = frame.groupby(["mois", "nature"], observed=True)["montant_centimes"].sum().reset_index()
    months = sorted(sums["mois"].unique())
    labels = [french.month_short(m).replace(french.INSECABLE, "<br>") for m in months]
    traces: list[dict] = []
    for nature in NATURES:
        part = sums[sums["nature"].astype(str).eq(nature)].set_index("mois")["montant_centimes"]
        if not len(part):
            continue
        values = part.reindex(months, fill_value=0)
        traces.append(
            bar(
                x=labels,
                y=values / 100_000_000,
                name=NATURES[nature],
                marker={
                    "color": _COLOURS.get(nature, VIOLET),
                    "pattern": {"shape": "." if nature == "variable" else "", "fillmode": "overlay"},
                },
                customdata=[french.euros(v, cents=False) for v in values],
                hovertemplate="%{x}<br>%{fullData.name} : %{customdata}<extra></extra>",
            )
        )
    totals = sums.groupby("mois")["montant_centimes"].sum().reindex(months)
    traces.append(
        scatter(
            x=labels,
            y=totals.clip(lower=0) / 100_000_000,
            mode="text",
            text=[f"{french.number(t / 100_000_000, 1)}" for t in totals],
            textposition="top center",
            showlegend=False,
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
    figure = draw(
        traces,
        height=HEIGHT,
        barmode="relative",
        bargap=0.25,
        xaxis={"showgrid": False},
        yaxis={"ticksuffix": f"{french.INSECABLE}M€", "rangemode": "tozero"},
    )
    total = int(sums["montant_centimes"].sum())
    text = f"Aucun versement n’est à attendre pour {who} d’ici douze mois."
    if len(months):
        peak = totals.idxmax()
        statut = least_sure(frame["statut"].astype(str))
        text = (
            f"D’ici {french.month(months[-1])}, {french.euros(total, cents=False)} sont à verser pour {who} ; le mois le plus "
            f"chargé est {french.month(peak)} ({french.euros(totals[peak], cents=False)}). "
            f"Statut du total : {SYMBOLES[statut]} {statut}."
        )
    table = (
        frame.groupby(["mois", "nature"], observed=True)
        .agg(montant_centimes=("montant_centimes", "sum"), cpts=("id_cpts", "nunique"), statut=("statut", least_sure))
        .reset_index()
    )
    return Chart(
        figure=figure,
        sentence=text,
        table=table.assign(nature=table["nature"].astype(str).map(NATURES)),
        columns=(
            Column("mois", "Mois", "month"),
            Column("nature", "Nature"),
            Column("cpts", "CPTS", "int"),
            Column("montant_centimes", "Montant", "euros"),
            Column("statut", "Statut", "statut"),
        ),
        height=HEIGHT,
    )
