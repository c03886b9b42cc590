"""Dots with their intervals: a named line per CPTS, or a whole group side by side."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from calculators import french
from calculators.rows import rows as records
from dashboard.charts.looks import ETATS, points, short
from dashboard.charts.style import BRIQUE, GRIS, VIOLET, across, draw, note, scatter
from pipelines.comparaison.echelle import Scale
from pipelines.comparaison.jugees import Jugees

RANKED_HEIGHT = 380
#: Names above the plot stand on so many lines in turn.
LEVELS = 4


def _intervals(rows: pd.DataFrame, scale: Scale, *, at: pd.Series, horizontal: bool) -> dict[str, Any]:
    """All intervals as one line with gaps: one trace, whatever the number of CPTS."""
    kept = rows["bas"].notna()
    low, high = rows.loc[kept, "bas"] * scale.factor, rows.loc[kept, "haut"] * scale.factor
    gap = np.full(len(low), np.nan)
    values = np.column_stack([low, high, gap]).ravel()
    places = np.column_stack([at[kept], at[kept], gap]).ravel()
    x, y = (values, places) if horizontal else (places, values)
    return scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": GRIS, "width": 2 if horizontal else 1},
        opacity=0.75,
        name="intervalle à 95 %",
        hoverinfo="skip",
    )


def dots(done: Jugees, rows: pd.DataFrame, *, chosen: Collection[str] = ()) -> go.Figure:
    """A line per CPTS: its dot, its interval, its target. `rows`: those of `done.cpts` to draw, in order.

    The axis is that of all of `done`, so that every page of a long list has the same.
    """
    rows = rows.reset_index(drop=True)
    scale = done.panel.mesure.scale
    at = pd.Series(range(len(rows)), index=rows.index, dtype="float64")
    traces = [
        _intervals(rows, scale, at=at, horizontal=True),
        *points(rows, done, x=rows["comparee"] * scale.factor, y=at, size=10, counted=False),
    ]
    aimed = rows["cible_comparee"].notna()
    if aimed.any():
        traces.append(
            scatter(
                x=rows.loc[aimed, "cible_comparee"] * scale.factor,
                y=at[aimed],
                mode="markers",
                marker={"symbol": "line-ns", "size": 15, "line": {"width": 3, "color": VIOLET}},
                name="cible du contrat",
                text=[scale.write(v) for v in rows.loc[aimed, "cible_comparee"]],
                hovertemplate="cible : %{text}<extra></extra>",
            )
        )
    without = rows["comparee"].isna()
    middle = 0.0 if pd.isna(done.reference) else done.reference * scale.factor
    if without.any():
        traces.append(
            scatter(
                x=[middle] * int(without.sum()),
                y=at[without],
                mode="text",
                text=[ETATS.get(str(s), str(s)) for s in rows.loc[without, "etat"]],
                textfont={"size": 11},
                showlegend=False,
                hoverinfo="skip",
            )
        )
    shapes, notes = [], []
    if not pd.isna(done.reference):
        shapes.append(across(x=middle, color=BRIQUE, width=1.5, dash="dot"))
        notes.append(
            note(x=middle, y=1, yref="paper", yanchor="bottom", text=f"référence {scale.write(done.reference)}")
        )
    names = [
        f"<b>▸ {short(r.nom)}</b>{'' if r.dans_groupe else ' (hors groupe)'}" if r.id_cpts in chosen else short(r.nom)
        for r in records(rows)
    ]
    return draw(
        traces,
        height=height_of(len(rows)),
        shapes=shapes,
        annotations=notes,
        margin={"t": 62, "b": 44},
        legend={"y": 1.0, "yref": "container", "yanchor": "top"},
        xaxis={
            "title": {"text": scale.axis, "standoff": 8},
            "ticksuffix": done.panel.mesure.tick,
            "range": _span(done),
        },
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(rows))),
            "ticktext": names,
            "range": [len(rows) - 0.4, -0.6],
            "showgrid": False,
        },
    )


def ranked(done: Jugees, rows: pd.DataFrame, *, chosen: Collection[str]) -> go.Figure:
    """Every CPTS of a large group side by side, in the order of `rows`; the chosen ones are named."""
    scale = done.panel.mesure.scale
    rows = rows[rows["comparee"].notna()].reset_index(drop=True)
    at = pd.Series(range(1, len(rows) + 1), dtype="float64")
    size = 5 if len(rows) > 150 else 7
    traces = [
        _intervals(rows, scale, at=at, horizontal=False),
        *points(rows, done, x=at, y=rows["comparee"] * scale.factor, size=size),
    ]
    notes, room = _names_above(rows, scale, at=at, chosen=chosen)
    shapes = []
    if not pd.isna(done.reference):
        level = done.reference * scale.factor
        shapes.append(across(y=level, color=BRIQUE, width=1.5, dash="dot"))
        notes.append(
            note(
                **{"x": 1, "xref": "paper", "xanchor": "right", "y": level, "yanchor": "bottom"},
                text=f"référence {scale.write(done.reference)}",
                font={"size": 12, "color": BRIQUE},
            )
        )
    directed = done.panel.mesure.indicateur.sens != "neutre"
    order = "de la valeur la plus favorable à la moins favorable" if directed else "par ordre alphabétique"
    return draw(
        traces,
        height=RANKED_HEIGHT,
        shapes=shapes,
        annotations=notes,
        margin={"b": 34},
        xaxis={
            "showticklabels": False,
            "showgrid": False,
            "title": {"text": f"{french.number(len(rows))} CPTS, {order}"},
        },
        yaxis={
            "title": {"text": scale.axis, "standoff": 11},
            "ticksuffix": done.panel.mesure.tick,
            "range": room,
        },
    )


def _names_above(
    rows: pd.DataFrame, scale: Scale, *, at: pd.Series, chosen: Collection[str]
) -> tuple[list[dict[str, Any]], list[float] | None]:
    """Names of the chosen CPTS above the plot, each higher than the one on its left, and the range of values.

    A name stands left of its arrow (right of it near the left edge), so that no arrow crosses a lower name.
    """
    if rows.empty:
        return [], None
    high = float(rows["haut"].fillna(rows["comparee"]).max()) * scale.factor
    low = float(rows["bas"].fillna(rows["comparee"]).min()) * scale.factor
    step = (high - low) * 0.11 or 1.0
    named = [(rank, row) for rank, row in zip(at, records(rows), strict=True) if row.id_cpts in chosen]
    notes = [
        note(
            x=rank,
            y=(row.comparee if pd.isna(row.haut) else row.haut) * scale.factor,
            text=f"<b>{short(str(row.nom), 30)}</b>{'' if row.dans_groupe else ' (hors groupe)'}",
            ax=0,
            ay=high + step * (0.7 + place % LEVELS),
            xanchor="left" if rank < len(rows) / 4 else "right",
            ayref="y",
            showarrow=True,
            arrowwidth=1.2,
            arrowcolor=GRIS,
        )
        for place, (rank, row) in enumerate(named)
    ]
    return notes, [low - step / 2, high + step * (min(len(named), LEVELS) + 0.4)]


def _span(done: Jugees) -> list[float] | None:
    """Least and most of what the whole comparison draws."""
    rows = done.cpts
    values = pd.concat([rows["bas"], rows["haut"], rows["comparee"], rows["cible_comparee"]]).dropna()
    if values.empty:
        return None
    factor = done.panel.mesure.scale.factor
    low, high = float(values.min()), float(values.max())
    pad = (high - low) * 0.06 or 1 / factor
    return [(low - pad) * factor, (high + pad) * factor]


def height_of(rows: int) -> int:
    """Height in pixels of the labelled chart, about a text line per CPTS."""
    return 125 + 25 * max(rows, 2)
