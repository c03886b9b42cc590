"""The statement of one CPTS as an XLSX file: real numbers and dates, totals as formulas, statuses and sources beside."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter

from calculators.aci import Resultat
from calculators.aci.statut import DEFINITIONS, SYMBOLES
from pipelines.publish.rows import rows

_LINE_COLUMNS = (
    ("Année de contrat", 10),
    ("Du", 11),
    ("Au", 11),
    ("Mission", 17),
    ("Volet", 12),
    ("Objectif", 14),
    ("Base (€)", 12),
    ("Jours", 8),
    ("Jours de l'année", 10),
    ("Atteinte", 10),
    ("Montant (€)", 13),
    ("Statut", 18),
    ("Article", 32),
    ("Référence", 60),
)
_PAYMENT_COLUMNS = (
    ("Date", 11),
    ("Nature", 18),
    ("Mission", 17),
    ("Année de contrat", 10),
    ("Montant (€)", 13),
    ("Statut", 18),
)


def statement_xlsx(result: Resultat, *, today: date) -> bytes:
    """Give the workbook: sheets Droits, Versements, Avertissements, Statuts. ``today`` is printed as computing day."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "total": book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1}),
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "rate": book.add_format({"num_format": "0.00 %"}),
            "bold": book.add_format({"bold": True}),
        }
        _lines(book, formats, result)
        _payments(book, formats, result)
        notes = book.add_worksheet("Avertissements")
        notes.set_column(0, 0, 12)
        notes.set_column(1, 1, 120)
        for rank, row in enumerate(rows(result.avertissements)):
            if row.date == row.date:
                notes.write_datetime(rank, 0, row.date.to_pydatetime(), formats["date"])
            notes.write_string(rank, 1, row.message)
        _sources(book, formats, result, today)
    return out.getvalue()


def _sheet(book: Any, formats: dict[str, Any], name: str, columns: tuple[tuple[str, int], ...]) -> Any:
    sheet = book.add_worksheet(name)
    for rank, (title, width) in enumerate(columns):
        sheet.set_column(rank, rank, width)
        sheet.write_string(0, rank, title, formats["head"])
    sheet.freeze_panes(1, 0)
    return sheet


def _lines(book: Any, formats: dict[str, Any], result: Resultat) -> None:
    sheet = _sheet(book, formats, "Droits", _LINE_COLUMNS)
    last = len(result.lignes)
    for rank, row in enumerate(rows(result.lignes), start=1):
        sheet.write_number(rank, 0, row.annee_contrat)
        sheet.write_datetime(rank, 1, row.debut.to_pydatetime(), formats["date"])
        sheet.write_datetime(rank, 2, row.fin.to_pydatetime(), formats["date"])
        for column, text in ((3, row.mission), (4, row.volet), (5, row.objectif), (11, row.statut), (12, row.article)):
            sheet.write_string(rank, column, text)
        sheet.write_string(rank, 13, row.reference)
        sheet.write_number(rank, 6, row.base_centimes / 100, formats["money"])
        sheet.write_number(rank, 7, row.jours)
        sheet.write_number(rank, 8, row.jours_annee)
        sheet.write_number(rank, 9, row.taux_num / row.taux_den, formats["rate"])
        cell = rank + 1
        sheet.write_formula(
            rank, 10, f"=ROUND(G{cell}*H{cell}/I{cell}*J{cell},2)", formats["money"], row.montant_centimes / 100
        )
    sheet.write_string(last + 1, 9, "Total", formats["bold"])
    total = int(result.lignes["montant_centimes"].sum()) / 100
    sheet.write_formula(last + 1, 10, f"=SUM(K2:K{last + 1})" if last else "=0", formats["total"], total)


def _payments(book: Any, formats: dict[str, Any], result: Resultat) -> None:
    sheet = _sheet(book, formats, "Versements", _PAYMENT_COLUMNS)
    last = len(result.versements)
    for rank, row in enumerate(rows(result.versements), start=1):
        sheet.write_datetime(rank, 0, row.date.to_pydatetime(), formats["date"])
        for column, text in ((1, row.nature), (2, row.mission), (5, row.statut)):
            sheet.write_string(rank, column, text)
        sheet.write_number(rank, 3, row.annee_contrat)
        sheet.write_number(rank, 4, row.montant_centimes / 100, formats["money"])
    sheet.write_string(last + 1, 3, "Total", formats["bold"])
    total = int(result.versements["montant_centimes"].sum()) / 100
    sheet.write_formula(last + 1, 4, f"=SUM(E2:E{last + 1})" if last else "=0", formats["total"], total)


def _sources(book: Any, formats: dict[str, Any], result: Resultat, today: date) -> None:
    sheet = book.add_worksheet("Statuts et sources")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 120)
    texts = [("Calculé le", f"{today:%d/%m/%Y}"), ("CPTS", str(result.situations.contrats["id_cpts"].iloc[0]))]
    texts += [(f"{SYMBOLES[statut]} {statut}", text) for statut, text in DEFINITIONS.items()]
    for bloc in result.accord.blocs:
        texts.append(
            (f"Version {bloc.version}", f"{bloc.titre}, en vigueur le {bloc.en_vigueur:%d/%m/%Y} ({bloc.publication})")
        )
        texts += [("", text) for text in bloc.references.values()]
    for rank, (name, text) in enumerate(texts):
        sheet.write_string(rank, 0, name, formats["bold"])
        sheet.write_string(rank, 1, text)
