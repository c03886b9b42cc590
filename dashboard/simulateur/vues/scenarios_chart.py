"""Scenarios side by side, year by year."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from calculators import french
from calculators.aci.accord.statut import RECONSTITUE, SYMBOLES, least_sure
from dashboard.charts.reading import EUROS
from dashboard.charts.style import LINES, Chart, bar, draw
from dashboard.tables import Column

HEIGHT = 340


def draw_years(lignes: Mapping[str, pd.DataFrame]) -> Chart:
    """What is due each contract year in each scenario. `lignes`: rows of entitlement by name of scenario."""
    sums = pd.DataFrame(
        {name: part.groupby("annee_contrat")["montant_centimes"].sum() for name, part in lignes.items()}
    )
    sums = sums.fillna(0).astype("int64")
    labels = [f"Année {n}" if n else "Avant" for n in sums.index]
    traces = [
        bar(
            name=name,
            x=labels,
            y=sums[name] / 100,
            marker={"color": LINES[rank][0], "pattern": _hatch(rank)},
            text=[french.euros(m, cents=False) for m in sums[name]],
            hovertemplate="%{x}<br>%{fullData.name} : %{text}<extra></extra>",
            textposition="outside" if len(sums.columns) == 2 else "none",
            cliponaxis=False,
        )
        for rank, name in enumerate(sums.columns)
    ]
    doubts = {n: least_sure(set().union(*(_of(part, n) for part in lignes.values()))) for n in sums.index}
    table = sums.reset_index(drop=True).assign(annee=labels, statut=list(doubts.values()))
    figure = draw(
        traces,
        height=HEIGHT,
        barmode="group",
        bargap=0.25,
        yaxis={"ticksuffix": f"{french.INSECABLE}€", "tickformat": ",.0f"},
    )
    return Chart(
        figure=figure,
        sentence=_sentence(sums, least_sure(doubts.values())),
        table=table,
        columns=(
            Column("annee", "Année"),
            *(Column(name, name, "euros") for name in sums.columns),
            Column("statut", "Statut", "statut"),
        ),
        height=HEIGHT,
        reading=EUROS,
    )


def _hatch(rank: int) -> dict[str, Any]:
    """Told apart without colour too."""
    shape = ("", "/", "x", ".")[rank]
    return {"shape": shape, "fillmode": "overlay", "fgcolor": "#ffffff", "fgopacity": 0.55, "size": 7, "solidity": 0.25}


def _of(part: pd.DataFrame, year: int) -> set[str]:
    due = part["annee_contrat"].eq(year) & part["montant_centimes"].ne(0)
    return set(part.loc[due, "statut"].astype(str))


def _sentence(sums: pd.DataFrame, doubt: str) -> str:
    totals = sums.sum().sort_values(ascending=False)
    mark = f" ({SYMBOLES[doubt]} {doubt} en partie)" if doubt == RECONSTITUE else ""
    best, least = totals.index[0], totals.index[-1]
    gap = int(totals.iloc[0] - totals.iloc[-1])
    if not gap:
        return f"Tous les scénarios donnent le même total : {french.euros(int(totals.iloc[0]))}{mark}."
    wide = (sums.max(axis=1) - sums.min(axis=1)).idxmax()
    where = f"l’année {wide}" if wide else "l’aide avant le contrat"
    return (
        f"« {best} » donne le plus : {french.euros(int(totals.iloc[0]))}{mark}, soit {french.euros(gap)} de plus que "
        f"« {least} ». L’écart est le plus grand pour {where}."
    )
