"""How texts from outside are compared (case, accents and punctuation set aside), shown without harm, and cut."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from calculators import french

SPACES = " \t\u00a0\u1680\u2007\u2009\u200a\u202f\u205f\ufeff"
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower case, without accents, any run of other characters as one space: ``N° CPTS`` gives ``n cpts``."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare.lower().replace("œ", "oe")).strip()


def visible(text: str) -> str:
    """A text from outside with its control and direction marks written out (``\\u202e``): they reorder a sentence.

    The ends of line of a cell are shown by the sign of their key.
    """
    text = re.sub(r"\r\n|\r|\n", " ⏎ ", text)
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in ("Cc", "Cf") and c != "\u00ad" else c for c in text)


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count and its noun in agreement: 0 and 1 take the singular in French."""
    return f"{count} {french.plural(count, one, many)}"


def and_alike(others: int) -> str:
    """What follows a finding that stands for several lines: `` (et de même sur 3 autres lignes)``, or nothing."""
    return f" (et de même sur {plural(others, 'autre ligne', 'autres lignes')})" if others else ""


def short(text: str, length: int = 60) -> str:
    """The text cut to a readable length, for messages."""
    return text if len(text) <= length else text[: length - 1] + "…"
