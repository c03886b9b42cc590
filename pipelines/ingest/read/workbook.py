"""A workbook (XLSX, XLSM, ODS, XLS) as rows of text, cell by cell as the person sees them, with their own line numbers.

The archive is weighed before it is opened (``archive``), the extent of a sheet before it is unfolded in memory. Values
come from calamine; percentages, errors and formulas without a result from the XML, or from xlrd for an old workbook.
Nothing is ever executed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import python_calamine as calamine

from calculators import french
from pipelines.ingest.column import letter
from pipelines.ingest.issues import Issue
from pipelines.ingest.read import ods_sheet, xls_sheet, xlsx_sheet
from pipelines.ingest.read.archive import open_archive
from pipelines.ingest.read.number_formats import write_as_seen
from pipelines.ingest.read.other_formats import tell_archive, tell_old_office
from pipelines.ingest.read.xlsx_sheet import Seen
from pipelines.ingest.read.xml_parts import CrowdedPart, UnsafePart
from pipelines.ingest.rules.table import finding
from pipelines.ingest.texts import plural, short, visible

#: Cells of the smallest rectangle that holds a sheet: a million lines of ten columns, and no more.
CELLS_MAX = 12_000_000
#: More than any workbook of a team; each has its own part to open.
SHEETS_MAX = 500
UNCOMPUTED_SHOWN = 500
Finder = Callable[[list[list[str]], str], bool]
#: The sheets of our own template beside the one to fill in: known, nothing to say about them.
OWN_SHEETS = frozenset({"Dictionnaire", "CPTS"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEET_KINDS = {
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.spreadsheet-template",
}


@dataclass(frozen=True)
class Grid:
    """The sheet that was read. ``rows[0]`` is line 1 of the sheet. ``sheet``: its name; ``others``: those set aside.

    ``merged``: blocks of merged cells (first row, first column, last row, last column), 0-based. ``since_1904``: the
    workbook numbers its days from 1904; dates in date cells are already right.
    """

    rows: list[list[str]]
    sheet: str
    kind: str
    issues: tuple[Issue, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    since_1904: bool = False


@dataclass(frozen=True)
class _Book:
    """A workbook opened: its values, what looks at a sheet, and the names of its sheets, shown and hidden."""

    values: calamine.CalamineWorkbook
    look: Callable[[str], Seen]
    kind: str
    shown: Sequence[str]
    hidden: Sequence[str] = field(default_factory=tuple)
    since_1904: bool = False


def is_workbook(data: bytes) -> bool:
    """True for an archive or an old Excel file, by the first bytes."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE))


def read_workbook(data: bytes, has_header: Finder, has_lines: Finder) -> Grid | Issue:
    """The one shown sheet in which ``has_header`` finds a header, or why there is none to read.

    Of several, the one in which ``has_lines`` finds data; both are told the rows of a sheet and its name.
    """
    try:
        book = _open(data)
        return book if isinstance(book, Issue) else _choose(book, has_header, has_lines)
    except UnsafePart:
        return finding("archive_suspecte", detail="des déclarations d'entités XML")
    except CrowdedPart:
        return finding("archive_suspecte", detail="des millions de balises vides")
    except calamine.PasswordError:
        return finding("classeur_protege")
    except (calamine.CalamineError, KeyError, ValueError, OSError, zipfile.BadZipFile, OverflowError):
        return finding("classeur_abime")
    except BaseException as error:  # the reader's own panics do not derive from Exception
        if type(error).__name__ != "PanicException":
            raise
        return finding("classeur_abime")


def _open(data: bytes) -> _Book | Issue:
    if data.startswith(_OLE):
        return _open_old(data)
    archive = open_archive(data)
    if isinstance(archive, Issue):
        return archive
    parts = set(archive.namelist())
    if "xl/workbook.xml" in parts:
        sheets = xlsx_sheet.part_of_sheets(archive)
        forms = xlsx_sheet.forms_of_styles(archive)
        if (many := _too_many(len(sheets))) is not None:
            return many
        book = _with_sheets(data, lambda name: xlsx_sheet.look_at(archive, sheets[name], forms), "XLSX")
        return replace(book, since_1904=xlsx_sheet.counts_from_1904(archive))
    if "mimetype" in parts and _mimetype(archive) in _SHEET_KINDS:
        if ods_sheet.is_encrypted(archive):
            return finding("classeur_protege")
        document = ods_sheet.look_at(archive)
        # The values of every sheet are unfolded as soon as the document is opened.
        if (large := _too_many(len(document.sheets)) or _too_large(document.sheets)) is not None:
            return large
        looks = dict(reversed(document.sheets))  # of two sheets of one name, the first
        book = _with_sheets(data, looks.__getitem__, "ODS", document.unseen)
        return replace(book, since_1904=document.since_1904)
    return tell_archive(parts)


def _mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as part:
        return part.read(200).decode("ascii", errors="replace").strip()


def _open_old(data: bytes) -> _Book | Issue:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return finding("classeur_protege")
    if (other := tell_old_office(data)) is not None:
        return other
    formats = xls_sheet.open_formats(data)
    if (many := _too_many(formats.nsheets)) is not None:
        return many
    book = _with_sheets(data, lambda name: xls_sheet.look_at(formats, name), "XLS")
    return replace(book, since_1904=xls_sheet.counts_from_1904(formats))


def _with_sheets(data: bytes, look: Callable[[str], Seen], kind: str, unseen: frozenset[str] = frozenset()) -> _Book:
    values = calamine.load_workbook(io.BytesIO(data))
    sheets = [s for s in values.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
    hidden = [s.name for s in sheets if s.visible != calamine.SheetVisibleEnum.Visible or s.name in unseen]
    return _Book(values, look, kind, [s.name for s in sheets if s.name not in hidden], hidden)


def _choose(book: _Book, has_header: Finder, has_lines: Finder) -> Grid | Issue:
    looks = {name: book.look(name) for name in book.shown}
    if (large := _too_large(looks.items())) is not None:
        return large
    read = [_grid(book, name, look) for name, look in looks.items()]
    for one in read:
        if isinstance(one, Issue):
            return one
    grids = [one for one in read if isinstance(one, Grid)]
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        return finding("fichier_vide")
    headed = [grid for grid in filled if has_header(grid.rows, grid.sheet)]
    if len(headed) > 1:
        headed = [grid for grid in headed if has_lines(grid.rows, grid.sheet)] or headed[:1]
    if len(headed) > 1:
        names = short(", ".join(f"« {visible(grid.sheet)} »" for grid in headed), 120)
        return finding("feuilles_multiples", detail=names)
    chosen = headed[0] if headed else filled[0]
    issues = list(chosen.issues)
    others = [g.sheet for g in filled if g is not chosen and not (chosen.sheet == "Saisie" and g.sheet in OWN_SHEETS)]
    if others:
        names = short(", ".join(f"« {visible(name)} »" for name in others), 120)
        issues.append(finding("feuilles_laissees", valeur=visible(chosen.sheet), detail=names))
    if book.hidden:
        names = short(", ".join(f"« {visible(name)} »" for name in book.hidden), 120)
        issues.append(finding("feuilles_masquees", detail=names))
    return Grid(chosen.rows, chosen.sheet, book.kind, tuple(issues), chosen.merged, book.since_1904)


def _grid(book: _Book, name: str, look: Seen) -> Grid | Issue:
    sheet = book.values.get_sheet_by_name(name)
    if (issue := _too_wide(name, sheet.total_height, sheet.total_width)) is not None:
        return issue
    rows = [_texts(number, row, look) for number, row in enumerate(sheet.to_python(skip_empty_area=False))]
    for (row, column), error in look.errors.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = error
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    issues = [
        finding("formule_sans_resultat", ligne=row + 1, lettre=letter(column))
        for row, column in look.uncomputed[:UNCOMPUTED_SHOWN]
    ]
    if look.hidden:
        rows_hidden = plural(look.hidden, "ligne masquée ou filtrée", "lignes masquées ou filtrées")
        read = "a été lue" if look.hidden < 2 else "ont été lues"
        issues.append(finding("lignes_masquees", detail=rows_hidden, attendu=read))
    if unseen := _filled_unseen(rows, look.hidden_columns):
        columns = french.plural(len(unseen), "colonne masquée", "colonnes masquées")
        read = french.plural(len(unseen), "a été lue", "ont été lues")
        issues.append(finding("colonnes_masquees", detail=f"{columns} ({', '.join(unseen[:20])})", attendu=read))
    merged = tuple((a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
    return Grid(rows, name, book.kind, tuple(issues), merged)


def _filled_unseen(rows: Sequence[Sequence[str]], spans: Iterable[tuple[int, int]]) -> list[str]:
    """The letters of the hidden columns that hold something."""
    width = max(map(len, rows), default=0)
    columns = sorted({column for first, last in spans for column in range(first, min(last + 1, width))})
    return [letter(c) for c in columns if any(c < len(row) and row[c].strip() for row in rows)]


def _too_many(sheets: int) -> Issue | None:
    return finding("archive_suspecte", detail=plural(sheets, "feuille")) if sheets > SHEETS_MAX else None


def _too_large(looks: Iterable[tuple[str, Seen]]) -> Issue | None:
    """The finding on sheets too wide, alone or together, told before any of them is unfolded."""
    total = 0
    for name, look in looks:
        if (issue := _too_wide(name, look.height, look.width)) is not None:
            return issue
        total += look.height * look.width
    if total <= CELLS_MAX:
        return None
    return finding("feuilles_demesurees", detail=f"{total:_}".replace("_", "\u202f"))


def _too_wide(name: str, height: int, width: int) -> Issue | None:
    if height * width <= CELLS_MAX:
        return None
    rows, columns = plural(height, "ligne"), plural(width, "colonne")
    return finding("feuille_demesuree", valeur=visible(name), detail=rows, attendu=columns)


def _texts(number: int, row: Sequence[Any], look: Seen) -> list[str]:
    forms = look.forms
    if not forms:
        return [value if isinstance(value, str) else write_as_seen(value) for value in row]
    return [
        value if isinstance(value, str) else write_as_seen(value, forms.get((number, column)))
        for column, value in enumerate(row)
    ]
