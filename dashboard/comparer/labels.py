"""Names beside marks: each to the side where there is room, none on another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.style import GRIS, note

#: Room of a name, in pixels.
WIDTH, HEIGHT = 230, 19
#: How far above its mark a name stands when nothing hinders.
ABOVE = 24


@dataclass(frozen=True)
class Nom:
    """A text for the mark at `x`, `y` (units of the axes), `left` and `top` in pixels; `before`: it ends left of its mark."""

    x: float
    y: float
    left: float
    top: float
    text: str
    before: bool = False


def beside(names: Sequence[Nom], *, aside: int = 26) -> list[dict[str, Any]]:
    """The notes, from top to bottom; a name that would cover one above it goes below that one."""
    notes: list[dict[str, Any]] = []
    taken: list[tuple[float, float]] = []
    for one in sorted(names, key=lambda n: n.top):
        start = one.left - aside - WIDTH if one.before else one.left + aside
        line = one.top - ABOVE
        for other, used in sorted(taken, key=lambda place: place[1]):
            if abs(start - other) < WIDTH and used - HEIGHT < line < used + HEIGHT:
                line = used + HEIGHT
        taken.append((start, line))
        notes.append(
            note(
                x=one.x,
                y=one.y,
                text=one.text,
                ax=-aside if one.before else aside,
                ay=line - one.top,
                xanchor="right" if one.before else "left",
                showarrow=True,
                arrowwidth=1.2,
                arrowcolor=GRIS,
            )
        )
    return notes
