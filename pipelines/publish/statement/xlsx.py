"""The statement of one CPTS as an XLSX file: real numbers and dates, totals as formulas, statuses and sources beside."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter

from calculators.aci import Resultat
from calculators.aci.accord.statut import DEFINITIONS, SYMBOLES, least_sure
from calculators.rows import rows
from pipelines.publish.statement.what import GIVEN, advance_shares, bounds_of

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
    ("Jours sans fin anticipée", 12),
    ("Part avancée", 10),
)
_PAYMENT_COLUMNS = (
    ("Date", 11),
    ("Nature", 18),
    ("Mission", 17),
    ("Année de contrat", 10),
    ("Montant (€)", 13),
    ("Statut", 18),
    ("Échéance", 11),
    ("Ligne de « Droits »", 10),
)

_BOUND_COLUMNS = (
    ("Année de contrat", 10),
    ("Mission", 17),
    ("Part variable, au moins (€)", 16),
    ("Comptée (€)", 13),
    ("Au plus (€)", 13),
)
_DEMO = "Données de démonstration, inventées : ce relevé n'engage personne."


def statement_xlsx(
    result: Resultat,
    *,
    today: date,
    nom: str | None = None,
    demonstration: bool = False,
    hypothese: str = GIVEN,
    supposee: bool = False,
) -> bytes:
    """Give the workbook: sheets Relevé, Droits, Versements, Bornes, Avertissements, Statuts et sources.

    ``today`` is printed as computing day; ``demonstration`` marks the first sheet and the top of every printed page;
    ``hypothese``: what the variable parts rest on, in French; ``supposee``: their attainment is assumed, not observed, and
    nothing is sure of them (see bounds_of). Amounts are formulas of the base, the days and the attainment of their line.
    """
    bounds = bounds_of(result, supposee=supposee)
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
            "note": book.add_format({"italic": True}),
            "demo": book.add_format({"bold": True, "font_color": "#9C2A00", "border": 1}),
        }
        _title(book, formats, result, bounds, today=today, nom=nom, demonstration=demonstration, hypothese=hypothese)
        _lines(book, formats, result)
        _payments(book, formats, result, today=today)
        _bounds(book, formats, bounds)
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
    book: Any,
    formats: dict[str, Any],
    result: Resultat,
    bounds: pd.DataFrame,
    *,
    today: date,
    nom: str | None,
    demonstration: bool,
    hypothese: str,
) -> None:
    sheet = book.add_worksheet("Relevé")
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 90)
    contract, years = result.situations.contrats.iloc[0], result.annees
    code = str(contract["id_cpts"])
    sheet.write_string(0, 0, "Relevé ACI", formats["title"])
    if demonstration:
        sheet.merge_range(1, 0, 1, 1, _DEMO, formats["demo"])
    counted = result.lignes.loc[result.lignes["montant_centimes"] > 0, "statut"].unique()
    lines, paid, limits = len(result.lignes), len(result.versements), len(bounds)
    total = int(result.lignes["montant_centimes"].sum())
    sums = bounds[["bas_centimes", "montant_centimes", "haut_centimes"]].sum()
    low, high = (total + int(sums[side] - sums["montant_centimes"]) for side in ("bas_centimes", "haut_centimes"))
    due = result.versements["montant_centimes"]
    past = int(due[result.versements["date"] <= pd.Timestamp(today)].sum())
    texts = {
        2: ("CPTS", code if nom is None else f"{nom} ({code})"),
        4: ("Statut le moins sûr du total", f"{SYMBOLES[least_sure(counted)]} {least_sure(counted)}"),
        13: ("Hypothèse sur les parts variables", hypothese),
        14: ("Population du contrat", f"{int(years.population[0])} habitants"),
        15: ("Taille", _say_tailles(result)),
        16: ("Signature du contrat", f"{contract['date_signature']:%d/%m/%Y}"),
        17: ("Années de contrat calculées", str(len(set(years.annee.tolist())))),
        18: ("Règles", _say_rules(contract["regles"])),
    }
    for rank, (name, text) in texts.items():
        sheet.write_string(rank, 0, name, formats["bold"])
        sheet.write_string(rank, 1, text)
    sheet.write_string(3, 0, "Calculé le", formats["bold"])
    sheet.write_datetime(3, 1, datetime(today.year, today.month, today.day), formats["date_left"])
    fixed = int(result.lignes.loc[result.lignes["volet"].ne("variable"), "montant_centimes"].sum())
    span = f"Versements!A2:A{paid + 1}"
    amounts = f"Versements!E2:E{paid + 1}"
    formulas = (
        ("Total des droits (€)", f"=Droits!K{lines + 2}", total),
        ("Total des versements (€)", f"=Versements!E{paid + 2}", int(due.sum())),
        ("Au moins, selon ce qui reste à connaître (€)", f"=B6-Bornes!D{limits + 2}+Bornes!C{limits + 2}", low),
        ("Au plus (€)", f"=B6-Bornes!D{limits + 2}+Bornes!E{limits + 2}", high),
        (
            "Plancher, dû quels que soient les résultats (€)",
            f'=SUM(Droits!K2:K{lines + 1})-SUMIF(Droits!E2:E{lines + 1},"variable",Droits!K2:K{lines + 1})',
            fixed,
        ),
        ("Versements dont le jour est passé (€)", f'=SUMIF({span},"<="&B4,{amounts})', past),
        ("Versements à venir (€)", f'=SUMIF({span},">"&B4,{amounts})', int(due.sum()) - past),
    )
    for rank, (name, formula, cents) in enumerate(formulas, start=5):
        sheet.write_string(rank, 0, name, formats["bold"])
        sheet.write_formula(rank, 1, formula, formats["money_left"], cents / 100)
    sheet.write_string(
        12, 0, "Calendrier théorique de l'accord : ce qui a été reçu n'est pas dans ce relevé.", formats["note"]
    )


def _say_rules(asked: Any) -> str:
    return "celles du premier jour de chaque année" if pd.isna(asked) else f"celles du {asked:%d/%m/%Y}, chaque année"


def _say_tailles(result: Resultat) -> str:
    """« 2 », or « 2, puis 3 en année 4 » when the population changes."""
    said, before = "", None
    for year, taille in zip(result.annees.annee.tolist(), result.annees.taille.tolist(), strict=True):
        if taille != before:
            said += f", puis {taille} en année {year}" if said else f"{taille}"
        before = taille
    return said


def _bounds(book: Any, formats: dict[str, Any], bounds: pd.DataFrame) -> None:
    sheet = _sheet(book, formats, "Bornes", _BOUND_COLUMNS)
    last = len(bounds)
    names = ("bas_centimes", "montant_centimes", "haut_centimes")
    for rank, row in enumerate(rows(bounds), start=1):
        sheet.write_number(rank, 0, row.annee_contrat)
        sheet.write_string(rank, 1, row.mission)
        for column, name in enumerate(names, start=2):
            sheet.write_number(rank, column, getattr(row, name) / 100, formats["money"])
    sheet.write_string(last + 1, 1, "Total", formats["bold"])
    for column, name in enumerate(names, start=2):
        letter = "CDE"[column - 2]
        formula = f"=SUM({letter}2:{letter}{last + 1})" if last else "=0"
        sheet.write_formula(last + 1, column, formula, formats["total"], int(bounds[name].sum()) / 100)


def _sheet(book: Any, formats: dict[str, Any], name: str, columns: tuple[tuple[str, int], ...]) -> Any:
    sheet = book.add_worksheet(name)
    for rank, (title, width) in enumerate(columns):
        sheet.set_column(rank, rank, width)
        sheet.write_string(0, rank, title, formats["head"])
    sheet.freeze_panes(1, 0)
    return sheet


def _lines(book: Any, formats: dict[str, Any], result: Resultat) -> None:
    sheet = _sheet(book, formats, "Droits", _LINE_COLUMNS)
    share = advance_shares(result)
    ended = result.lignes.groupby("annee_contrat")["au"].max().to_dict()
    last = len(result.lignes)
    for rank, row in enumerate(rows(result.lignes), start=1):
        sheet.write_number(rank, 0, row.annee_contrat)
        sheet.write_datetime(rank, 1, row.debut.to_pydatetime(), formats["date"])
        sheet.write_datetime(
            rank, 2, min(row.fin, ended.get(row.annee_contrat, row.fin)).to_pydatetime(), formats["date"]
        )
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
        # One-off amounts run one day; the others, from their own first day to the end of the contract year.
        sheet.write_number(rank, 14, 1 if row.jours_annee == 1 else (row.fin - row.du).days + 1)
        sheet.write_number(rank, 15, share[str(row.version)] / 100, formats["rate"])
    sheet.write_string(last + 1, 9, "Total", formats["bold"])
    total = int(result.lignes["montant_centimes"].sum()) / 100
    sheet.write_formula(last + 1, 10, f"=SUM(K2:K{last + 1})" if last else "=0", formats["total"], total)


def _payments(book: Any, formats: dict[str, Any], result: Resultat, *, today: date) -> None:
    sheet = _sheet(book, formats, "Versements", _PAYMENT_COLUMNS)
    last = len(result.versements)
    whole = set(result.versements.loc[result.versements["nature"].eq("totalite"), "ligne"])
    for rank, row in enumerate(rows(result.versements), start=1):
        cell, line = rank + 1, int(row.ligne) + 2
        sheet.write_datetime(rank, 0, row.date.to_pydatetime(), formats["date"])
        for column, text in ((1, row.nature), (2, row.mission), (5, row.statut)):
            sheet.write_string(rank, column, text)
        sheet.write_number(rank, 3, row.annee_contrat)
        formula = payment_formula(str(row.nature), line, whole=row.ligne in whole)
        sheet.write_formula(rank, 4, formula, formats["money"], row.montant_centimes / 100)
        when = "passée" if row.date <= pd.Timestamp(today) else "à venir"
        sheet.write_formula(rank, 6, f'=IF(A{cell}<=\'Relevé\'!$B$4,"passée","à venir")', None, when)
        sheet.write_number(rank, 7, line)
    sheet.write_string(last + 1, 3, "Total", formats["bold"])
    total = int(result.versements["montant_centimes"].sum()) / 100
    sheet.write_formula(last + 1, 4, f"=SUM(E2:E{last + 1})" if last else "=0", formats["total"], total)


def payment_formula(nature: str, line: int, *, whole: bool) -> str:
    """What a payment is worth, from the row of its line on « Droits »: the rules of calculators.aci.droits.versements.

    ``whole``: the line is paid in one go at its start. Planned: base × days without an early end × attainment; an advance
    is its share of that, a recovery gives back the days that do not run, the balance is what is left of the line.
    """
    g, h, i, j, k, o, p = (f"Droits!{letter}{line}" for letter in "GHIJKOP")
    planned = f"ROUND({g}*{o}/{i}*{j},2)"
    advance = planned if whole else f"ROUND({planned}*{p},2)"
    kept = f"ROUND({advance}*{h}/{o},2)"
    return {
        "totalite": f"={planned}",
        "avance": f"={advance}",
        "reprise": f"={kept}-{advance}",
        "solde": f"={k}-{kept}",
    }.get(nature, f"={k}")


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
