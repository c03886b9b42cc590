"""What a sheet of an ODS document says beside its values: percentages, euros, months, errors and its extent.

Source: OpenDocument 1.3 part 3, 9.1 (tables) and 19.385 (value types). A repeated cell is spread only when it is filled.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

from pipelines.ingest.months import read_month
from pipelines.ingest.read.archive import safe_xml
from pipelines.ingest.read.number_formats import Apparence
from pipelines.ingest.read.spreadsheet_errors import is_error
from pipelines.ingest.read.xlsx_sheet import Seen, UnsafePart

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SPREAD_MAX = 2_000_000


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """True when the document is protected by a password."""
    return "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml")


def read_content(archive: zipfile.ZipFile) -> ElementTree.Element:
    """The document's content. Raises UnsafePart, KeyError or ParseError."""
    raw = archive.read("content.xml")
    if not safe_xml(raw):
        raise UnsafePart
    return ElementTree.fromstring(raw)


def sheet_names(root: ElementTree.Element) -> list[str]:
    """The names of the sheets, in their order."""
    return [table.get(f"{_TABLE}name", "") for table in _tables(root)]


def counts_from_1904(root: ElementTree.Element) -> bool:
    """True when the document numbers its days from 1904."""
    return any(e.get(f"{_TABLE}date-value", "").startswith("1904") for e in root.iter(f"{_TABLE}null-date"))


def hidden_sheets(root: ElementTree.Element) -> frozenset[str]:
    """The names of the sheets that are not shown."""
    style = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    hidden = {
        s.get(f"{style}name") for s in root.iter(f"{style}style")
        if any(p.get(f"{_TABLE}display") == "false" for p in s)
    }  # fmt: skip
    return frozenset(t.get(f"{_TABLE}name", "") for t in _tables(root) if t.get(f"{_TABLE}style-name") in hidden)


def look_at(root: ElementTree.Element, name: str) -> Seen:
    """Go through the sheet of that name once."""
    seen = Seen()
    table = next((t for t in _tables(root) if t.get(f"{_TABLE}name") == name), None)
    row = 0
    spread = 0
    for line in table.iter(f"{_TABLE}table-row") if table is not None else ():
        rows = int(line.get(f"{_TABLE}number-rows-repeated", 1))
        column, filled = 0, False
        for cell in line:
            if not cell.tag.endswith("table-cell"):
                continue
            times = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            if cell.get(f"{_OFFICE}value-type") or len(cell):
                filled = True
                seen.width = max(seen.width, column + times)
                form, error = _form(cell), _error(cell)
                spread += rows * times
                if spread <= _SPREAD_MAX and (form or error):
                    for r in range(row, row + rows):
                        for c in range(column, column + times):
                            if error:
                                seen.errors[r, c] = error
                            elif form is not None:
                                seen.forms[r, c] = form
            column += times
        row += rows
        if filled:
            seen.height = row
            seen.hidden += rows * (line.get(f"{_TABLE}visibility") in ("collapse", "filter"))
    return seen


def _tables(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return root.iter(f"{_TABLE}table")


def _error(cell: ElementTree.Element) -> str:
    """What a cell in error shows, empty for any other. LibreOffice says it in one attribute, or only in the text."""
    shown = _shown(cell)
    told = any(name.endswith("}value-type") and value == "error" for name, value in cell.attrib.items())
    if told or is_error(shown):
        return shown or "#ERREUR!"
    return ""


def _form(cell: ElementTree.Element) -> Apparence | None:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "percentage":
        return Apparence("pourcent")
    if kind == "currency":
        return Apparence("euros")
    if kind == "date":
        # Shown without its day, a date stands for its month: the text says how the person sees it.
        text = _shown(cell)
        whole = text.count("/") > 1 or text.count("-") > 1 or (text[:1] == "0" and " " in text)
        return Apparence("mois") if not whole and isinstance(read_month(text), date) else None
    return None


def _shown(cell: ElementTree.Element) -> str:
    return "\n".join("".join(p.itertext()) for p in cell.iter(f"{_TEXT}p")).strip()
