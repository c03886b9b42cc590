"""Codes as people write them, mended when the catalogue leaves one meaning only, and every mending said.

`cpts wepp`, `CPTS–WEPP`, `DEMO-105` for `DEMO-0105`, a CPTS by its name, a code beside its wording. Two codes that
the same writing could mean are none: it stays as written and is refused as unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd

from pipelines.catalogue import Indicateur
from pipelines.ingest.check.findings import Findings
from pipelines.ingest.column import Column
from pipelines.ingest.months import is_serial, read_month
from pipelines.ingest.texts import SPACES, and_alike, plain

How = Literal["", "casse", "repare", "inconnu"]
_TOKENS = re.compile(r"\d+|[a-z]+")
_THEN_WORDING = re.compile(r"\s+[-–—:]\s+|\s*[:|]\s*")
_IN_BRACKETS = re.compile(r"(.+?)\s*[(\[](.+)[)\]]")
_NUMBERED = re.compile(r"^\d{1,2}\s*[.)]\s*")
#: Beyond so many writings mended alike, they are summed up: the whole column is written that way.
SHOWN = 20


class Codes:
    """Reads the writings of one kind of code. ``pairs``: each code with one name of it, as often as it has names."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._codes: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        self._loose: dict[str, set[str]] = {}
        for code, name in pairs:
            self._codes[code.upper()] = code
            self._names.setdefault(plain(name), set()).add(code)
            for key in (_loose(code), _loose(code).removeprefix("cpts")):
                self._loose.setdefault(key, set()).add(code)

    def read(self, text: str) -> tuple[str, How]:
        """The code meant, and how the text was mended; the text itself, ``inconnu``, when no code or two are meant."""
        text = text.strip(SPACES)
        code = self._codes.get(text.upper())
        if code is not None:
            return code, "" if code == text else "casse"
        for known, key in ((self._names, plain(text)), (self._loose, _loose(text))):
            if key and len(codes := known.get(key, set())) == 1:
                return next(iter(codes)), "repare"
        parts = _THEN_WORDING.split(text, maxsplit=1)
        if (bracketed := _IN_BRACKETS.fullmatch(text)) is not None:
            parts = [bracketed[1], bracketed[2]]
        for first, then in (parts, parts[::-1]) if len(parts) == 2 else ():
            code = self._codes.get(first.strip(SPACES).upper())
            if code is not None and code in self._names.get(plain(then), set()):
                return code, "repare"
        named = self._names.get(plain(_NUMBERED.sub("", text)), set())
        return (next(iter(named)), "repare") if len(named) == 1 else (text, "inconnu")


@lru_cache(maxsize=16)
def _codes(pairs: tuple[tuple[str, str], ...]) -> Codes:
    return Codes(pairs)


def cpts_codes(territoires: pd.DataFrame) -> Codes:
    """The reader of the codes of these CPTS (id_cpts, nom), built once for the same ones."""
    return _codes(tuple(zip(territoires["id_cpts"], territoires["nom"], strict=True)))


def indicator_codes(indicateurs: Mapping[str, Indicateur]) -> Codes:
    """The reader of the codes of these indicators, by their two wordings too."""
    return _codes(tuple((i.code, label) for i in indicateurs.values() for label in (i.libelle, i.court)))


def say_repairs(column: Column, reader: Codes, found: Findings, champ: str) -> None:
    """One finding for each writing mended, at its first line, with how many lines bear it."""
    read = [reader.read(text) for text in column.textes]
    for how in ("casse", "repare"):
        mended = [rank for rank, (_, so) in enumerate(read) if so == how]
        _say(column, mended, {rank: read[rank][0] for rank in mended}, found, champ, "code_repare")


def say_serial_months(column: Column, found: Findings, *, since_1904: bool) -> None:
    """The months given as the number of a day, at their first line."""
    days = {rank: text.strip() for rank, text in enumerate(column.textes) if is_serial(text.strip())}
    months = {
        rank: read for rank, text in days.items() if isinstance(read := read_month(text, since_1904=since_1904), date)
    }
    _say(column, list(months), {r: f"{month:%Y-%m}" for r, month in months.items()}, found, "mois", "mois_converti")


def _say(column: Column, ranks: list[int], meant: Mapping[int, str], found: Findings, champ: str, rule: str) -> None:
    if not ranks:
        return
    counts = np.bincount(column.codes, minlength=len(column.textes))
    shown = ranks[:1] if len(ranks) > SHOWN else ranks
    others = int(counts[ranks].sum() - counts[shown].sum()) if len(ranks) > SHOWN else 0
    for rank in shown:
        position = int(np.argmax(column.codes == rank))
        alike = int(counts[rank]) - 1 + others
        said = f"« {meant[rank]} »" if rule == "code_repare" else meant[rank]
        facts = {"attendu": said, "detail": and_alike(alike)}
        found.add(rule, [position], champ=champ, facts=lambda _, f=facts: f)  # type: ignore[misc]


def _loose(text: str) -> str:
    """Letters and digits alone, zeros in front of numbers dropped: ``DEMO-0105`` and ``demo 105`` give ``demo105``."""
    return "".join(t.lstrip("0") or "0" if t[0].isdigit() else t for t in _TOKENS.findall(plain(text)))
