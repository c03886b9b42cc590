"""What a sheet of an XLSX workbook says beside its values: how cells are seen, errors, formulas without a result, extent.

Read in the XML itself, since the value reader gives neither number formats nor errors. Source: ECMA-376 part 1, 18.3.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree import ElementTree

from pipelines.ingest.read.archive import safe_xml
from pipelines.ingest.read.number_formats import Apparence, read_built_in, read_format

Place = tuple[int, int]
# A row or a cell: its reference (letters of the column, number of the row), the rest of its attributes, « / » if empty.
_TAG = re.compile(rb'<(?:\w+:)?(row|c)\b(?=(?:[^>]*?\sr="([A-Z]{0,3})(\d*)")?)([^>]*?)(/?)>')
_STYLE = re.compile(rb'\bs="(\d+)"')
_RESULT = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]*)<")
_END = re.compile(rb"</(?:\w+:)?c>")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")


class UnsafePart(ValueError):
    """A part of the workbook declares entities: it is not read."""


@dataclass
class Seen:
    """How the cells of a sheet are seen; places are (row, column), 0-based.

    ``forms``: cells with a number format that changes the reading. ``errors``: what error cells show. ``uncomputed``:
    formulas whose result the file does not hold. ``hidden``: hidden rows. ``height``, ``width``: of the filled cells.
    """

    forms: dict[Place, Apparence] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    uncomputed: list[Place] = field(default_factory=list)
    hidden: int = 0
    height: int = 0
    width: int = 0


def part_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet, by its name. Raises UnsafePart, KeyError or ParseError."""
    book = _xml(archive, "xl/workbook.xml")
    targets = {r.get("Id"): r.get("Target", "") for r in _xml(archive, "xl/_rels/workbook.xml.rels").iter()}
    parts = {}
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        relation = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        target = targets.get(relation, "")
        parts[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    return parts


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """True when the workbook numbers its days from 1904. Raises UnsafePart, KeyError or ParseError."""
    told = (e.get("date1904", "") for e in _xml(archive, "xl/workbook.xml").iter() if e.tag.endswith("}workbookPr"))
    return any(text in ("1", "true") for text in told)


def forms_of_styles(archive: zipfile.ZipFile) -> dict[int, Apparence]:
    """The cell styles of the workbook that change how a number is read, by their rank."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = _xml(archive, "xl/styles.xml")
    codes = {int(f.get("numFmtId", -1)): f.get("formatCode", "") for f in root.iter() if f.tag.endswith("}numFmt")}
    styles = next((e for e in root if e.tag.endswith("}cellXfs")), None)
    forms = {}
    for rank, style in enumerate(styles if styles is not None else ()):
        number = int(style.get("numFmtId", 0))
        form = read_format(codes[number]) if number in codes else read_built_in(number)
        if form is not None:
            forms[rank] = form
    return forms


def look_at(xml: bytes, forms: Mapping[int, Apparence]) -> Seen:
    """Go through a sheet once. Raises UnsafePart when it declares entities."""
    if not safe_xml(xml):
        raise UnsafePart
    seen = Seen()
    row, column = -1, -1
    wanted = {str(rank).encode(): form for rank, form in forms.items()}
    formulas = _FORMULA.search(xml) is not None
    for tag in _TAG.finditer(xml):
        letters, digits, attributes, closed = tag.group(2, 3, 4, 5)
        if tag[1] == b"row":
            row, column = int(digits) - 1 if digits else row + 1, -1
            seen.hidden += b'hidden="1"' in attributes or b'hidden="true"' in attributes
            continue
        column = _rank(letters) if letters else column + 1
        row = int(digits) - 1 if digits else row
        if closed:
            continue
        if row >= seen.height:
            seen.height = row + 1
        if column >= seen.width:
            seen.width = column + 1
        if wanted and (style := _STYLE.search(attributes)) and style[1] in wanted:
            seen.forms[row, column] = wanted[style[1]]
        error = b't="e"' in attributes
        if error or formulas:
            _look_inside(xml, tag.end(), (row, column), seen, error=error)
    return seen


def _look_inside(xml: bytes, start: int, place: Place, seen: Seen, *, error: bool) -> None:
    formula = _FORMULA.match(xml, start)
    if formula is None and not error:
        return
    end = _END.search(xml, start)
    inside = xml[start : end.start() if end else start]
    result = _RESULT.search(inside)
    if error:
        seen.errors[place] = result[1].decode("utf-8", errors="replace") if result else "#N/A"
    elif result is None or not result[1]:
        seen.uncomputed.append(place)


@lru_cache(maxsize=1024)
def _rank(letters: bytes) -> int:
    rank = 0
    for character in letters:
        rank = rank * 26 + character - 64
    return rank - 1


def _xml(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    raw = archive.read(part)
    if not safe_xml(raw):
        raise UnsafePart
    return ElementTree.fromstring(raw)
