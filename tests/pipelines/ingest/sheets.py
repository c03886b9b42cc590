"""Workbooks for the tests, written by the libraries people's tools use."""

import io
import zipfile

import openpyxl
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

HEAD = ["id_cpts", "mois", "indicateur", "numerateur", "denominateur", "valeur"]


def xlsx(rows, *, title="Feuil1", formats=(), merged=(), also=None) -> bytes:
    """A workbook of one sheet. ``formats``: cell → number format; ``merged``: ranges; ``also``: called with the book."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cell, code in dict(formats).items():
        sheet[cell].number_format = code
    for block in merged:
        sheet.merge_cells(block)
    if also is not None:
        also(book)
    return saved(book)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def computed(formulas) -> bytes:
    """A workbook as Excel saves it: formulas with their results. ``formulas``: cell → (formula, result)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Données")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ["CPTS-WEPP", "2025-03", "PRE_SEIN"])
    for cell, (formula, result) in formulas.items():
        sheet.write_formula(cell, formula, None, result)
    book.close()
    return out.getvalue()


def ods(rows, *, title="Feuille1") -> bytes:
    """A LibreOffice document. A cell is a text, a number, or (kind, value, text shown)."""
    document = OpenDocumentSpreadsheet()
    table = Table(name=title)
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _ods_cell(value):
    if value is None:
        return TableCell()
    if isinstance(value, tuple):
        kind, held, shown = value
        cell = TableCell(valuetype=kind, **{"datevalue" if kind == "date" else "value": held})
        cell.addElement(P(text=shown))
        return cell
    kind = "string" if isinstance(value, str) else "float"
    cell = TableCell(valuetype=kind) if kind == "string" else TableCell(valuetype=kind, value=value)
    cell.addElement(P(text=str(value)))
    return cell


def rewritten(data: bytes, changes) -> bytes:
    """The same archive, each part passed through ``changes`` (name → function of its bytes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            change = changes.get(part.filename, lambda raw: raw)
            target.writestr(part.filename, change(source.read(part)))
    return out.getvalue()


def as_xlsm(data: bytes) -> bytes:
    """The same workbook as one with macros declares itself."""
    plain, macro = b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    prefix = b"application/vnd.openxmlformats-officedocument."
    return rewritten(
        data, {"[Content_Types].xml": lambda raw: raw.replace(prefix + plain, b"application/vnd." + macro)}
    )
