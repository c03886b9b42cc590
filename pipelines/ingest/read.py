"""Bytes to text cells, each with the user's own line and column: every dialect of encoding, separator and layout.

A line is numbered as the spreadsheet numbers it, from 1, blank lines included. Titles above the header, units below
it, totals, sources and blank lines are set aside with the reason; nothing else is dropped.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.ingest.body import joined, read_body, read_head
from pipelines.ingest.decode import decode
from pipelines.ingest.header import SEARCHED_LINES, SYNONYMS, Header, read_header, recognised
from pipelines.ingest.issues import Issue
from pipelines.ingest.rules import finding
from pipelines.ingest.texts import plain

FIELDS = tuple(SYNONYMS)
SEPARATORS = ";\t|,"
_NUMBER = re.compile(r"[\s\d.,%\u202f-]*\d[\s\d.,%\u202f-]*")
_AGGREGATE = re.compile(
    r"(sous )?tota(l|ux)\b.*|ensemble\b.*|moyenne\b.*|cumul\b.*|(toute la )?france\b.*|region\b.*|tou(te|s)\b.*|999"
)
_NOTE = re.compile(r"(source|note|champ|lecture|legende|extraction|edite|mise a jour|nb)s?\b.*")


@dataclass(frozen=True)
class MiseAPart:
    """A line read but not counted as data, with the reason: titres, unités, total, source, en-tête répété."""

    ligne: int
    motif: str
    texte: str


@dataclass(frozen=True)
class Cells:
    """The data lines of a file, as text.

    ``table``: one row per data line, columns ``ligne`` (int) and the seven fields of FIELDS (texts, empty when the file has no such column). ``titres``: the header of each field as the user wrote it.
    ``courtes``: lines that stop before a column of numbers.
    """

    table: pd.DataFrame
    titres: dict[str, str]
    separateur: str
    encodage: str
    mises_a_part: tuple[MiseAPart, ...] = ()
    anomalies: tuple[Issue, ...] = ()
    courtes: frozenset[int] = frozenset()


def read_cells(data: bytes, indicators: frozenset[str] = frozenset(), names: frozenset[str] = frozenset()) -> Cells:
    """Read a deposited file. ``indicators`` (known codes) only serves to recognise a file in wide form;
    ``names`` (as ``plain`` gives them) are those of known CPTS: such a line is never taken for a total or a note.

    What cannot be read is in ``anomalies``; the table then holds what could be, possibly nothing.
    """
    text, encoding, issues = decode(data)
    if not text:
        return Cells(_table({}, None), {}, "", encoding, anomalies=tuple(issues))
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # a huge cell is read, then judged like another
    separator = _separator(text)
    head = read_head(text, separator)
    header, about_header = read_header(head, indicators)
    issues += about_header
    if header is None:
        return Cells(_table({}, None), {}, separator, encoding, anomalies=tuple(issues))
    body = read_body(text, separator, header)
    table, aside = _set_aside(_table(body.columns, header, body.lines), names)
    titles = [MiseAPart(n, "titres", joined(row)) for n, row in enumerate(head[: header.row], 1) if joined(row)]
    issues += body.faults
    if table.empty and not any(i.bloquante for i in issues):
        issues.append(finding("aucune_ligne"))
    return Cells(
        table=table,
        titres={field: header.title(field) for field in FIELDS},
        separateur=separator,
        encodage=encoding,
        mises_a_part=(*titles, *aside),
        anomalies=tuple(issues),
        courtes=body.short,
    )


def _separator(text: str) -> str:
    """The separator under which one of the first lines names most columns; the most frequent one when none does."""
    head = text.split("\n", SEARCHED_LINES)[:SEARCHED_LINES]
    scores = {
        s: (max(recognised(row) for row in csv.reader(head, delimiter=s)), sum(line.count(s) for line in head))
        for s in SEPARATORS
    }
    return max(SEPARATORS, key=lambda s: scores[s])


def _set_aside(table: pd.DataFrame, names: frozenset[str]) -> tuple[pd.DataFrame, list[MiseAPart]]:
    """Split the data lines from totals, sources, units, repeated headers (told by their CPTS cell) and blank lines."""
    codes, cells = pd.factorize(table["id_cpts"].to_numpy())
    reasons = [_reason(cell, names) if cell.strip() else "" for cell in cells]
    doubtful = np.array([reason is not None for reason in reasons], dtype=bool)[codes]
    kept = ~doubtful
    aside = []
    for position in np.flatnonzero(doubtful):
        row = table.iloc[position]
        filled = [str(cell).strip() for cell in row.iloc[1:] if str(cell).strip()]
        reason = reasons[codes[position]] or _reason_without_key(row, filled)
        if reason is None:
            kept[position] = True
        elif filled:
            aside.append(MiseAPart(int(row["ligne"]), reason, " ; ".join(filled)))
    return table[kept].reset_index(drop=True), aside


def _reason(cell: str, names: frozenset[str] = frozenset()) -> str | None:
    """Why a line whose CPTS cell reads like this is no data line; None when it is one."""
    name = plain(cell)
    if name in names:
        return None
    if name in SYNONYMS["id_cpts"]:
        return "en-tête répété"
    if _AGGREGATE.fullmatch(name):
        return "total"
    return "source" if _NOTE.fullmatch(name) else None


def _reason_without_key(row: pd.Series, filled: list[str]) -> str | None:
    """The same for a line without a CPTS code; blank lines are told from the empty ``filled``."""
    if not filled:
        return "vide"
    for cell in filled:
        if reason := _reason(cell):
            return reason
    numbers = (str(row[field]) for field in ("numerateur", "denominateur", "valeur"))
    if any(str(row[key]).strip() for key in ("mois", "indicateur")) or any(map(_NUMBER.fullmatch, numbers)):
        return None
    return "unités"


def _table(columns: Mapping[int, Sequence[str]], header: Header | None, lines: Sequence[int] = ()) -> pd.DataFrame:
    """Texts are kept as Python objects: they are about to be read one by one, which Arrow texts make slow."""
    empty = [""] * len(lines)
    where = header.columns if header else {}
    table = pd.DataFrame({f: pd.Series(columns[where[f]] if f in where else empty, dtype="object") for f in FIELDS})
    table.insert(0, "ligne", pd.Series(lines, dtype="int64"))
    return table
