"""One indicator, one month, many CPTS: dots with their intervals, and the same as a table."""

from collections.abc import Collection

import pandas as pd

from calculators import french
from calculators.rows import rows as records
from dashboard.charts.findings import findings
from dashboard.charts.looks import COLUMNS, EXPORTS, reading, signed, written
from dashboard.charts.style import Chart
from dashboard.comparer.dots import RANKED_HEIGHT, dots, height_of, ranked
from pipelines.comparaison.jugees import Jugees

#: Up to this many CPTS the chart names each of them.
FEW = 40


def in_order(done: Jugees) -> pd.DataFrame:
    """The rows a chart draws, the most favourable first; by name without direction. CPTS without a value last."""
    sign = {"hausse": -1, "baisse": 1, "neutre": 0}[done.panel.mesure.indicateur.sens]
    value = done.cpts["comparee"]
    key = value * sign if sign else value.where(value.isna(), 0.0)
    return done.cpts.assign(_ordre=key).sort_values(["_ordre", "nom"], na_position="last", ignore_index=True)


def drawn(done: Jugees, chosen: Collection[str]) -> pd.DataFrame:
    """Of the rows in order, those with a value, and the chosen ones even without."""
    rows = in_order(done)
    return rows[rows["comparee"].notna() | rows["id_cpts"].isin(list(chosen))].reset_index(drop=True)


def some(done: Jugees, rows: pd.DataFrame, *, first: int, most: int, chosen: Collection[str] = ()) -> Chart:
    """A part of a long comparison, each CPTS named. `rows`: of `drawn`; `first`: the place of its first one, from 0."""
    part = rows.iloc[first : first + most]
    height = height_of(len(part))
    return Chart(
        figure=dots(done, part, chosen=chosen),
        sentence=f"De la {french.ordinal(first + 1)} à la {french.ordinal(first + len(part))} CPTS sur "
        f"{french.number(len(rows))} : le point est la valeur, le trait gris son intervalle de confiance à 95 %, la barre "
        "verticale la cible du contrat.",
        table=_table(done, part["id_cpts"], chosen=chosen),
        columns=COLUMNS,
        height=height,
        exports=EXPORTS,
        reading=reading(done),
    )


def _table(done: Jugees, order: "pd.Series[str]", *, chosen: Collection[str]) -> pd.DataFrame:
    """The rows of these CPTS in words, in their order."""
    return written(done, chosen=chosen).set_index("id_cpts", drop=False).loc[order.tolist()].reset_index(drop=True)


def comparison(done: Jugees, *, reference: str, group: str, chosen: Collection[str] = ()) -> Chart:
    """Every CPTS with its interval: named when few, else side by side. `reference`, `group`: in words."""
    rows = drawn(done, chosen)
    few = len(rows) <= FEW
    said = findings(done, reference=reference, group=group)
    for row in records(rows[rows["id_cpts"].isin(list(chosen))].head(2)):
        said += f" {row.nom} : {done.panel.mesure.scale.write(row.comparee)}, {signed(row.jugement)}."
    return Chart(
        figure=dots(done, rows, chosen=chosen) if few else ranked(done, rows, chosen=chosen),
        sentence=said,
        table=_table(done, in_order(done)["id_cpts"], chosen=chosen),
        columns=COLUMNS,
        height=height_of(len(rows)) if few else RANKED_HEIGHT,
        exports=EXPORTS,
        reading=reading(done),
    )
