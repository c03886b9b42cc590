"""Bytes to text cells, each with the user's own line and column: every dialect of encoding, separator and layout.

A line is numbered as the spreadsheet numbers it, from 1, blank lines included. Titles above the header, units below
it, totals, sources and blank lines are set aside with the reason; nothing else is dropped.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.body import Body, joined, read_body, read_head
from pipelines.ingest.columns import Column, coded
from pipelines.ingest.decode import decode
from pipelines.ingest.header import SEARCHED_LINES, SYNONYMS, Header, read_header, recognised
from pipelines.ingest.issues import Issue
from pipelines.ingest.plain_body import plain_head, read_plain
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
    """The data lines of a file, as text, column by column; positions are 0-based, lines the user's own.

    ``lignes`` (int32): the line of each position as the spreadsheet numbers it, from 1. ``colonnes``: the seven fields
    of FIELDS (texts, empty when the file has no such column). ``titres``: the header of each field as the user wrote
    it; ``titres_par_ligne``: for fields whose column changes from line to line (a file in wide form), the header by
    position. ``feuille``: the sheet of a workbook. ``courtes``: lines that stop before a column of numbers. ``entete``: the line of
    the header (its last one).
    """

    lignes: NDArray[np.int32]
    colonnes: Mapping[str, Column]
    titres: Mapping[str, str]
    separateur: str
    encodage: str
    mises_a_part: tuple[MiseAPart, ...] = ()
    anomalies: tuple[Issue, ...] = ()
    courtes: frozenset[int] = frozenset()
    feuille: str | None = None
    titres_par_ligne: Mapping[str, Column] = field(default_factory=dict)
    entete: int | None = None

    def __len__(self) -> int:
        """The number of data lines."""
        return len(self.lignes)

    def texte(self, champ: str, position: int) -> str:
        """The cell of a field as written."""
        return self.colonnes[champ][position]

    def place(self, champ: str, position: int) -> tuple[int, str]:
        """The line and the header of a cell, as the person sees them."""
        varying = self.titres_par_ligne.get(champ)
        return int(self.lignes[position]), varying[position] if varying else self.titres[champ]


def no_cells(anomalies: Sequence[Issue], *, separateur: str = "", encodage: str = "") -> Cells:
    """A file of which nothing can be read."""
    empty = coded(())
    nothing = np.empty(0, dtype=np.int32)
    return Cells(nothing, dict.fromkeys(FIELDS, empty), {}, separateur, encodage, anomalies=tuple(anomalies))


def read_cells(data: bytes, indicators: frozenset[str] = frozenset(), names: frozenset[str] = frozenset()) -> Cells:
    """Read a deposited file. ``indicators`` (known codes) only serves to recognise a file in wide form;
    ``names`` (as ``plain`` gives them) are those of known CPTS: such a line is never taken for a total or a note.

    What cannot be read is in ``anomalies``; the columns then hold what could be, possibly nothing.
    """
    return _read_plainly(data, indicators, names) or _read_exactly(data, indicators, names)


def _read_plainly(data: bytes, indicators: frozenset[str], names: frozenset[str]) -> Cells | None:
    """The fast reading; None when the file needs the exact one, which then gives the same answer as it would have."""
    head = plain_head(data)
    if head is None:
        return None
    separator = _separator(head[1])
    rows = read_head(head[1], separator)
    header, issues = read_header(rows, indicators)
    body = None if header is None else read_plain(data, head, separator, header)
    if header is None or body is None:
        return None
    return _assembled(body[0], rows, header, issues, separateur=separator, encodage=body[1], names=names)


def _read_exactly(data: bytes, indicators: frozenset[str], names: frozenset[str]) -> Cells:
    text, encoding, issues = decode(data)
    if not text:
        return no_cells(issues, encodage=encoding)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # a huge cell is read, then judged like another
    separator = _separator(text)
    rows = read_head(text, separator)
    header, about_header = read_header(rows, indicators)
    issues += about_header
    if header is None:
        return no_cells(issues, separateur=separator, encodage=encoding)
    body = read_body(text, separator, header)
    return _assembled(body, rows, header, issues, separateur=separator, encodage=encoding, names=names)


def _assembled(
    body: Body,
    head: Sequence[Sequence[str]],
    header: Header,
    issues: Sequence[Issue],
    *,
    separateur: str,
    encodage: str,
    names: frozenset[str],
) -> Cells:
    """The data lines of a body, the others set aside; ``issues``: what there is to say so far."""
    titles = [MiseAPart(n, "titres", joined(row)) for n, row in enumerate(head[: header.row], 1) if joined(row)]
    empty = Column(np.zeros(len(body.lines), dtype=np.int32), [""])
    columns = {f: body.columns[header.columns[f]] if f in header.columns else empty for f in FIELDS}
    kept, aside = _set_aside(body.lines, columns, names)
    if not kept.all():
        columns = {f: column.keep(kept) for f, column in columns.items()}
    said = [*issues, *body.faults]
    if not kept.any() and not any(i.bloquante for i in said):
        said.append(finding("aucune_ligne"))
    return Cells(
        lignes=body.lines[kept],
        colonnes=columns,
        titres={f: header.title(f) for f in FIELDS},
        separateur=separateur,
        encodage=encodage,
        mises_a_part=(*titles, *aside),
        anomalies=tuple(said),
        courtes=body.short,
        entete=header.row + 1,
    )


def _separator(text: str) -> str:
    """The separator under which one of the first lines names most columns; the most frequent one when none does."""
    head = text.split("\n", SEARCHED_LINES)[:SEARCHED_LINES]
    scores = {
        s: (max(recognised(row) for row in csv.reader(head, delimiter=s)), sum(line.count(s) for line in head))
        for s in SEPARATORS
    }
    return max(SEPARATORS, key=lambda s: scores[s])


def _set_aside(
    lines: NDArray[np.int32], columns: Mapping[str, Column], names: frozenset[str]
) -> tuple[NDArray[np.bool_], list[MiseAPart]]:
    """Tell the data lines from totals, sources, units, repeated headers (by their CPTS cell) and blank lines."""
    cpts = columns["id_cpts"]
    reasons = [_reason(cell, names) if cell.strip() else "" for cell in cpts.textes]
    doubtful = np.array([reason is not None for reason in reasons], dtype=bool)[cpts.codes]
    kept = ~doubtful
    aside = []
    for position in np.flatnonzero(doubtful).tolist():
        row = {name: column[position].strip() for name, column in columns.items()}
        filled = [cell for cell in row.values() if cell]
        reason = reasons[cpts.codes[position]] or _reason_without_key(row, filled)
        if reason is None:
            kept[position] = True
        elif filled:
            aside.append(MiseAPart(int(lines[position]), reason, " ; ".join(filled)))
    return kept, aside


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


def _reason_without_key(row: Mapping[str, str], filled: list[str]) -> str | None:
    """The same for a line without a CPTS code; blank lines are told from the empty ``filled``."""
    if not filled:
        return "vide"
    for cell in filled:
        if reason := _reason(cell):
            return reason
    numbers = (row[name] for name in ("numerateur", "denominateur", "valeur"))
    if row["mois"] or row["indicateur"] or any(map(_NUMBER.fullmatch, numbers)):
        return None
    return "unités"
