"""Dots with their intervals: a named line per CPTS, or a whole group side by side."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.scale import Scale, scale_of
from dashboard.charts.style import AMBRE, BRIQUE, GRIS, PIN, VIOLET, across, draw, note, scatter
from pipelines.catalogue import Indicateur

RANKED_HEIGHT = 350
#: Names above the plot stand on so many lines in turn.
LEVELS = 4
MIEUX, PROCHE, MOINS, SANS = (
    "mieux que la médiane",
    "proche de la médiane",
    "moins bien que la médiane",
    "sans jugement",
)
#: Colour, symbol and word always go together.
_LOOK = {
    MIEUX: (PIN, "circle"),
    PROCHE: (GRIS, "circle-open"),
    MOINS: (AMBRE, "diamond"),
    SANS: (GRIS, "circle"),
}
STATE_NAMES = {"masquee": "masquée", "manquante": "déclarée manquante", "absente": "non reçue"}


def _intervals(frame: pd.DataFrame, scale: Scale, *, at: pd.Series, horizontal: bool) -> dict[str, Any]:
    """All intervals as one line with gaps: one trace, whatever the number of CPTS."""
    kept = frame["bas"].notna()
    low, high = frame.loc[kept, "bas"] * scale.factor, frame.loc[kept, "haut"] * scale.factor
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


def _hover(frame: pd.DataFrame, scale: Scale) -> list[str]:
    return [
        f"<b>{r.nom}</b><br>{scale.write(r.valeur)}"
        + (f" (de {scale.write(r.bas)} à {scale.write(r.haut)})" if not pd.isna(r.bas) else "")
        + (f"<br>cible {scale.write(r.cible)}, {r.atteint}" if r.atteint else "")
        + f"<br>{r.jugement}"
        for r in frame.itertuples()
    ]


def dots(
    frame: pd.DataFrame,
    indicateur: Indicateur,
    *,
    median: float | None,
    chosen: Collection[str] = (),
    span: object = None,
) -> go.Figure:
    """A line per CPTS: its dot, its interval, its target. `frame`: rows of `judged`, those to be drawn.

    `span`: (least, most) stored values, so that every page of a long list has the same axis.
    """
    scale = scale_of(indicateur)
    at = pd.Series(range(len(frame)), index=frame.index, dtype="float64")
    traces = [_intervals(frame, scale, at=at, horizontal=True)]
    for word, (colour, symbol) in _LOOK.items():
        part = frame["jugement"].eq(word) & frame["valeur"].notna() & frame["etat"].eq("valeur")
        if part.any():
            traces.append(
                scatter(
                    x=frame.loc[part, "valeur"] * scale.factor,
                    y=at[part],
                    mode="markers",
                    marker={"color": colour, "symbol": symbol, "size": 10, "line": {"width": 2, "color": colour}},
                    name=word,
                    text=_hover(frame[part], scale),
                    hovertemplate="%{text}<extra></extra>",
                )
            )
    aimed = frame["cible"].notna()
    if aimed.any():
        traces.append(
            scatter(
                x=frame.loc[aimed, "cible"].astype("float64") * scale.factor,
                y=at[aimed],
                mode="markers",
                marker={"symbol": "line-ns", "size": 15, "line": {"width": 3, "color": VIOLET}},
                name="cible du contrat",
                hovertemplate="cible : %{x}" + scale.suffix + "<extra></extra>",
            )
        )
    without = ~frame["etat"].eq("valeur")
    if without.any():
        traces.append(
            scatter(
                x=[(median or 0) * scale.factor] * int(without.sum()),
                y=at[without],
                mode="text",
                text=[STATE_NAMES.get(str(s), str(s)) for s in frame.loc[without, "etat"]],
                textfont={"size": 11},
                showlegend=False,
                hoverinfo="skip",
            )
        )
    shapes, notes = [], []
    if median is not None and not pd.isna(median):
        shapes.append(across(x=median * scale.factor, color=BRIQUE, width=1.5, dash="dot"))
        notes.append(
            note(x=median * scale.factor, y=1, yref="paper", yanchor="bottom", text=f"médiane {scale.write(median)}")
        )
    names = [
        f"<b>▸ {short(r.nom)}</b>{'' if r.dans_groupe else ' (hors groupe)'}" if r.id_cpts in chosen else short(r.nom)
        for r in frame.itertuples()
    ]
    return draw(
        traces,
        height=height_of(len(frame)),
        shapes=shapes,
        annotations=notes,
        margin={"t": 62, "b": 44},
        legend={"y": 1.0, "yref": "container", "yanchor": "top"},
        xaxis={"title": {"text": scale.axis, "standoff": 8}, "ticksuffix": scale.suffix, "range": _span(span, scale)},
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(frame))),
            "ticktext": names,
            "range": [len(frame) - 0.4, -0.6],
            "showgrid": False,
        },
    )


def ranked(frame: pd.DataFrame, indicateur: Indicateur, *, median: float | None, chosen: Collection[str]) -> go.Figure:
    """Every CPTS of a large group side by side, from the best to the least good; the chosen ones are named."""
    scale = scale_of(indicateur)
    frame = frame[frame["etat"].eq("valeur") & frame["valeur"].notna()].reset_index(drop=True)
    at = pd.Series(range(1, len(frame) + 1), dtype="float64")
    traces = [_intervals(frame, scale, at=at, horizontal=False)]
    for word, (colour, symbol) in _LOOK.items():
        part = frame["jugement"].eq(word)
        if part.any():
            traces.append(
                scatter(
                    x=at[part],
                    y=frame.loc[part, "valeur"] * scale.factor,
                    mode="markers",
                    marker={"color": colour, "symbol": symbol, "size": 5 if len(frame) > 150 else 7},
                    name=f"{word} ({int((part & frame['dans_groupe']).sum())})",
                    text=_hover(frame[part], scale),
                    hovertemplate="%{text}<extra></extra>",
                )
            )
    shapes = []
    if median is not None and not pd.isna(median):
        shapes.append(across(y=median * scale.factor, color=BRIQUE, width=1.5, dash="dot"))
    best = "de la meilleure valeur à la moins bonne" if indicateur.sens != "neutre" else "par ordre alphabétique"
    notes, room = _names_above(frame, scale, at=at, chosen=chosen)
    if shapes and median is not None:
        notes.append(
            note(
                **{"x": 1, "xref": "paper", "xanchor": "right", "y": median * scale.factor, "yanchor": "bottom"},
                text=f"médiane {scale.write(median)}",
                font={"size": 12, "color": BRIQUE},
            )
        )
    return draw(
        traces,
        height=RANKED_HEIGHT,
        shapes=shapes,
        annotations=notes,
        margin={"b": 34},
        xaxis={"showticklabels": False, "showgrid": False, "title": {"text": f"{len(frame)} CPTS, {best}"}},
        yaxis={"ticksuffix": scale.suffix, "range": room},
    )


def _names_above(
    frame: pd.DataFrame, scale: Scale, *, at: pd.Series, chosen: Collection[str]
) -> tuple[list[dict[str, Any]], list[float] | None]:
    """Names of the chosen CPTS above the plot, each higher than the one on its left, and the range of values.

    A name stands left of its arrow (right of it near the left edge), so that no arrow crosses a lower name.
    """
    if frame.empty:
        return [], None
    high = float(frame["haut"].fillna(frame["valeur"]).max()) * scale.factor
    low = float(frame["bas"].fillna(frame["valeur"]).min()) * scale.factor
    step = (high - low) * 0.11 or 1.0
    named = [(rank, row) for rank, row in zip(at, frame.itertuples(), strict=True) if row.id_cpts in chosen]
    notes = [
        note(
            x=rank,
            y=(row.valeur if pd.isna(row.haut) else row.haut) * scale.factor,
            text=f"<b>{short(row.nom, 30)}</b>{'' if row.dans_groupe else ' (hors groupe)'}",
            ax=0,
            ay=high + step * (0.7 + place % LEVELS),
            xanchor="left" if rank < len(frame) / 4 else "right",
            ayref="y",
            showarrow=True,
            arrowwidth=1.2,
            arrowcolor=GRIS,
        )
        for place, (rank, row) in enumerate(named)
    ]
    return notes, [low - step / 2, high + step * (min(len(named), LEVELS) + 0.4)]


def _span(span: object, scale: Scale) -> list[float] | None:
    if span is None:
        return None
    low, high = span  # type: ignore[misc]
    pad = (high - low) * 0.06 or 1 / scale.factor
    return [(low - pad) * scale.factor, (high + pad) * scale.factor]


def height_of(rows: int) -> int:
    """Height in pixels of the labelled chart, about a text line per CPTS."""
    return 125 + 25 * max(rows, 2)


def short(name: str, most: int = 85) -> str:
    """A name cut for an axis."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
