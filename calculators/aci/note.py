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
