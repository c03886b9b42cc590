"""An export as a workbook: real numbers, percentages and dates; text is never run; a sheet says where it comes from."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import xlsxwriter

from calculators.aci.money import MILLION
from pipelines.publish.exports.export import Colonne, Export
from pipelines.store.errors import StoreError

ROWS_MAX = 1_048_575  # under the header
_STREAMED = 20_000  # from that many rows on, each is written out at once instead of kept in memory
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMS = {"date": "dd/mm/yyyy", "mois": "mm/yyyy", "instant": "dd/mm/yyyy hh:mm:ss", "centimes": '#,##0.00 "€"'}


def export_xlsx(export: Export) -> bytes:
    """The workbook: the table, then « À propos ». Raises StoreError when a sheet cannot hold so many rows."""
    if len(export.frame) > ROWS_MAX:
        raise StoreError(
            f"Un classeur ne peut pas contenir {len(export.frame)} lignes ; exportez en CSV, ou choisissez des mois ou des CPTS."
        )
    out = io.BytesIO()
    options = {**OPTIONS, "constant_memory": len(export.frame) > _STREAMED}
    with xlsxwriter.Workbook(out, options) as book:
        columns = export.columns(machine=False)
        sheet = book.add_worksheet(export.nom.capitalize()[:31])
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEF1F5"})
        for rank, column in enumerate(columns):
            sheet.set_column(rank, rank, column.largeur)
        for rank, column in enumerate(columns):
            sheet.write_string(0, rank, column.titre, head)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(export.frame), 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        writers = [_writer(book, sheet, rank, column) for rank, column in enumerate(columns)]
        series = [_cells(export.frame, column) for column in columns]
        for rank, cells in enumerate(zip(*series, strict=True), start=1):
            for write, cell in zip(writers, cells, strict=True):
                write(rank, cell)
        _about(book, export, columns)
    return out.getvalue()


def _cells(frame: pd.DataFrame, column: Colonne) -> list[Any]:
    """The cells to write: numbers, dates, texts or marks; None for nothing. Shares come as ('part', number)."""
    values = frame[column.nom]
    present = values.notna().to_numpy()
    if column.genre in ("date", "mois", "instant"):
        cells: list[Any] = list(pd.to_datetime(values).dt.to_pydatetime())
    elif column.genre == "booleen":
        cells = ["oui" if value is True or value == 1 else "non" for value in values.fillna(False)]
    elif column.genre == "centimes":
        cells = [cents / 100 if known else None for cents, known in zip(values, present, strict=True)]
    elif column.genre == "taux":
        cells = [rate / MILLION if known else None for rate, known in zip(values, present, strict=True)]
    elif column.genre == "part":
        cells = [("part", share) for share in values]
    else:
        cells = list(values)
    if column.genre == "valeur":
        share = (frame["type"] == "proportion").to_numpy()
        cells = [("part", cell) if part else cell for cell, part in zip(cells, share, strict=True)]
    marks = frame[column.marque] if column.marque else [None] * len(frame)
    return [cell if known else (mark or None) for cell, known, mark in zip(cells, present, marks, strict=True)]


def _writer(book: Any, sheet: Any, rank: int, column: Colonne) -> Callable[[int, Any], None]:
    """How a cell of that column is written: by its own kind, never guessed from its text."""
    plain = book.add_format()
    mark = book.add_format({"italic": True, "align": "right", "font_color": "#5A6472"})
    share = book.add_format({"num_format": "0.0 %"})
    number = book.add_format({"num_format": {"valeur": "#,##0.##", "nombre": "#,##0.0###"}.get(column.genre, "#,##0")})
    special = book.add_format({"num_format": _FORMS.get(column.genre, "0.0 %"), "align": "left"})
    if column.genre in ("centimes", "taux"):
        special.set_align("right")
    numeric = column.genre in ("entier", "nombre", "valeur", "part")

    def write(row: int, cell: Any) -> None:
        if cell is None:
            return
        if isinstance(cell, str):
            sheet.write_string(row, rank, cell, mark if numeric else plain)
        elif isinstance(cell, tuple):
            sheet.write_number(row, rank, cell[1], share)
        elif column.genre in ("date", "mois", "instant"):
            sheet.write_datetime(row, rank, cell, special)
        else:
            sheet.write_number(row, rank, float(cell), number if numeric else special)

    return write


def _about(book: Any, export: Export, columns: list[Colonne]) -> None:
    """The facts of the export, then what each column means."""
    sheet = book.add_worksheet("À propos")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    bold, wrap = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    described = {f["name"]: f["description"] for f in (export.schema or {"fields": []})["fields"]}
    meaning = [(c.titre, described[c.nom]) for c in columns if c.nom in described]
    for rank, (label, text) in enumerate([("Titre", export.titre), *export.faits, *meaning]):
        sheet.write_string(rank, 0, label, bold)
        sheet.write_string(rank, 1, text, wrap)
