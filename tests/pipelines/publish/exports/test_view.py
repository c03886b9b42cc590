"""A view taken away: values as they are, definition and version on every line, hidden cells empty, nothing runs."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pandas as pd

from pipelines.publish.exports.export import Colonne
from pipelines.publish.exports.to_csv import export_csv, export_csv_fr
from pipelines.publish.exports.to_xlsx import export_xlsx
from pipelines.publish.exports.view import Vue, view_export
from pipelines.store.scope import Scope

NOW = datetime(2026, 11, 22, 9, 0)
VIEW = Vue(
    titre="Dépistage",
    phrase="Ce que cela montre.",
    reperes=(("Unité", "%"), ("Source", "dépôts")),
    definition="dépistées / éligibles",
    source="dépôts",
    connu_le=datetime(2026, 11, 16, 10, 52),
    version="7faf4b06",
    demonstration=True,
)
FRAME = pd.DataFrame(
    {
        "nom": ["=1+1", "Weppes"],
        "mois": [date(2026, 10, 1)] * 2,
        "valeur": [0.576, None],
        "bas": [0.55, None],
        "cents": pd.array([123456, None], dtype="Int64"),
        "cachee": ["x", "y"],
    }
)
COLUMNS = (
    Colonne("nom", "CPTS"),
    Colonne("mois", "Mois", "mois"),
    Colonne("valeur", "Valeur", "part"),
    Colonne("bas", "Borne basse", "nombre"),
    Colonne("cents", "Montant", "centimes"),
)


def view():
    return view_export(FRAME, COLUMNS, VIEW, nom="vue", scope=Scope.local(), maintenant=NOW)


def test_the_open_csv_follows_data_gouv_and_says_its_version_on_every_line():
    rows = list(csv.DictReader(io.StringIO(export_csv(view()).decode("utf-8"))))
    assert rows[0]["valeur"] == "0.576" and rows[0]["mois"] == "2026-10" and rows[0]["cents"] == "1234.56"
    assert rows[1]["valeur"] == "" and rows[1]["cents"] == ""
    assert {r["version_donnees"] for r in rows} == {"7faf4b06"}
    assert {r["demonstration"] for r in rows} == {"true"}
    assert {r["definition"] for r in rows} == {"dépistées / éligibles"}
    assert "cachee" not in rows[0]
    assert rows[0]["nom"].startswith("'=")


def test_the_csv_for_excel_is_french():
    head, first, *_ = export_csv_fr(view()).decode("utf-8-sig").split("\r\n")
    assert head.startswith("CPTS;Mois;Valeur;Borne basse;Montant;Définition")
    assert ";57,6 %;0,55;1234,56;" in first


def test_the_workbook_holds_numbers_and_says_where_it_comes_from():
    book = openpyxl.load_workbook(io.BytesIO(export_xlsx(view())))
    table, about = book.worksheets
    assert [c.value for c in table[2]][2:5] == [0.576, 0.55, 1234.56]
    assert table["C2"].number_format == "0.0 %" and table["C3"].value is None
    said = {r[0]: r[1] for r in about.iter_rows(values_only=True)}
    assert said["Ce que cela montre"] == "Ce que cela montre." and said["Unité"] == "%"
    assert said["Version des données"] == "7faf4b06" and "inventées" in said["Attention"]
    assert said["Périmètre"] == "toutes les CPTS"
