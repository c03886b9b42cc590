"""Cuts a text into cells, column by column, exactly: quoted cells, short lines, lines with too many cells.

Cells are gathered in one flat list (no list per line: at half a million lines, the lists cost more than the reading).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from calculators.french import list_first
from pipelines.ingest.column import Column, column_of, letter
from pipelines.ingest.header.synonyms import FIELDS_BESIDE
from pipelines.ingest.header.title_line import KEYS, SEARCHED_LINES, Header
from pipelines.ingest.issues import Issue
from pipelines.ingest.rules.table import finding

#: Lines whose merged numbers are told one by one.
MERGED_MAX = 5_000
#: Cells that short lines may lack, all together: two bytes a line and a thousand titles would make a thousand times the file.
EMPTY_MAX = 5_000_000


@dataclass(frozen=True)
class Body:
    """The lines under the header: their numbers in the file, their columns by position, and what is wrong with them.

    ``short``: lines that stop before a column of numbers, as a truncated copy does.
    """

    lines: NDArray[np.int32]
    columns: Mapping[int, Column]
    faults: list[Issue]
    short: frozenset[int] = frozenset()


def join_filled(row: Sequence[str]) -> str:
    """The filled cells of a line, for a report."""
    return " ; ".join(cell.strip() for cell in row if cell.strip())


def read_head(text: str, separator: str) -> list[list[str]]:
    """The first rows, among which the header is looked for."""
    return list(islice(csv.reader(io.StringIO(text), delimiter=separator), SEARCHED_LINES))


def read_body(text: str, separator: str, header: Header) -> Body:
    """Read what stands under the header; short lines are completed, lines with too many cells are faults."""
    text = text.rstrip("\n")
    return _read_ragged(text, separator, header, strict=_closed(text, separator))


def fit_to_header(row: list[str], number: int, header: Header) -> list[str] | Issue:
    """The cells of a line, as many as the header has; the fault of the line when it holds more that are filled."""
    width = len(header.titles)
    if len(row) > width and (extra := join_filled(row[width:])):
        return finding("cellules_en_trop", ligne=number, valeur=extra, detail=len(row), attendu=width)
    return row[:width] + [""] * (width - len(row))


def last_number(header: Header) -> int:
    """The position of the last column of numbers: a line that stops before it is short."""
    return max((header.columns[f] for f in ("numerateur", "denominateur", "valeur") if f in header.columns), default=0)


def _closed(text: str, separator: str) -> bool:
    """False when strict reading stumbles on a quote in the middle of a cell, which lenient reading takes as it stands."""
    if '"' not in text:
        return True
    try:
        for _ in _rows(text, separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return True


def _rows(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if '"' in text else csv.QUOTE_NONE
    return csv.reader(io.StringIO(text), delimiter=separator, strict=strict, quoting=quoting)


def _read_ragged(text: str, separator: str, header: Header, *, strict: bool) -> Body:
    width = len(header.titles)
    flat: list[str] = []
    lines: list[int] = []
    faults: list[Issue] = []
    short: set[int] = set()
    number, empty = 0, 0
    try:
        for number, row in enumerate(_rows(text, separator, strict=strict), 1):
            if number <= header.row + 1 or not row:
                continue
            cells = fit_to_header(row, number, header)
            if isinstance(cells, Issue):
                faults.append(cells)
                continue
            if len(row) <= last_number(header):
                short.add(number)
                if (empty := empty + width - len(row)) > EMPTY_MAX:
                    faults.append(
                        finding(
                            "lignes_incompletes",
                            ligne=number,
                            detail=f"{EMPTY_MAX:_} cellules".replace("_", "\u202f"),
                            attendu=f"{width} colonnes",
                        )
                    )
                    break
            flat += cells
            lines.append(number)
    except csv.Error:
        faults.append(finding("guillemet", ligne=number + 1))
    columns = {i: column_of(flat[i::width]) for i in range(width)}
    return Body(np.array(lines, dtype=np.int32), columns, faults, frozenset(short))


Block = tuple[int, int, int, int]


def body_of_rows(rows: list[list[str]], header: Header, merged: Iterable[Block]) -> Body:
    """What stands under the header. ``merged``: first row, first column, last row, last column (0-based).

    A key cell (CPTS, month, indicator) merged over several lines holds for each of them.
    """
    width = max(len(header.titles), max(map(len, rows), default=0))
    issues = _spread(rows, header, merged)
    body = [row + [""] * (width - len(row)) for row in rows[header.row + 1 :]]
    columns = {i: column_of([row[i] for row in body]) for i in range(len(header.titles))}
    beyond = [i for i in range(len(header.titles), width) if any(row[i].strip() for row in body)]
    if beyond:
        letters = list_first([letter(i) for i in beyond], 12)
        issues.append(finding("colonne_sans_titre", ligne=header.row + 1, valeur=letters))
    lines = np.arange(header.row + 2, header.row + 2 + len(body), dtype=np.int32)
    return Body(lines, columns, issues)


def _spread(rows: Sequence[list[str]], header: Header, merged: Iterable[Block]) -> list[Issue]:
    keys = {header.columns[key] for key in (*KEYS, *FIELDS_BESIDE) if key in header.columns}
    read = {*header.columns.values(), *(i for group in header.groups for i in group.columns.values())}
    issues: list[Issue] = []
    covered: dict[int, int] = {}
    numbers = 0
    for top, column, bottom, last in sorted(merged):
        bottom = min(bottom, len(rows) - 1)
        if top <= header.row or bottom <= top or column not in read or column >= len(rows[top]):
            continue
        if top <= covered.get(column, -1):
            continue  # over another block: no spreadsheet does that, and each would be gone through again
        covered[column] = bottom
        text = rows[top][column]
        if not text.strip():
            continue
        shared = column in keys and last == column
        rule = "cellules_fusionnees" if shared else "nombre_fusionne"
        numbers += 0 if shared else bottom + 1 - top
        if numbers > MERGED_MAX:
            issues.append(finding("nombres_fusionnes", detail=MERGED_MAX, ligne=top + 1, lettre=letter(column)))
            break
        for row in range(top, top + 1 if shared else bottom + 1):
            said = {"colonne": header.titles[column], "lettre": letter(column), "valeur": text}
            issues.append(finding(rule, ligne=row + 1, detail=top + 1, attendu=bottom + 1, **said))
        if shared:
            for cells in rows[top + 1 : bottom + 1]:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = text
    return issues
