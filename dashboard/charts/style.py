"""What every chart shares: the palette, the French axes, the result type."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from dashboard import french
from dashboard.tables import Column

# Mid tones: at least 3:1 against both the light paper and the dark ground, and told apart with any colour vision.
PIN = "#2a8a8c"
AMBRE = "#c77c11"
GRIS = "#7f8d98"
BRIQUE = "#c2533c"
VIOLET = "#8f63a8"
BLEU = "#4d86c6"
#: Lines of chosen CPTS: colour, dash and symbol change together.
LINES: tuple[tuple[str, str, str], ...] = (
    (PIN, "solid", "circle"),
    (AMBRE, "dash", "square"),
    (BLEU, "dot", "diamond"),
    (VIOLET, "dashdot", "triangle-up"),
    (BRIQUE, "longdash", "x"),
    (GRIS, "longdashdot", "star"),
)
GRID = "rgba(127,141,152,0.22)"


@dataclass(frozen=True)
class Chart:
    """A figure, the sentence that says what it shows, and the table that holds its numbers."""

    figure: go.Figure
    sentence: str
    table: pd.DataFrame
    columns: Sequence[Column]
    height: int


def dressed(figure: go.Figure, *, height: int, legend: bool = True, left: int = 8) -> go.Figure:
    """Apply the common look: French separators, quiet grid, legend above, no drag."""
    figure.update_layout(
        height=height,
        margin={"l": left, "r": 16, "t": 34 if legend else 12, "b": 8},
        separators=french.SEPARATORS,
        showlegend=legend,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "xanchor": "left", "x": 0, "title": None},
        dragmode=False,
        hovermode="closest",
        bargap=0.35,
    )
    figure.update_xaxes(gridcolor=GRID, zeroline=False, automargin=True, fixedrange=True)
    figure.update_yaxes(gridcolor=GRID, zeroline=False, automargin=True, fixedrange=True)
    return figure


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
