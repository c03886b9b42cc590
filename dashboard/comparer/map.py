"""The map: perimeters when they are known, else seats, their size that of the population, their look the judgement."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from calculators import french
from calculators.rows import rows as records
from dashboard.charts.findings import findings
from dashboard.charts.looks import COLUMNS, EXPORTS, LOOKS, points, reading, ring, short, written
from dashboard.charts.style import Chart, draw, note, scatter
from dashboard.comparer.labels import Nom, beside
from dashboard.comparer.outlines import CADRES, departements, perimetres, plane
from pipelines.comparaison.jugees import Jugees

HEIGHT = 700
#: Diameter in pixels of a CPTS of 100 000 inhabitants; the area follows the population.
DIAMETER = 15.0
_LARGE = 100_000
#: The plane of the whole country, boxes included; and the least width of a map of fewer CPTS.
FRANCE = (-6.4, 7.4, 41.2, 51.3)
LEAST = 1.6


def map_chart(done: Jugees, *, reference: str, group: str, chosen: Collection[str] = ()) -> Chart:
    """Where the CPTS of the comparison are. One trace per judgement, one for all départements."""
    rows = done.cpts[done.cpts["lat"].notna() & done.cpts["lon"].notna()].reset_index(drop=True)
    x, y = (pd.Series(part, index=rows.index) for part in plane(rows["lon"], rows["lat"]))
    west, east, south, north = _frame(x[rows["dans_groupe"]], y[rows["dans_groupe"]])
    seen = x.between(west, east) & y.between(south, north)
    people = rows["population"].astype("float64").fillna(_LARGE / 4)
    size = pd.Series(DIAMETER * np.sqrt(people / _LARGE), index=rows.index)
    size = size / (1.25 if len(rows) > 350 else 1.0)
    land_x, land_y = departements()
    traces: list[dict[str, Any]] = [
        scatter(
            x=land_x,
            y=land_y,
            mode="lines",
            line={"color": "rgba(134,147,160,0.55)", "width": 0.8},
            hoverinfo="skip",
            showlegend=False,
        ),
        *_outlined(rows[seen]),
        *ring(rows[seen], chosen, x=x[seen], y=y[seen]),
        *points(rows, done, x=x, y=y, size=size.clip(lower=5)),
    ]
    notes = [
        note(x=box.x, y=box.y + 0.72, text=box.nom, font={"size": 10}, yanchor="bottom") for box in CADRES.values()
    ]
    named = seen & rows["id_cpts"].isin(list(chosen))
    notes += _names(rows[named], x[named], y[named], scale=HEIGHT / (north - south))
    return Chart(
        figure=draw(
            traces,
            height=HEIGHT,
            annotations=notes,
            margin={"l": 4, "r": 4, "b": 4},
            xaxis={"visible": False, "range": [west, east]},
            yaxis={"visible": False, "range": [south, north], "scaleanchor": "x", "scaleratio": 1},
        ),
        sentence=_sentence(done, rows, seen, reference=reference, group=group),
        table=written(done, chosen=chosen),
        columns=COLUMNS,
        height=HEIGHT,
        exports=EXPORTS,
        reading=reading(done),
    )


def _names(rows: pd.DataFrame, x: pd.Series, y: pd.Series, *, scale: float) -> list[dict[str, Any]]:
    """A name beside each of these CPTS. `scale`: pixels of a unit of the plane."""
    return beside(
        [
            Nom(
                x[at],
                y[at],
                left=x[at] * scale,
                top=-y[at] * scale,
                text=f"<b>{short(str(rows.at[at, 'nom']), 28)}</b>",
            )
            for at in rows.index
        ]
    )


def _outlined(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The known perimeters of the CPTS compared, tinted by the judgement their seat has too."""
    traces = []
    for row in records(rows):
        if row.id_cpts not in perimetres():
            continue
        x, y, origin = perimetres()[row.id_cpts]
        colour = LOOKS[row.jugement][0]
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        traces.append(
            scatter(
                x=x,
                y=y,
                mode="lines",
                fill="toself",
                fillcolor=f"rgba({red},{green},{blue},0.3)",
                line={"color": colour, "width": 1.6},
                hoveron="fills",
                text=f"{row.nom}<br>périmètre : {short(origin, 70)}",
                hoverinfo="text",
                showlegend=False,
            )
        )
    return traces


def _frame(x: pd.Series, y: pd.Series) -> tuple[float, float, float, float]:
    """West, east, south, north of the map: the whole country, or the CPTS compared when they stand together."""
    if x.empty:
        return FRANCE
    west, east, south, north = float(x.min()), float(x.max()), float(y.min()), float(y.max())
    if east - west > 6 or west < -4:
        return FRANCE
    wide, tall = max(east - west, LEAST) * 0.62, max(north - south, LEAST) * 0.62
    middle, centre = (west + east) / 2, (south + north) / 2
    return middle - wide, middle + wide, centre - tall, centre + tall


def _sentence(done: Jugees, rows: pd.DataFrame, seen: pd.Series, *, reference: str, group: str) -> str:
    lost = len(done.cpts) - len(rows)
    known = rows.loc[seen, "id_cpts"].isin(list(perimetres())).sum()
    text = findings(done, reference=reference, group=group)
    text += " Chaque marque est au siège de la CPTS, de surface proportionnelle à sa population"
    if known:
        text += (
            f" ; {french.count(known, 'périmètre connu', 'périmètres connus')} "
            f"{french.plural(known, 'est dessiné', 'sont dessinés')}"
        )
    text += "."
    return text + (f" {french.count(lost, 'CPTS', 'CPTS')} sans position." if lost else "")
