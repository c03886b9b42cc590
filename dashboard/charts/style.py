"""What every chart shares: the palette, the French axes, the result type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from calculators import french
from dashboard.charts.reading import Reading
from dashboard.tables import Column

# Mid tones: at least 3:1 against both the light paper and the dark ground, and told apart with any colour vision
# (tests/dashboard/charts/test_palette.py: chosen by searching for the widest least difference, normal and colour-blind).
PIN = "#277067"
AMBRE = "#a56c07"
GRIS = "#8693a0"
BRIQUE = "#ba4b40"
VIOLET = "#7d55a1"
BLEU = "#5783ea"
#: Lines of chosen CPTS: colour, dash and symbol change together.
LINES: tuple[tuple[str, str, str], ...] = (
    (PIN, "solid", "circle"),
    (AMBRE, "dash", "square"),
    (BLEU, "dot", "diamond"),
    (VIOLET, "dashdot", "triangle-up"),
    (BRIQUE, "longdash", "x"),
    (GRIS, "longdashdot", "star"),
)
GRID = "rgba(134,147,160,0.22)"
#: The line of a legend that says what a hollow mark is, in charts whose marks are each hollow or full.
HOLLOW: dict[str, Any] = {
    "type": "scatter",
    "x": [None],
    "y": [None],
    "mode": "markers",
    "marker": {"symbol": "circle-open", "size": 8, "color": GRIS, "line": {"width": 1.6}},
    "name": "marque creuse : valeur provisoire",
    "hoverinfo": "skip",
}


@dataclass(frozen=True)
class Chart:
    """A figure, the sentence that says what it shows, and the table that holds its numbers.

    `exports`: the columns of the downloads, raw values, when the table shows them in words; else `columns`.
    `reading`: unit, direction, denominator, source, last update, provisional months; the page completes it.
    """

    figure: go.Figure
    sentence: str
    table: pd.DataFrame
    columns: Sequence[Column]
    height: int
    exports: Sequence[Column] | None = None
    reading: Reading = field(default_factory=Reading)


def scatter(**properties: Any) -> dict[str, Any]:
    """One trace of points, lines or texts."""
    return {"type": "scatter", **properties}


def bar(**properties: Any) -> dict[str, Any]:
    """One trace of bars."""
    return {"type": "bar", **properties}


def across(x: float | str | None = None, y: float | None = None, **line: Any) -> dict[str, Any]:
    """A straight line over the whole plot, at `x` or at `y`."""
    if x is not None:
        return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}
    return {"type": "line", "y0": y, "y1": y, "x0": 0, "x1": 1, "xref": "paper", "line": line}


def note(**properties: Any) -> dict[str, Any]:
    """A text in the plot, without an arrow unless asked for; the style of the pages gives it a halo over marks and lines."""
    return {"showarrow": False, "font": {"size": 12}, **properties}


def _drawn(trace: Mapping[str, Any]) -> bool:
    """False for a trace without any value: what is not in the figure is not in its legend, but for the keys of signs."""
    if isinstance(x := trace.get("x"), list) and x == HOLLOW["x"]:
        return True
    return all(
        len(values) == 0 or not pd.isna(pd.Series(list(values), dtype="object")).all()
        for values in (trace.get(name) for name in ("x", "y"))
        if values is not None and not isinstance(values, str)
    )


def draw(
    traces: Sequence[dict[str, Any]],
    *,
    height: int,
    named: bool = True,
    legend: Mapping[str, Any] | None = None,
    xaxis: Mapping[str, Any] | None = None,
    yaxis: Mapping[str, Any] | None = None,
    margin: Mapping[str, int] | None = None,
    **layout: Any,
) -> go.Figure:
    """The figure in the common look: French separators, quiet grid, legend above (if `named`), no drag.

    Built in one go: with Plotly each later change of a figure costs several milliseconds. Not checked by Plotly either, which
    takes a quarter of the time of a figure: the tests check every figure of every page instead.
    """
    axis = {"gridcolor": GRID, "zeroline": False, "automargin": True, "fixedrange": True}
    above = {"orientation": "h", "yanchor": "bottom", "y": 1.0, "xanchor": "left", "x": 0}
    return go.Figure(
        data=[trace if _drawn(trace) else {**trace, "showlegend": False} for trace in traces],
        layout={
            "height": height,
            "margin": {"l": 8, "r": 16, "t": 34 if named else 12, "b": 8, **(margin or {})},
            "separators": french.SEPARATORS,
            "showlegend": named,
            "dragmode": False,
            "hovermode": "closest",
            "xaxis": {**axis, **(xaxis or {})},
            "yaxis": {**axis, **(yaxis or {})},
            "legend": {**above, **(legend or {})},
            "bargap": layout.pop("bargap", 0.35),
            **layout,
        },
        _validate=False,
    )


def month_axis(months: Sequence[object], *, most: int = 12) -> dict:
    """Axis settings for dates: French month names, at most `most` ticks, always on the same months of the year."""
    days = sorted({french.as_date(m) for m in months})
    if not days:
        return {}
    step = next((s for s in (1, 2, 3, 4, 6, 12) if len(days) / s <= most), 12)
    kept: list[date] = [d for d in days if (d.month - 1) % step == 0] or [days[0]]
    return {
        "tickmode": "array",
        "tickvals": [d.isoformat() for d in kept],
        "ticktext": [french.month_short(d).replace(french.INSECABLE, "<br>") for d in kept],
        "type": "date",
    }
