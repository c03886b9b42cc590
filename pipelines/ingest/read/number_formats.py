"""What a spreadsheet shows of a number, from its number format: a percentage, euros, zeros in front, a month alone.

The file holds 0.576 where the person reads 57,6 %: a cell is read as it is seen, with all its digits. Source:
ECMA-376 part 1, 18.8.30 and 18.8.31 (number formats, and those that have a number but no code in the file).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pipelines.ingest.units import read_unit

# Formats with a number and no code: 9 and 10 are percentages, 17 is the month and the year.
_BUILT_IN = {
    9: "0%",
    10: "0.00%",
    17: "mmm-yy",
    5: '0 "€"',
    6: '0 "€"',
    7: '0 "€"',
    8: '0 "€"',
    42: '0 "€"',
    44: '0 "€"',
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_QUOTES = re.compile(r'["\\*_]')
_BRACKETS = re.compile(r"\[\$?([^\]]*)\]")


@dataclass(frozen=True)
class Apparence:
    """How a cell is seen. ``forme``: pourcent (times 100), signe (an own « % » after the number), pour_mille (an own « ‰ »), euros, zeros
    (``largeur`` digits at least), mois (a date shown without its day), annee (a date shown by its year alone), unite (words
    that change the number, ``dit``: « milliers »)."""

    forme: str
    largeur: int = 0
    dit: str = ""


def read_format(code: str) -> Apparence | None:
    """What that format code makes of a number; None when the number is seen as it is, or as a whole date."""
    first = code.split(";", 1)[0]
    literals = "".join(_LITERAL.findall(first)) + "".join(_BRACKETS.findall(first))
    bare = _BRACKETS.sub("", _LITERAL.sub("", first)).lower()
    if "%" in bare:
        return Apparence("pourcent")
    if "%" in literals:
        return Apparence("signe")
    if "‰" in bare + literals:
        return Apparence("pour_mille")
    if "€" in bare or "€" in literals or "eur" in literals.lower():
        return Apparence("euros")
    words = _QUOTES.sub("", literals).strip()
    # « #,##0, "k" » divides what it shows: the cell holds the whole number.
    if read_unit(words) is not None and not re.search(r"[0#?],+(?:$|[^0#?])", bare):
        return Apparence("unite", dit=words)
    if "y" in bare and not re.search("[dhs]", bare):
        return Apparence("mois" if "m" in bare else "annee")
    if re.fullmatch("0{2,}", bare):
        return Apparence("zeros", len(bare))
    return None


def read_built_in(number: int) -> Apparence | None:
    """The same for a format given by its number alone."""
    return read_format(_BUILT_IN[number]) if number in _BUILT_IN else None


def write_as_seen(value: Any, shown: Apparence | None = None) -> str:
    """The text of a cell as the person sees it, all digits kept: 0.576 shown as a percentage gives ``57,6 %``.

    Numbers have a decimal comma, dates are ISO, TRUE is ``VRAI``. Fifteen digits, as the spreadsheet itself keeps.
    """
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, int | float):
        return _number(value, shown)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date) and shown is not None and shown.forme in ("mois", "annee"):
        return f"{value:%Y-%m}" if shown.forme == "mois" else f"{value:%Y}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value) if isinstance(value, str | date | time | timedelta) else ""


def _number(value: float, shown: Apparence | None) -> str:
    if shown is None and float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    exact = Decimal(format(value, ".15g"))
    forme = shown.forme if shown else ""
    if forme == "pourcent":
        exact = Decimal(format(value * 100, ".14g"))
    text = f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".").replace(".", ",")
    if forme == "zeros" and shown is not None and text.isdigit():
        text = text.zfill(shown.largeur)
    if forme == "unite" and shown is not None:
        return f"{text} {shown.dit}"
    return text + {"pourcent": " %", "signe": " %", "pour_mille": " ‰", "euros": " €"}.get(forme, "")
