"""Numbers as people write them: decimal comma, spaces of all kinds between thousands, percentages, markers.

A cell is read once, into a number, a marker (hidden or missing: neither is zero) or a fault; nothing is guessed. What
``1.234`` means depends on the rest of the file: the separators seen in its other numbers decide, else it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from typing import NamedTuple

from pipelines.ingest.check.markers import fault_of, marker_of
from pipelines.ingest.texts import SPACES

#: The sign that may follow a number: its rank here is its code in columns.
UNITES = ("", "%", "‰")
_MINUS = ("-", "−", "–")

# The digits that a float holds all of: beyond, the number read is not the one written. Nothing counted here is as many.
_EXACT = 15
NUMBER_MAX = 10.0**_EXACT

# Spaces, and the apostrophes that the Swiss put between thousands.
_SPACE_CLASS = f"[{SPACES}'’]"
_GROUPED = re.compile(rf"\d{{1,3}}(?:{_SPACE_CLASS}\d{{3}})+(?:[.,]\d+)?")
_SPACE = re.compile(_SPACE_CLASS)
_DECIMAL = re.compile(r"\d*([.,])\d+")
_THREE_DIGITS = re.compile(r"[1-9]\d{0,2}([.,])(\d{3})")
_THOUSANDS = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+")
_BOTH = re.compile(r"\d{1,3}(?:([.,])\d{3})+(?!\1)([.,])\d+")
_COMMA_TWICE = re.compile(r"(\d{1,3}(?:,\d{3})+),(\d{1,2})")
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d+")


class Reading(NamedTuple):
    """What one cell says. ``etat``: valeur, masquee, manquante or faute (``faute`` then names the rule broken).

    ``unite``: the sign after the number, « % » or « ‰ », else empty.
    """

    etat: str
    nombre: float = nan
    unite: str = ""
    marqueur: str | None = None
    faute: str | None = None


@dataclass(frozen=True)
class Separators:
    """What the unmistakable numbers of a file show of its decimal and thousands separators."""

    decimal: frozenset[str] = frozenset()
    thousands: frozenset[str] = frozenset()

    def role(self, separator: str) -> str | None:
        """``decimal`` or ``thousands`` when the file shows one and only one of them for that separator."""
        if separator in self.decimal and separator not in self.thousands:
            return "decimal"
        if separator in self.thousands and separator not in self.decimal:
            return "thousands"
        return None


def find_separators(cells: Iterable[str], *, cell_separator: str) -> Separators:
    """Look at the distinct cells of a file. In a file not separated by commas, a comma is French, hence decimal."""
    decimal, thousands = set(), set()
    for cell in cells:
        if not cell or cell.isdigit():
            continue
        body = _SPACE.sub("", cell.strip("+-−–%‰€ \u00a0\u202f"))
        if both := _BOTH.fullmatch(body):
            thousands.add(both[1])
            decimal.add(both[2])
        elif grouped := _THOUSANDS.fullmatch(body):
            thousands.add(grouped[1])
        elif not _THREE_DIGITS.fullmatch(body) and (simple := _DECIMAL.fullmatch(body)):
            decimal.add(simple[1])
    if cell_separator != "," and "," not in thousands:
        decimal.add(",")
    return Separators(frozenset(decimal), frozenset(thousands))


def read_number(cell: str, known: Separators) -> Reading:
    """Read one cell. Faults: nombre_ambigu, notation_scientifique, montant_en_euros, and those of ``fault_of``."""
    if cell.isascii() and cell.isdigit() and len(cell) <= _EXACT:
        return Reading("valeur", float(cell))
    text = _as_seen(cell.strip(SPACES))
    euros = text.endswith("€")
    bare = text.removesuffix("€").rstrip(SPACES)
    unit = bare[-1:] if bare.endswith(UNITES[1:]) else ""
    body = bare.removesuffix(unit).rstrip(SPACES)
    sign = -1.0 if body[:1] in _MINUS and body else 1.0
    body = body[1:].lstrip(SPACES) if body[:1] in ("+", *_MINUS) else body
    number = _magnitude(body, known)
    if isinstance(number, float) and number >= NUMBER_MAX:
        return Reading("faute", faute="nombre_demesure")
    if isinstance(number, float):
        # Plus zero: « -0 » is zero, and is shown as such.
        return Reading("faute", faute="montant_en_euros") if euros else Reading("valeur", sign * number + 0.0, unit)
    if number != "nombre_illisible":
        return Reading("faute", faute=number)
    state = marker_of(text)
    return Reading("faute", faute=fault_of(text)) if state is None else Reading(state, marqueur=text)


def _as_seen(text: str) -> str:
    """The text as the spreadsheet shows it: ``="91"`` and ``'91`` are ways to make it keep a text, and show 91."""
    text = text.removeprefix("'")
    return text[2:-1] if text.startswith('="') and text.endswith('"') and len(text) > 2 else text


def _magnitude(body: str, known: Separators) -> float | str:
    """The number without sign or percent, or the rule it breaks."""
    spaced = bool(_SPACE.search(body))
    if spaced and not _GROUPED.fullmatch(body):
        return "nombre_illisible"
    body = _SPACE.sub("", body)
    if body.isascii() and body.isdigit():
        return float(body)
    if _SCIENTIFIC.fullmatch(body):
        return "notation_scientifique"
    if twice := _COMMA_TWICE.fullmatch(body):
        return float(f"{twice[1].replace(',', '')}.{twice[2]}")
    if both := _BOTH.fullmatch(body):
        return float(body.replace(both[1], "").replace(both[2], "."))
    if _THOUSANDS.fullmatch(body):
        return float(re.sub("[.,]", "", body))
    if not spaced and (three := _THREE_DIGITS.fullmatch(body)):
        role = known.role(three[1])
        if role is None:
            return "nombre_ambigu"
        return float(body.replace(three[1], "." if role == "decimal" else ""))
    if _DECIMAL.fullmatch(body) and body.isascii():
        return float(body.replace(",", "."))
    return "nombre_illisible"
