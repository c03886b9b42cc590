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
from xml.parsers.expat import XMLParserType

from pipelines.ingest.read.number_formats import Apparence, read_built_in, read_format
from pipelines.ingest.read.xml_parts import BrokenPart, local, walk, walk_with

Place = tuple[int, int]
_REFERENCE = re.compile(r"([A-Z]{0,3})(\d{0,7})")
#: The longest format code that a spreadsheet lets one write.
_FORMAT_MAX = 255


@dataclass
class Seen:
    """How the cells of a sheet are seen; places are (row, column), 0-based.

    ``forms``: cells with a number format that changes the reading. ``errors``: what error cells show. ``uncomputed``:
    formulas whose result the file does not hold. ``hidden``: hidden rows, ``hidden_columns``: spans of hidden columns
    (first, last). ``height``, ``width``: of the filled cells.
    """

    forms: dict[Place, Apparence] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    uncomputed: list[Place] = field(default_factory=list)
    hidden: int = 0
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    height: int = 0
    width: int = 0


def part_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet, by its name. Raises UnsafePart, BrokenPart, KeyError."""
    targets: dict[str | None, str] = {}
    walk(
        archive,
        "xl/_rels/workbook.xml.rels",
        lambda _, told: targets.update({told.get("Id"): told.get("Target", "")}),
    )
    parts = {}

    def begin(name: str, told: dict[str, str]) -> None:
        if local(name) == "sheet":
            relation = next((value for key, value in told.items() if key.endswith(" id")), "")
            target = targets.get(relation, "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            parts[told.get("name", "")] = whole

    walk(archive, "xl/workbook.xml", begin)
    return parts


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """True when the workbook numbers its days from 1904. Raises UnsafePart, BrokenPart, KeyError."""
    told: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "workbookPr":
            told.append(attributes.get("date1904", ""))

    walk(archive, "xl/workbook.xml", begin)
    return any(text in ("1", "true") for text in told)


def forms_of_styles(archive: zipfile.ZipFile) -> dict[int, Apparence]:
    """The cell styles of the workbook that change how a number is read, by their rank."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    codes: dict[int, str] = {}
    numbers: list[int] = []
    within = ""

    def begin(name: str, told: dict[str, str]) -> None:
        nonlocal within
        tag = local(name)
        if tag == "numFmt":
            codes[int(told.get("numFmtId", -1))] = told.get("formatCode", "")[:_FORMAT_MAX]
        elif tag in ("cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            within = tag
        elif tag == "xf" and within == "cellXfs":
            numbers.append(int(told.get("numFmtId", 0)))

    walk(archive, "xl/styles.xml", begin)
    read = {number: read_format(codes[number]) if number in codes else read_built_in(number) for number in set(numbers)}
    return {rank: form for rank, number in enumerate(numbers) if (form := read[number]) is not None}


def look_at(archive: zipfile.ZipFile, part: str, forms: Mapping[int, Apparence]) -> Seen:
    """Go through a sheet once. Raises UnsafePart, BrokenPart, KeyError."""
    sheet = _Sheet({str(rank): form for rank, form in forms.items()})
    walk_with(archive, part, sheet.follow)
    return sheet.seen


class _Sheet:
    """Follows the tags of a sheet. Of a cell in error or with a formula, the text of its result is listened to as well."""

    def __init__(self, forms: Mapping[str, Apparence]) -> None:
        self.seen = Seen()
        self._forms = forms
        self._kinds: dict[str, str] = {}
        self._row, self._column = -1, -1
        self._style: str | None = None
        self._error = self._formula = self._filled = self._listening = False
        self._result: list[str] = []

    def follow(self, parser: XMLParserType) -> None:
        """Be told what this parser reads."""
        self._parser = parser
        parser.StartElementHandler = self._begin

    def _begin(self, name: str, told: dict[str, str]) -> None:
        kind = self._kinds.get(name) or self._kinds.setdefault(name, local(name))
        if kind == "c":
            self._open_cell(told)
        elif kind == "v" or kind == "is":
            self._fill()
            if self._listening:
                self._parser.CharacterDataHandler = self._result.append
        elif kind == "f" and not name.startswith("http://schemas.microsoft.com/"):
            self._fill()
            self._formula = True
            self._listen()
        elif kind == "col" and told.get("hidden") in ("1", "true"):
            first, last = (told.get(end, "") for end in ("min", "max"))
            if first.isdecimal() and last.isdecimal():
                self.seen.hidden_columns.append((int(first) - 1, int(last) - 1))
        elif kind == "row":
            digits = told.get("r", "")
            self._row, self._column = int(digits) - 1 if digits.isdecimal() else self._row + 1, -1
            self.seen.hidden += told.get("hidden") in ("1", "true")

    def _open_cell(self, told: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(told.get("r", "").upper())
        if place is None:
            raise BrokenPart("r")  # the reader of values would make some other place of it
        letters, digits = place.groups()
        self._column = _rank(letters) if letters else self._column + 1
        if digits:
            self._row = int(digits) - 1
        self._style, self._filled, self._formula = told.get("s"), False, False
        self._error = told.get("t") == "e"
        if self._error:
            self._listen()

    def _fill(self) -> None:
        """The cell has something in it."""
        if self._filled:
            return
        self._filled = True
        seen = self.seen
        if self._row >= seen.height:
            seen.height = self._row + 1
        if self._column >= seen.width:
            seen.width = self._column + 1
        if self._style is not None and (form := self._forms.get(self._style)) is not None:
            seen.forms[self._row, self._column] = form

    def _listen(self) -> None:
        if not self._listening:
            self._listening = True
            self._result.clear()
            self._parser.EndElementHandler = self._end

    def _end(self, name: str) -> None:
        kind = local(name)
        if kind in ("v", "is"):
            self._parser.CharacterDataHandler = None
        elif kind == "c":
            self._parser.EndElementHandler = None
            self._listening = False
            place, result = (self._row, self._column), "".join(self._result)
            if self._error and (self._filled or self._formula):
                self.seen.errors[place] = result or "#N/A"
            elif self._formula and not result:
                self.seen.uncomputed.append(place)


@lru_cache(maxsize=1024)
def _rank(letters: str) -> int:
    rank = 0
    for character in letters:
        rank = rank * 26 + ord(character) - 64
    return rank - 1
