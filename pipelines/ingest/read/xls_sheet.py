"""What a sheet of an old Excel workbook (.xls) says beside its values: how cells are seen, errors, hidden rows, extent.

Read by xlrd: the reader of values gives neither number formats nor errors. Source: [MS-XLS], records FORMAT, XF, BOOLERR,
ROW and DATEMODE.
"""

from __future__ import annotations

import io

import xlrd

from pipelines.ingest.read.number_formats import Apparence, read_built_in, read_format
from pipelines.ingest.read.xlsx_sheet import Seen

#: The built-in formats of money, whose sign is that of the machine: euros here.
_MONEY = frozenset({5, 6, 7, 8, 42, 44})


def open_formats(data: bytes) -> xlrd.Book:
    """The workbook with its formats. Raises ValueError for one that cannot be read, whatever is wrong in it."""
    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except Exception as error:  # a broken file makes it fail in any way: an index, a structure, an assertion
        raise ValueError("classeur .xls illisible") from error


def counts_from_1904(book: xlrd.Book) -> bool:
    """True when the workbook numbers its days from 1904."""
    return bool(book.datemode == 1)


def look_at(book: xlrd.Book, name: str) -> Seen:
    """Go through a sheet once. Raises ValueError when it cannot be read."""
    try:
        return _look_at(book, book.sheet_by_name(name))
    except (xlrd.XLRDError, LookupError, AttributeError) as error:
        raise ValueError("feuille .xls illisible") from error


def _look_at(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Seen:
    seen = Seen(height=sheet.nrows, width=sheet.ncols)
    seen.hidden = sum(bool(info.hidden) for row, info in sheet.rowinfo_map.items() if row < sheet.nrows)
    seen.hidden_columns = [(column, column) for column, info in sorted(sheet.colinfo_map.items()) if info.hidden]
    forms: dict[int, Apparence | None] = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                seen.errors[row, column] = xlrd.error_text_from_code.get(cell.value, "#ERREUR!")
            elif cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                style = cell.xf_index
                if style not in forms:
                    forms[style] = _form(book, style)
                if (form := forms[style]) is not None:
                    seen.forms[row, column] = form
    return seen


def _form(book: xlrd.Book, style: int) -> Apparence | None:
    if style >= len(book.xf_list):
        return None  # written by a program that gives no style at all
    key = book.xf_list[style].format_key
    code = book.format_map[key].format_str if key in book.format_map else ""
    shown = read_format(code)
    return read_built_in(key) if key in _MONEY and (shown is None or shown.forme != "euros") else shown
