"""Cuts a text into cells, column by column, exactly: quoted cells, short lines, lines with too many cells.

Cells are gathered in one flat list (no list per line: at half a million lines, the lists cost more than the reading).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.columns import Column, coded
from pipelines.ingest.header import SEARCHED_LINES, Header
from pipelines.ingest.issues import Issue
from pipelines.ingest.rules import finding


@dataclass(frozen=True)
class Body:
    """The lines under the header: their numbers in the file, their columns by position, and what is wrong with them.

    ``short``: lines that stop before a column of numbers, as a truncated copy does.
    """

    lines: NDArray[np.int32]
    columns: Mapping[int, Column]
    faults: list[Issue]
    short: frozenset[int] = frozenset()


def joined(row: Sequence[str]) -> str:
    """The filled cells of a line, for a report."""
    return " ; ".join(cell.strip() for cell in row if cell.strip())


def read_head(text: str, separator: str) -> list[list[str]]:
    """The first rows, among which the header is looked for."""
    return list(islice(csv.reader(io.StringIO(text), delimiter=separator), SEARCHED_LINES))


def read_body(text: str, separator: str, header: Header) -> Body:
    """Read what stands under the header; short lines are completed, lines with too many cells are faults."""
    text = text.rstrip("\n")
    return _read_ragged(text, separator, header, strict=_closed(text, separator))


def fitted(row: list[str], number: int, header: Header) -> list[str] | Issue:
    """The cells of a line, as many as the header has; the fault of the line when it holds more that are filled."""
    width = len(header.titles)
    if len(row) > width and (extra := joined(row[width:])):
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
    number = 0
    try:
        for number, row in enumerate(_rows(text, separator, strict=strict), 1):
            if number <= header.row + 1 or not row:
                continue
            cells = fitted(row, number, header)
            if isinstance(cells, Issue):
                faults.append(cells)
                continue
            if len(row) <= last_number(header):
                short.add(number)
            flat += cells
            lines.append(number)
    except csv.Error:
        faults.append(finding("guillemet", ligne=number + 1))
    columns = {i: coded(flat[i::width]) for i in range(width)}
    return Body(np.array(lines, dtype=np.int32), columns, faults, frozenset(short))
