"""A control chart small enough for a table cell: the line, the band between its limits, its recent signals.

An SVG image in the page itself: Streamlit takes bare SVG out of HTML. Its greys hold on the light paper and the dark one.
"""

from base64 import b64encode
from html import escape

import numpy as np

from pipelines.comparaison.cartes import RECENT, OwnCard

WIDTH, HEIGHT, MARGIN = 180, 34, 4


def image(card: OwnCard) -> str:
    """The whole series of a chart, oldest on the left, as HTML; its numbers are in the cells beside it."""
    values, low, high = card.carte.valeurs[0], card.carte.bas[0], card.carte.haut[0]
    known = np.concatenate([values, low, high])
    known = known[~np.isnan(known)]
    if not len(known):
        return ""
    least, most = float(known.min()), float(known.max())
    reach = most - least or 1.0
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)

    def place(at: int, value: float) -> str:
        return f"{MARGIN + at * step:.1f},{MARGIN + (most - value) / reach * (HEIGHT - 2 * MARGIN):.1f}"

    limited = np.flatnonzero(~np.isnan(low))
    parts = []
    if len(limited):
        band = [place(at, high[at]) for at in _turns(high, limited)]
        band += [place(at, low[at]) for at in _turns(low, limited)[::-1]]
        parts.append(f'<polygon points="{" ".join(band)}" fill="#8693a0" fill-opacity="0.28"></polygon>')
    for run in _runs(np.flatnonzero(~np.isnan(values))):
        points = " ".join(place(at, values[at]) for at in run)
        parts.append(f'<polyline points="{points}" fill="none" stroke="#277067" stroke-width="1.5"></polyline>')
    for at in np.flatnonzero(~np.isnan(values))[-RECENT:]:
        if card.told and card.carte.signal[0, at]:
            x, y = place(at, values[at]).split(",")
            parts.append(f'<circle cx="{x}" cy="{y}" r="3.2" fill="#a56c07"></circle>')
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"{''.join(parts)}</svg>"
    )
    said = escape(f"{card.indicateur.court} : son passé entre ses limites", quote=True)
    data = b64encode(drawn.encode()).decode()
    return (
        f'<img class="etincelle" width="{WIDTH}" height="{HEIGHT}" alt="{said}" src="data:image/svg+xml;base64,{data}">'
    )


def _turns(limit: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Those of these places where the limit is not what it is on both sides: a level limit needs its two ends only."""
    at = limit[places]
    level = np.zeros(len(at), dtype=bool)
    level[1:-1] = (at[1:-1] == at[:-2]) & (at[1:-1] == at[2:])
    return places[~level]


def _runs(places: np.ndarray) -> list[np.ndarray]:
    """The months with a value, cut where one is missing."""
    return np.split(places, np.flatnonzero(np.diff(places) > 1) + 1) if len(places) else []
