"""Units as people write them: a share or a rate per so many, thousands of something, euros; anything else is no unit here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pipelines.ingest.texts import plain

_SPELT = {"cent": 100, "mille": 1_000, "million": 1_000_000}
_PER = re.compile(r"\b(?:pour|par|p|sur|per)\s+(cent|mille|million|\d{1,7})\b")
_PERCENT = re.compile(r"%|\b(?:pour ?cent(?:age)?s?|pct|percent)\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"\b(?:en |de )?(dizaines?|centaines?|milliers?|millions?)\b")
_TIMES = re.compile(r"[x×*]\s*(10{1,6})\b", re.IGNORECASE)
_MULTIPLES = {"dizaine": 10, "centaine": 100, "millier": 1_000, "million": 1_000_000}
_EUROS = re.compile(r"€|\b(?:k|m)?(?:euros?|eur)\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(?:entre |de )?0 (?:a|et) 1\b|\b(?:ratio|fraction)\b")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.\u00a0\u202f](?=\d{3}\b)")
_PARENTHESIS = re.compile(r"[(\[]([^)\]]*)[)\]]")
#: « en % ou en nombre »: the title leaves it open.
_ALTERNATIVE = re.compile(r"\b(?:ou|selon)\b")
#: Words that say a bare thousand: « Valeur (k) », « k patients ».
_KILO = re.compile(r"(?:^|\()\s*[kK](?:\s|\)|$)")


@dataclass(frozen=True)
class Unite:
    """``nature``: rapport (so many for each ``echelle``: 100, 1 000, 1 for a bare share), pourcent (its sign or its name),
    multiple (each stands for ``echelle``), euros. ``dit``: as it was written.
    """

    nature: Literal["rapport", "pourcent", "multiple", "euros"]
    echelle: int = 1
    dit: str = ""


@lru_cache(maxsize=4096)
def read_unit(text: str) -> Unite | None:
    """The unit that a title, a cell of units or a number format tells; None when it tells none that changes the number."""
    if not text or _ALTERNATIVE.search(plain(text)):
        return None
    told = _PARENTHESIS.search(text)
    found = _read(text)
    return None if found is None else replace(found, dit=told[1].strip() if told and _read(told[1]) else text.strip())


def _read(text: str) -> Unite | None:
    if _EUROS.search(text):
        return Unite("euros")
    if "‰" in text:
        return Unite("rapport", 1_000)
    words = plain(_BETWEEN_DIGITS.sub("", text))
    for found in _PER.finditer(words):
        number = _SPELT.get(found[1]) or int(found[1])
        if number in (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000):
            return Unite("rapport", number)
    if _PERCENT.search(text):
        return Unite("pourcent", 100)
    if said := _THOUSANDS.search(words):
        return Unite("multiple", _MULTIPLES[said[1].rstrip("s")])
    if said := _TIMES.search(_BETWEEN_DIGITS.sub("", text)):
        return Unite("multiple", int(said[1]))
    if _KILO.search(text):
        return Unite("multiple", 1_000)
    return Unite("rapport", 1) if _SHARE.search(words) else None


_ABOVE = re.compile(
    r"(?:(?:les )?(?:valeurs|chiffres|donnees|montants|effectifs|nombres|resultats|indicateurs|taux) )?(?:sont )?"
    r"(?:(?:exprimee?s|donnee?s|presentee?s|indiquee?s) )?(?:en|pour|unites?) .+"
)


def read_unit_above(text: str) -> Unite | None:
    """The unit of a whole table, of a line above it: « Unité : milliers », « (en milliers de patients) », « Valeurs en k€ »."""
    pieces = [
        *re.findall(r"[(\[]([^)\]]*)[)\]]", text),
        *re.split(r"[;|—–]| - ", re.sub(r"[(\[][^)\]]*[)\]]", " ", text)),
    ]
    told = [unit for piece in pieces if _ABOVE.fullmatch(plain(_spelt(piece))) and (unit := read_unit(piece.strip()))]
    return told[0] if told else None


def _spelt(text: str) -> str:
    """The signs as words: ``plain`` keeps letters and digits alone."""
    return text.replace("%", " pourcent ").replace("‰", " pour mille ").replace("€", " euros ")
