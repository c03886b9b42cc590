"""A workbook handed back: the cells of the sheet that was read, with their kinds, and the column « constats »."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import python_calamine as calamine
import xlsxwriter

from pipelines.catalogue import Indicateur
from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.hand_back.notes import REFUSEE, REMARQUE, TITRE, note_column, write_notes
from pipelines.ingest.header.title_line import has_header
from pipelines.ingest.issues import Issue
from pipelines.ingest.read.body import Block
from pipelines.ingest.read.workbook import Grid, read_workbook

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_TINTS = {REFUSEE: {"bg_color": "#F9D9D6"}, REMARQUE: {"bg_color": "#FFF1C9"}}


def annotate_book(data: bytes, verdict: Verdict, indicators: Mapping[str, Indicateur], *, refused_only: bool) -> bytes:
    """An XLSX with the same cells: numbers, percentages and dates stay what they are, formulas give their result.

    Lines with a finding are coloured, and their note says in a word whether they are refused. When no sheet could be
    read, the workbook holds the findings alone.
    """
    said = write_notes(verdict, moved=refused_only)
    grid = read_workbook(
        data,
        lambda rows, name: name == verdict.feuille if verdict.feuille else has_header(rows, indicators),
        lambda *_: True,
    )
    seen: list[list[str]] = [] if isinstance(grid, Issue) else grid.rows
    values = [] if isinstance(grid, Issue) else _values(data, grid.sheet)
    header = verdict.entete or 1
    titles = seen[header - 1] if len(seen) >= header else []
    known = note_column(titles)
    width = max(map(len, seen), default=0) if known is None else known
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet(_sheet_name(grid))
        forms = _forms(book)
        note = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.set_column(0, max(width - 1, 0), 14)
        sheet.set_column(width, width + 1, 90)
        row, placed = 0, {}
        for number in range(1, max(len(seen), header) + 1):
            if refused_only and number > header and number not in said.refusees:
                continue
            text = said.lignes.get(number, "")
            tint = next((word for word in _TINTS if text.startswith(word)), "")
            cells = seen[number - 1][:width] if number <= len(seen) else []
            typed = values[number - 1] if number <= len(values) else []
            for column, cell in enumerate(cells):
                _write(sheet, row, column, cell, typed[column] if column < len(typed) else "", forms[tint])
            if number == header:
                sheet.write_string(row, width, TITRE, bold)
                if said.fichier:
                    sheet.write_string(row, width + 1, said.fichier, note)
                sheet.freeze_panes(row + 1, 0)
            elif text:
                sheet.write_string(row, width, text, note)
            placed[number] = row
            row += 1
        if not isinstance(grid, Issue):
            _merged(sheet, grid.merged, placed, seen)
    return out.getvalue()


def _sheet_name(grid: Grid | Issue) -> str:
    """The name of the sheet that was read: it may be the month of every line."""
    name = "" if isinstance(grid, Issue) else _FORBIDDEN.sub(" ", grid.sheet).strip("' ")[:31]
    return name if name and name.lower() != "history" else "Constats"


def _values(data: bytes, sheet: str) -> list[list[Any]]:
    """The cells with their kinds; the archive was weighed when it was read the first time."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows: list[list[Any]] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return rows


def _forms(book: Any) -> dict[str, dict[str, Any]]:
    """The formats of cells, by colour of the line and by kind."""
    kinds = {"": {}, "percent": {"num_format": "0.##########%"}}
    return {
        tint: {kind: book.add_format({**colour, **form}) for kind, form in kinds.items()}
        for tint, colour in {"": {}, **_TINTS}.items()
    }


def _write(sheet: Any, row: int, column: int, seen: str, value: Any, forms: Mapping[str, Any]) -> None:
    """One cell: a number when what the person sees is that very number, else the text that is seen.

    A date shown as a month, a percent sign that multiplies nothing, an amount in euros must be read again as they were.
    """
    if not seen:
        sheet.write_blank(row, column, None, forms[""])
    elif isinstance(value, int | float) and not isinstance(value, bool) and _says(seen, value):
        sheet.write_number(row, column, value, forms["percent" if seen.endswith("%") else ""])
    else:
        sheet.write_string(row, column, seen, forms[""])


def _says(seen: str, value: float) -> bool:
    """True when the text is that number, written plainly or as a percentage."""
    body = seen.removesuffix("%").strip().replace(",", ".")
    if not _PLAIN.fullmatch(body):
        return False
    return abs(float(body) / (100 if seen.endswith("%") else 1) - value) <= 1e-9 * max(1.0, abs(value))


def _merged(sheet: Any, blocks: Iterable[Block], placed: Mapping[int, int], rows: Sequence[Sequence[str]]) -> None:
    """Merge again the cells that were, when all their lines are there one after the other."""
    for top, left, bottom, right in blocks:
        lines = [placed.get(number + 1) for number in range(top, bottom + 1)]
        first = lines[0]
        if first is not None and lines == list(range(first, first + len(lines))) and (bottom, right) != (top, left):
            text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
            sheet.merge_range(first, left, first + bottom - top, right, text)
