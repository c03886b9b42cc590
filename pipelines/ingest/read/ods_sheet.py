"""What the sheets of an ODS document say beside their values: percentages, euros, months, errors and their extent.

Source: OpenDocument 1.3 part 3, 9.1 (tables) and 19.385 (value types). A repeated cell is spread only when it is filled.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from datetime import date
from xml.parsers.expat import XMLParserType

from pipelines.ingest.months import read_month
from pipelines.ingest.read.number_formats import Apparence
from pipelines.ingest.read.spreadsheet_errors import is_error
from pipelines.ingest.read.xlsx_sheet import Seen
from pipelines.ingest.read.xml_parts import local, walk_with

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_SPREAD_MAX = 2_000_000
_REPEATS = 9  # digits: no sheet has a billion rows


@dataclass
class Document:
    """``sheets``: what each says, in their order. ``unseen``: the names of those not shown. ``since_1904``: as its days are numbered."""

    sheets: list[tuple[str, Seen]] = field(default_factory=list)
    unseen: frozenset[str] = frozenset()
    since_1904: bool = False


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """True when the document is protected by a password."""
    return "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml")


def look_at(archive: zipfile.ZipFile) -> Document:
    """Go through the content once. Raises UnsafePart, BrokenPart, KeyError."""
    content = _Content()
    walk_with(archive, "content.xml", content.follow)
    return content.found()


class _Content:
    """Follows the tags of the content: sheets, rows, cells, and the paragraphs of a cell."""

    def __init__(self) -> None:
        self._document = Document()
        self._styled: list[tuple[str, str | None]] = []  # the name and the style of each sheet
        self._hidden_styles: set[str | None] = set()
        self._style: str | None = None
        self._sheet = Seen()
        self._row = self._rows = self._column = self._spread = 0
        self._row_filled = False
        self._unshown_row = False
        self._columns = 0
        self._cell: dict[str, str] | None = None
        self._children = False
        self._inside = self._notes = 0  # tags open within the cell, and comments among them
        self._paragraphs: list[list[str]] = []

    def follow(self, parser: XMLParserType) -> None:
        """Be told what this parser reads."""
        self._parser = parser
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end

    def found(self) -> Document:
        """The document, once its content is read to the end."""
        self._document.unseen = frozenset(name for name, style in self._styled if style in self._hidden_styles)
        return self._document

    def _begin(self, name: str, told: dict[str, str]) -> None:
        if self._cell is not None:
            self._inside += 1
            self._children = True
            self._notes += name == f"{_OFFICE}annotation"
            if name == f"{_TEXT}p" and not self._notes:
                self._paragraphs.append([])
                self._parser.CharacterDataHandler = self._paragraphs[-1].append
        elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._cell, self._children, self._notes, self._paragraphs = told, False, 0, []
        elif name == f"{_TABLE}table-row":
            self._rows, self._column, self._row_filled = _repeated(told.get(f"{_TABLE}number-rows-repeated")), 0, False
            self._unshown_row = told.get(f"{_TABLE}visibility") in ("collapse", "filter")
        elif name == f"{_TABLE}table-column":
            times = _repeated(told.get(f"{_TABLE}number-columns-repeated"))
            if told.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                self._sheet.hidden_columns.append((self._columns, self._columns + times - 1))
            self._columns += times
        elif name == f"{_TABLE}table":
            self._sheet = Seen()
            self._columns = 0
            self._row = self._spread = 0
            self._document.sheets.append((told.get(f"{_TABLE}name", ""), self._sheet))
            self._styled.append((told.get(f"{_TABLE}name", ""), told.get(f"{_TABLE}style-name")))
        elif name == f"{_STYLE}style":
            self._style = told.get(f"{_STYLE}name")
        elif told.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)
        elif name == f"{_TABLE}null-date":
            self._document.since_1904 |= told.get(f"{_TABLE}date-value", "").startswith("1904")

    def _end(self, name: str) -> None:
        if self._inside:
            self._inside -= 1
            if name == f"{_TEXT}p":
                self._parser.CharacterDataHandler = None
            self._notes -= name == f"{_OFFICE}annotation"
        elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._close_cell(self._cell or {})
            self._cell = None
        elif name == f"{_TABLE}table-row":
            self._row += self._rows
            if self._row_filled:
                self._sheet.height = self._row
                self._sheet.hidden += self._rows * self._unshown_row

    def _close_cell(self, told: dict[str, str]) -> None:
        times = _repeated(told.get(f"{_TABLE}number-columns-repeated"))
        first, self._column = self._column, self._column + times
        if not (self._children or any(key.startswith(_OFFICE) for key in told)):
            return
        seen = self._sheet
        self._row_filled = True
        seen.width = max(seen.width, self._column)
        shown = "\n".join("".join(parts) for parts in self._paragraphs).strip()
        form, error = _form(told, shown), _error(told, shown)
        self._spread += self._rows * times
        if self._spread <= _SPREAD_MAX and (form or error):
            for row in range(self._row, self._row + self._rows):
                for column in range(first, self._column):
                    if error:
                        seen.errors[row, column] = error
                    elif form is not None:
                        seen.forms[row, column] = form


def _repeated(told: str | None) -> int:
    """How many times a row or a cell stands there."""
    return max(int(told[:_REPEATS]), 1) if told else 1


def _error(told: dict[str, str], shown: str) -> str:
    """What a cell in error shows, empty for any other. LibreOffice says it in one attribute, or only in the text."""
    marked = any(local(name) == "value-type" and value == "error" for name, value in told.items())
    if marked or is_error(shown):
        return shown or "#ERREUR!"
    return ""


def _form(told: dict[str, str], shown: str) -> Apparence | None:
    kind = told.get(f"{_OFFICE}value-type")
    if kind == "percentage":
        return Apparence("pourcent")
    if kind == "currency":
        return Apparence("euros")
    if kind == "date":
        # Shown without its day, a date stands for its month: the text says how the person sees it.
        whole = shown.count("/") > 1 or shown.count("-") > 1 or (shown[:1] == "0" and " " in shown)
        return Apparence("mois") if not whole and isinstance(read_month(shown), date) else None
    return None
