"""The funnel: each CPTS by the size of what it counts over, with what chance allows around the reference."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from calculators import french
from calculators.comparison.funnel import NIVEAUX
from calculators.rows import rows as records
from dashboard.charts.findings import findings
from dashboard.charts.looks import COLUMNS, EXPORTS, points, reading, ring, short, written
from dashboard.charts.style import BRIQUE, GRIS, Chart, draw, scatter
from dashboard.comparer.labels import Nom, beside
from pipelines.comparaison.jugees import Jugees

HEIGHT = 470
#: Of a plot on a narrow screen, in pixels: what keeps names apart there does so on a wide one.
WIDTH = 760
#: Points of each limit; drawn on a log axis.
STEPS = 120
_DASH = {NIVEAUX[0]: "dash", NIVEAUX[1]: "solid"}


def has_funnel(done: Jugees) -> bool:
    """True when there are limits and somebody with the counts that place it between them."""
    return done.entonnoir is not None and bool(done.cpts["denominateur_compare"].notna().any())


def funnel_chart(done: Jugees, *, reference: str, group: str, chosen: Collection[str] = ()) -> Chart:
    """The funnel of one month. Needs `has_funnel`; a CPTS without its counts is in the table, not in the figure."""
    funnel, mesure = done.entonnoir, done.panel.mesure
    if funnel is None or not has_funnel(done):
        raise ValueError("Cette comparaison n'a pas d'entonnoir.")
    scale = mesure.scale
    factor = scale.factor * (mesure.pour if mesure.nature == "taux" else 1)
    rows = done.cpts[done.cpts["denominateur_compare"].notna()].reset_index(drop=True)
    size = rows["denominateur_compare"]
    grid = np.geomspace(float(size.min()) * 0.9, float(size.max()) * 1.1, STEPS)
    traces: list[dict[str, Any]] = []
    for level in NIVEAUX:
        low, high = funnel.limites(grid, level)
        written_level = french.percent(level, 0 if level == NIVEAUX[0] else 1)
        traces.append(
            scatter(
                x=np.concatenate([grid, [np.nan], grid]),
                y=np.concatenate([low, [np.nan], high]) * factor,
                mode="lines",
                line={"color": GRIS, "width": 1.4, "dash": _DASH[level]},
                name=f"limites à {written_level}",
                hoverinfo="skip",
            )
        )
    level = done.reference * scale.factor
    traces.append(
        scatter(
            x=[grid[0], grid[-1]],
            y=[level, level],
            mode="lines",
            line={"color": BRIQUE, "width": 1.5, "dash": "dot"},
            name=f"référence {scale.write(done.reference)}",
            hoverinfo="skip",
        )
    )
    traces += ring(rows, chosen, x=size, y=rows["comparee"] * scale.factor)
    traces += points(rows, done, x=size, y=rows["comparee"] * scale.factor, size=7 if len(rows) > 150 else 9)
    span = room(rows, scale.factor, level)
    marked = ticks(float(grid[0]), float(grid[-1]))
    return Chart(
        figure=draw(
            traces,
            height=HEIGHT,
            annotations=_names(rows, done, chosen, room=span),
            margin={"b": 44},
            xaxis={
                "type": "log",
                "title": {"text": f"{over(done)} (échelle logarithmique)", "standoff": 8},
                "tickmode": "array",
                "tickvals": marked,
                "ticktext": [french.number(t) for t in marked],
                "range": [float(np.log10(grid[0])), float(np.log10(grid[-1]))],
            },
            yaxis={
                "title": {"text": scale.axis, "standoff": 11},
                "ticksuffix": mesure.tick,
                "range": span,
            },
        ),
        sentence=findings(done, reference=reference, group=group),
        table=written(done, chosen=chosen),
        columns=COLUMNS,
        height=HEIGHT,
        exports=EXPORTS,
        reading=reading(done),
    )


def over(done: Jugees) -> str:
    """What the size of a CPTS counts, for the axis."""
    if done.panel.mesure.rapporte:
        return "Population du territoire"
    text = str(done.panel.mesure.indicateur.denominateur or done.panel.mesure.sur)
    return french.upper_first(text)


def room(rows: pd.DataFrame, factor: float, level: float) -> list[float]:
    """The range of values: that of the CPTS, not that of limits that open wide on the left."""
    low = min(float(rows["comparee"].min()) * factor, level)
    high = max(float(rows["comparee"].max()) * factor, level)
    pad = (high - low) * 0.08 or 1.0
    return [low - pad if low > 0 else -pad, high + pad]


def ticks(low: float, high: float) -> list[float]:
    """Round numbers within the axis: the closest series that gives between four and nine of them, else the closest."""
    exponents = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    for steps in ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 5, 7), tuple(range(10, 100, 5))):
        unit = 10.0 if steps[0] == 10 else 1.0
        found = [m / unit * 10.0**e for e in exponents for m in steps if low <= m / unit * 10.0**e <= high]
        if len(found) >= 4:
            break
    return found


def _names(rows: pd.DataFrame, done: Jugees, chosen: Collection[str], *, room: Sequence[float]) -> list[dict[str, Any]]:
    """The chosen CPTS, with an arrow; towards the middle of the plot, where there is room for the text. `room`: range of values."""
    named = rows[rows["id_cpts"].isin(list(chosen)) & rows["comparee"].notna()]
    if named.empty:
        return []
    least, most = np.log10(rows["denominateur_compare"].min()), np.log10(rows["denominateur_compare"].max())
    right, up = WIDTH / max(most - least, 0.01), (HEIGHT - 110) / max(room[1] - room[0], 1e-9)
    factor = done.panel.mesure.scale.factor
    return beside(
        [
            Nom(
                x=(place := float(np.log10(row.denominateur_compare))),
                y=row.comparee * factor,
                left=(place - least) * right,
                top=(room[1] - row.comparee * factor) * up,
                text=f"<b>{short(str(row.nom), 30)}</b>{'' if row.dans_groupe else ' (hors groupe)'}",
                before=bool(place > (least + most) / 2),
            )
            for row in records(named)
        ],
        aside=40,
    )
