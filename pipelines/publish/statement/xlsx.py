"""The statement of one CPTS as an XLSX file: real numbers and dates, totals as formulas, statuses and sources beside."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter

from calculators.aci import Resultat
from calculators.aci.accord.statut import DEFINITIONS, SYMBOLES, least_sure
from calculators.rows import rows

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

_BOUND_COLUMNS = (
    ("Année de contrat", 10),
    ("Mission", 17),
    ("Part variable, au moins (€)", 16),
    ("Comptée (€)", 13),
    ("Au plus (€)", 13),
)
_DEMO = "Données de démonstration, inventées : ce relevé n'engage personne."


def statement_xlsx(result: Resultat, *, today: date, nom: str | None = None, demonstration: bool = False) -> bytes:
    """Give the workbook: sheets Relevé, Droits, Versements, Bornes, Avertissements, Statuts et sources.

    ``today`` is printed as computing day; ``demonstration`` marks the first sheet and the top of every printed page.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "total": book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1}),
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "rate": book.add_format({"num_format": "0.00 %"}),
            "bold": book.add_format({"bold": True}),
            "date_left": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            "money_left": book.add_format({"num_format": "#,##0.00", "align": "left"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "demo": book.add_format({"bold": True, "font_color": "#9C2A00", "border": 1}),
        }
        _title(book, formats, result, today=today, nom=nom, demonstration=demonstration)
        _lines(book, formats, result)
        _payments(book, formats, result)
        _bounds(book, formats, result)
        notes = book.add_worksheet("Avertissements")
        notes.set_column(0, 0, 12)
        notes.set_column(1, 1, 120)
        for rank, row in enumerate(rows(result.avertissements)):
            if row.date == row.date:
                notes.write_datetime(rank, 0, row.date.to_pydatetime(), formats["date"])
            notes.write_string(rank, 1, row.message)
        _sources(book, formats, result, today)
        for sheet in book.worksheets():
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.set_footer(f"&LCalculé le {today:%d/%m/%Y}&RPage &P sur &N")
            if demonstration:
                sheet.set_header(f"&C&B{_DEMO}")
    return out.getvalue()


def _title(
    book: Any, formats: dict[str, Any], result: Resultat, *, today: date, nom: str | None, demonstration: bool
) -> None:
    sheet = book.add_worksheet("Relevé")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    code = str(result.situations.contrats["id_cpts"].iloc[0])
    sheet.write_string(0, 0, "Relevé ACI", formats["title"])
    if demonstration:
        sheet.merge_range(1, 0, 1, 1, _DEMO, formats["demo"])
    sheet.write_string(2, 0, "CPTS", formats["bold"])
    sheet.write_string(2, 1, code if nom is None else f"{nom} ({code})")
    sheet.write_string(3, 0, "Calculé le", formats["bold"])
    sheet.write_datetime(3, 1, datetime(today.year, today.month, today.day), formats["date_left"])
    counted = result.lignes.loc[result.lignes["montant_centimes"] > 0, "statut"].unique()
    sheet.write_string(4, 0, "Statut le moins sûr du total", formats["bold"])
    sheet.write_string(4, 1, f"{SYMBOLES[least_sure(counted)]} {least_sure(counted)}")
    lines, paid, limits = len(result.lignes), len(result.versements), len(result.bornes)
    total = int(result.lignes["montant_centimes"].sum())
    bounds = result.bornes[["bas_centimes", "montant_centimes", "haut_centimes"]].sum()
    low, high = (total + int(bounds[side] - bounds["montant_centimes"]) for side in ("bas_centimes", "haut_centimes"))
    sums = (
        ("Total des droits (€)", f"=Droits!K{lines + 2}", total),
        ("Total des versements (€)", f"=Versements!E{paid + 2}", int(result.versements["montant_centimes"].sum())),
        ("Au moins, selon ce qui reste à connaître (€)", f"=B6-Bornes!D{limits + 2}+Bornes!C{limits + 2}", low),
        ("Au plus (€)", f"=B6-Bornes!D{limits + 2}+Bornes!E{limits + 2}", high),
    )
    for rank, (name, formula, cents) in enumerate(sums, start=5):
        sheet.write_string(rank, 0, name, formats["bold"])
        sheet.write_formula(rank, 1, formula, formats["money_left"], cents / 100)


def _bounds(book: Any, formats: dict[str, Any], result: Resultat) -> None:
    sheet = _sheet(book, formats, "Bornes", _BOUND_COLUMNS)
    last = len(result.bornes)
    names = ("bas_centimes", "montant_centimes", "haut_centimes")
    for rank, row in enumerate(rows(result.bornes), start=1):
        sheet.write_number(rank, 0, row.annee_contrat)
        sheet.write_string(rank, 1, row.mission)
        for column, name in enumerate(names, start=2):
            sheet.write_number(rank, column, getattr(row, name) / 100, formats["money"])
    sheet.write_string(last + 1, 1, "Total", formats["bold"])
    for column, name in enumerate(names, start=2):
        letter = "CDE"[column - 2]
        formula = f"=SUM({letter}2:{letter}{last + 1})" if last else "=0"
        sheet.write_formula(last + 1, column, formula, formats["total"], int(result.bornes[name].sum()) / 100)


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
