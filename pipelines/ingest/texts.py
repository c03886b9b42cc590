"""How texts are compared (case, accents and punctuation set aside) and typeset (French non-breaking spaces)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SPACES = " \t\u00a0\u1680\u2007\u2009\u200a\u202f\u205f\ufeff"
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_BEFORE = re.compile(r" (?=[;:!?%€»])|(?<=«) ")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower case, without accents, any run of other characters as one space: ``N° CPTS`` gives ``n cpts``."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare.lower().replace("œ", "oe")).strip()


def typeset(text: str) -> str:
    """The same sentence with the non-breaking spaces French typography wants."""
    return _BEFORE.sub("\u00a0", text)


def visible(text: str) -> str:
    """A text from outside with its control and direction marks written out (``\\u202e``): they reorder a sentence.

    The ends of line of a cell are shown by the sign of their key.
    """
    text = re.sub(r"\r\n|\r|\n", " ⏎ ", text)
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in ("Cc", "Cf") and c != "\u00ad" else c for c in text)


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count and its noun in agreement: 0 and 1 take the singular in French."""
    return f"{count} {one if count < 2 else many or one + 's'}"


def and_alike(others: int) -> str:
    """What follows a finding that stands for several lines: `` (et de même sur 3 autres lignes)``, or nothing."""
    return f" (et de même sur {plural(others, 'autre ligne', 'autres lignes')})" if others else ""


def listed(items: Sequence[object], shown: int) -> str:
    """The items parted by commas; beyond ``shown`` how many are left out, and never one alone: it would be as short."""
    left = len(items) - shown
    if left <= 1:
        return ", ".join(map(str, items))
    return ", ".join(map(str, items[:shown])) + f"… et {left} autres"


def short(text: str, length: int = 60) -> str:
    """The text cut to a readable length, for messages."""
    return text if len(text) <= length else text[: length - 1] + "…"
