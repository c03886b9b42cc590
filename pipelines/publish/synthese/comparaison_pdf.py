"""One page for a meeting: one indicator, one month, one group; who differs beyond chance, by how much, since when.

Nothing is judged here: the rows come judged, from what the reader may see. The page carries its own definition, source,
reference, age and version of the data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

from calculators.french import typography

_TEMPLATE = Path(__file__).parent / "comparaison.typ"


@dataclass(frozen=True)
class Marque:
    """A CPTS in the figure: its place from 0 to 1 (left to right, bottom to top), and its word of judgement."""

    x: float
    y: float
    mot: str


@dataclass(frozen=True)
class Entonnoir:
    """The figure. ``limites``: lines of points, by level (« 95 % », « 99,8 % »); ``reference``: its height; ticks: (place, text)."""

    marques: Sequence[Marque]
    limites: Mapping[str, Sequence[Sequence[tuple[float, float]]]]
    reference: float
    ticks_x: Sequence[tuple[float, str]]
    ticks_y: Sequence[tuple[float, str]]
    axe_x: str
    axe_y: str


@dataclass(frozen=True)
class Liste:
    """The CPTS of one word of judgement. ``lignes``: nom, valeur, intervalle, ecart, depuis; ``autres``: how many are left out."""

    mot: str
    titre: str
    lignes: Sequence[Mapping[str, str]]
    autres: int


@dataclass(frozen=True)
class Page:
    """What the page says, in words. ``faits``: (label, text), what it takes to read it; ``pied``: date, data and version; ``jugees``:
    False when nobody is judged, which ``phrases`` say why."""

    titre: str
    sous_titre: str
    phrases: Sequence[str]
    listes: Sequence[Liste]
    entonnoir: Entonnoir | None
    faits: Sequence[tuple[str, str]]
    pied: str
    demonstration: bool
    jugees: bool = True


def comparaison_pdf(page: Page) -> bytes:
    """Write the page as a PDF."""
    content: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"donnees": typography(json.dumps(asdict(page), ensure_ascii=False))},
        font_paths=[],
        ignore_system_fonts=True,
    )
    return content
