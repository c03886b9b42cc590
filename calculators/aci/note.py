"""One warning about one CPTS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Note:
    """``contrat``: row number of the CPTS; ``date``: the day it is about (None when none); ``message``: in French."""

    contrat: int
    date: date | None
    code: str
    message: str


def number_text(value: int) -> str:
    """Write a whole number the French way: ``48000`` gives ``48 000`` (narrow no-break space)."""
    return f"{value:,}".replace(",", "\u202f")
