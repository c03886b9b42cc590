"""Bytes to text cells, each with the user's own line and column: every dialect of encoding, separator and layout.

A line is numbered as the spreadsheet numbers it, from 1, blank lines included. Titles above the header, units below
it, totals, sources and blank lines are set aside with the reason; nothing else is dropped.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from types import MappingProxyType

import numpy as np

from pipelines.catalogue import Indicateur
from pipelines.ingest.header.title_line import SEARCHED_LINES, count_fields, has_header, holds_data, read_header
from pipelines.ingest.issues import Issue
from pipelines.ingest.read.assemble import SEPARATORS, assemble
from pipelines.ingest.read.body import Body, body_of_rows, read_body, read_head
from pipelines.ingest.read.cells import Cells, no_cells
from pipelines.ingest.read.decode import decode, find_broken, mend, misread_as_mac, say_mended, tell_old_encoding
from pipelines.ingest.read.fast_body import read_plain, read_plain_head
from pipelines.ingest.read.limits import too_large
from pipelines.ingest.read.workbook import is_workbook, read_workbook
from pipelines.ingest.read.wrapped_lines import holds_wrapped, unwrap

_LOST = "\ufffd".encode()
csv.field_size_limit(1 << 30)  # a huge cell is cut like another, then judged
Indicators = Mapping[str, Indicateur]
Names = Mapping[str, str]
_NONE: Mapping = MappingProxyType({})


def read_cells(data: bytes, indicators: Indicators = _NONE, names: Names = _NONE) -> Cells:
    """Read a deposited file: CSV of any kind, XLSX, XLSM, ODS or XLS, told by its bytes and never by its name.

    ``indicators``: those of the catalogue, by code, to know the columns of a file in wide form. ``names``: codes of
    known CPTS by what they are called (as ``plain`` gives it, empty when two share a name): such a line is never
    taken for a total or a note. What cannot be read is in ``anomalies``; the columns then hold what could be.
    """
    if (issue := too_large(len(data))) is not None:
        return no_cells([issue])
    data = data.removesuffix(b"\x1a")  # the end of a file, for the programs of the days of MS-DOS
    if is_workbook(data):
        return _say_misread(_read_grid(data, indicators, names))
    return _say_misread(_read_plainly(data, indicators, names) or _read_exactly(data, indicators, names))


def _say_misread(cells: Cells) -> Cells:
    """The same, with what there is to say of accents that were misread before the file came here."""
    keys = (cells.colonnes[field] for field in ("id_cpts", "mois", "indicateur"))
    issue = misread_as_mac(chain(cells.titres.values(), *(column.textes for column in keys)))
    return cells if issue is None else replace(cells, anomalies=(*cells.anomalies, issue))


def _read_plainly(data: bytes, indicators: Indicators, names: Names) -> Cells | None:
    """The fast reading; None when the file needs the exact one, which then gives the same answer as it would have."""
    head = read_plain_head(data)
    if head is None or _holds_lost_letters(data):
        return None
    separator = _separator(head[1])
    rows = read_head(mend(head[1]), separator)
    header, issues = read_header(rows, indicators, names)
    read = None if header is None else read_plain(data, head, separator, header)
    if header is None or read is None:
        return None
    body, encoding = read
    if (encoding == "cp1252" and tell_old_encoding(data) is not None) or holds_wrapped(body, separator):
        return None
    body, repair = mend_body(body, head[1])
    issues = [*([repair] if repair else []), *issues]
    return assemble(
        body, rows, header, issues, separateur=separator, encodage=encoding, names=names, indicators=indicators
    )


def _holds_lost_letters(data: bytes) -> bool:
    """True for a file with U+FFFD; one byte is looked for first, after the mark of UTF-8: ten times faster."""
    return data.find(_LOST[:1], 3) >= 0 and _LOST in data


def _read_exactly(data: bytes, indicators: Indicators, names: Names) -> Cells:
    text, encoding, issues = decode(data)
    if not text:
        return no_cells(issues, encodage=encoding)
    text, about_quotes = unwrap(text)
    issues += about_quotes
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # a huge cell is read, then judged like another
    separator = _separator(text)
    rows = read_head(text, separator)
    header, about_header = read_header(rows, indicators, names)
    issues += about_header
    if header is None:
        return no_cells(issues, separateur=separator, encodage=encoding)
    body = read_body(text, separator, header)
    return assemble(
        body, rows, header, issues, separateur=separator, encodage=encoding, names=names, indicators=indicators
    )


def _read_grid(data: bytes, indicators: Indicators, names: Names) -> Cells:
    """A workbook. Its numbers have a decimal comma, as the person sees them, hence no separator to mistake it for."""
    grid = read_workbook(
        data,
        lambda rows, _: has_header(rows, indicators),
        lambda rows, sheet: holds_data(rows, indicators, names, sheet),
    )
    if isinstance(grid, Issue):
        return no_cells([grid])
    header, issues = read_header(grid.rows, indicators, names, sheet=grid.sheet)
    issues = [*grid.issues, *issues]
    if header is None:
        return no_cells(issues, encodage=grid.kind)
    body = body_of_rows(grid.rows, header, grid.merged)
    return assemble(
        body,
        grid.rows,
        header,
        issues,
        separateur="",
        encodage=grid.kind,
        names=names,
        indicators=indicators,
        feuille=grid.sheet,
        depuis_1904=grid.since_1904,
    )


def _separator(text: str) -> str:
    """The separator under which one of the first lines names most columns; the most frequent one when none does."""
    head = text.split("\n", SEARCHED_LINES)[:SEARCHED_LINES]
    scores = {
        s: (max(count_fields(row) for row in csv.reader(head, delimiter=s)), sum(line.count(s) for line in head))
        for s in SEPARATORS
    }
    return max(SEPARATORS, key=lambda s: scores[s])


def mend_body(body: Body, head: str) -> tuple[Body, Issue | None]:
    """The same lines with their texts mended, and the finding that says so, at the first place as in the whole file.

    ``head``: the first lines of the file, as they are.
    """
    columns = {i: column.rewritten(mend, needed=find_broken) for i, column in body.columns.items()}
    changed = mend(head) != head or any(columns[i] is not body.columns[i] for i in columns)
    if not changed:
        return body, None
    return replace(body, columns=columns), _first(body, head)


def _first(body: Body, head: str) -> Issue:
    if (broken := find_broken(head)) is not None:
        return say_mended(head.count("\n", 0, broken.start()) + 1, broken[0])
    found = []
    for rank, column in body.columns.items():
        broken_texts = np.array([find_broken(text) is not None for text in column.textes], dtype=bool)
        if broken_texts.any():
            found.append((int(np.argmax(broken_texts[column.codes])), rank))
    position, rank = min(found)
    broken = find_broken(body.columns[rank][position])
    return say_mended(int(body.lines[position]), broken[0] if broken else "")
