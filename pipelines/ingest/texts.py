"""How texts are compared (case, accents and punctuation set aside) and typeset (French non-breaking spaces)."""

from __future__ import annotations

import re
import unicodedata
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
    """A text from outside with its control and direction marks written out (``\\u202e``): they reorder a sentence."""
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in ("Cc", "Cf") and c != "\u00ad" else c for c in text)


def short(text: str, length: int = 60) -> str:
    """The text cut to a readable length, for messages."""
    return text if len(text) <= length else text[: length - 1] + "…"
