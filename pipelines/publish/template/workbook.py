"""The template as a workbook: what may be typed is checked cell by cell, the rest of what one needs stands beside."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from pipelines.catalogue import Catalogue
from pipelines.publish.exports.to_xlsx import OPTIONS
from pipelines.publish.template import dictionary
from pipelines.publish.template.lines import CONSIGNE, TITRES, LigneModele, Modele

HEADER_ROW = 2  # 0-based, under the title and the instructions
_LARGEURS = (13, 10, 16, 52, 34, 12, 13, 12, 30, 34)
_NUMERATEUR, _DENOMINATEUR, _VALEUR, _PRECEDENT = 5, 6, 7, 8
MARQUES = ("NS", "ND")
_MARKS = ",".join(f'{{cell}}="{mark}"' for mark in MARQUES)
_WHOLE = "=IF(ISNUMBER({cell}),AND({cell}>={least},{cell}=INT({cell})),OR(" + _MARKS + "))"
_ERROR = "Écrivez un nombre entier, {least} ou plus, sans décimales ; NS si l'effectif est masqué, ND s'il est inconnu."


def workbook(model: Modele, catalogue: Catalogue) -> bytes:
    """The workbook of a month to fill in: sheets Saisie, Dictionnaire, CPTS."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**OPTIONS, "in_memory": True}) as book:
        book.set_properties({"title": model.titre})
        _entry(book, model)
        indicators = [line.indicateur for line in model.lignes]
        rows = dictionary.dictionary_rows(indicators, catalogue.missions)
        _table(book, "Dictionnaire", dictionary.TITRES, dictionary.LARGEURS, rows)
        _table(book, "CPTS", ("Ce que l'on sait", ""), (58, 100), list(model.identite))
    return out.getvalue()


def _entry(book: Any, model: Modele) -> None:
    sheet = book.add_worksheet("Saisie")
    styles = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "note": book.add_format({"font_color": "#3D4653"}),
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E3E8EF", "valign": "top", "text_wrap": True}),
        "text": book.add_format({"valign": "top", "text_wrap": True}),
        "past": book.add_format({"valign": "top", "font_color": "#3D4653", "text_wrap": True}),
        "open": book.add_format({"bg_color": "#FFF8DC", "border": 1, "border_color": "#8A929E", "align": "right"}),
        "free": book.add_format({"bg_color": "#FFF8DC", "border": 1, "border_color": "#8A929E", "text_wrap": True}),
        "closed": book.add_format({"bg_color": "#DADFE6"}),
    }
    sheet.write_string(0, 0, model.titre, styles["title"])
    sheet.write_string(1, 0, CONSIGNE, styles["note"])
    for rank, (title, width) in enumerate(zip(TITRES, _LARGEURS, strict=True)):
        sheet.set_column(rank, rank, width)
        sheet.write_string(HEADER_ROW, rank, title, styles["head"])
    for row, line in enumerate(model.lignes, start=HEADER_ROW + 1):
        indicator = line.indicateur
        fixed = (model.id_cpts, f"{model.mois:%Y-%m}", indicator.code, indicator.libelle, line.unite)
        for rank, text in enumerate(fixed):
            sheet.write_string(row, rank, text, styles["text"])
        asked = (_NUMERATEUR, _DENOMINATEUR) if line.a_deux_nombres else (_VALEUR,)
        for rank in (_NUMERATEUR, _DENOMINATEUR, _VALEUR):
            sheet.write_blank(row, rank, None, styles["open" if rank in asked else "closed"])
            if rank in asked:
                sheet.data_validation(row, rank, row, rank, _validation(line, row, rank))
        sheet.write_string(row, _PRECEDENT, line.precedent, styles["past"])
        sheet.write_blank(row, len(TITRES) - 1, None, styles["free"])
    sheet.freeze_panes(HEADER_ROW + 1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_selection(HEADER_ROW + 1, _NUMERATEUR, HEADER_ROW + 1, _NUMERATEUR)


def _validation(line: LigneModele, row: int, rank: int) -> dict[str, Any]:
    """What may be typed in a cell, said in French when it is chosen and when it is refused."""
    indicator = line.indicateur
    if indicator.type == "livrable":
        return {
            "validate": "list",
            "source": ["oui", "non", "ND"],
            "input_title": indicator.court,
            "input_message": "Choisissez oui, non, ou ND si ce n'est pas connu.",
            "error_title": "Oui ou non",
            "error_message": "Choisissez oui, non, ou ND si ce n'est pas connu.",
        }
    least = 1 if rank == _DENOMINATEUR else 0
    counted = {_NUMERATEUR: indicator.numerateur, _DENOMINATEUR: indicator.denominateur}.get(rank)
    cell = f"{chr(ord('A') + rank)}{row + 1}"
    return {
        "validate": "custom",
        "value": _WHOLE.format(cell=cell, least=least),
        "input_title": indicator.court,
        "input_message": f"{counted or indicator.unite}. Un nombre entier, NS (masqué) ou ND (inconnu)."[:255],
        "error_title": "Nombre entier attendu",
        "error_message": _ERROR.format(least=least),
    }


def _table(
    book: Any, name: str, titles: tuple[str, ...], widths: tuple[int, ...], lines: list[tuple[str, ...]]
) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E3E8EF", "valign": "top", "text_wrap": True})
    text = book.add_format({"valign": "top", "text_wrap": True})
    for rank, (title, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(rank, rank, width)
        sheet.write_string(0, rank, title, head)
    for row, cells in enumerate(lines, start=1):
        for rank, cell in enumerate(cells):
            sheet.write_string(row, rank, cell, text)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
