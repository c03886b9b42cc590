"""Exports: exact, in scope, valid against the schema, re-depositable, and nothing in them ever runs."""

import csv
import hashlib
import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from frictionless import Package

from pipelines.catalogue import load_catalogue
from pipelines.financement.funding import funding
from pipelines.inert import inert
from pipelines.ingest.deposit.lifecycle import withdraw
from pipelines.publish.exports import to_xlsx as workbook
from pipelines.publish.exports.funding import funding_export
from pipelines.publish.exports.observations import observations_export
from pipelines.publish.exports.table_schema import table_schema
from pipelines.publish.exports.to_csv import data_package, export_csv, export_csv_fr
from pipelines.publish.exports.to_xlsx import export_xlsx
from pipelines.store.errors import StoreError
from pipelines.store.questions.export import Choix
from pipelines.store.questions.suivi import deposits
from pipelines.store.questions.territoires import contracts
from pipelines.store.scope import Scope
from tests.depositing import deposit, preview
from tests.monthly import NOW, month_file
from tests.pipelines.publish.exports.frictionless_report import faults

LOCAL = Scope.local()


def exported(store, scope=LOCAL, **choice):
    return observations_export(store, scope, Choix(**choice), catalogue=load_catalogue(), maintenant=NOW)


def records(data, delimiter=","):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter))


def of(found, id_cpts, indicateur, mois="2026-10"):
    return [r for r in found if (r["id_cpts"], r["indicateur"], r["mois"]) == (id_cpts, indicateur, mois)]


def test_every_value_is_exported_as_it_is_stored(filled):
    found = records(export_csv(exported(filled)))
    assert len(found) == 9
    (seen,) = of(found, "DEMO-A", "PRE_SEIN")
    assert (seen["numerateur"], seen["denominateur"], seen["valeur"]) == ("550", "1000", "0.55")
    assert (seen["etat"], seen["version"], seen["demonstration"], seen["provisoire"]) == (
        "valeur",
        "1",
        "true",
        "false",
    )
    assert seen["connu_le"] == "2026-11-10T00:00:00" and seen["ligne"] == "2" and seen["depot"].startswith("D20261110-")
    (count,) = of(found, "DEMO-A", "ADH")
    assert (count["numerateur"], count["valeur"]) == ("", "91")


def test_hidden_and_missing_are_neither_zero_nor_each_other(filled):
    found = records(export_csv(exported(filled)))
    (hidden,), (missing,) = of(found, "DEMO-A", "PRE_COL"), of(found, "DEMO-A", "PRE_CCR")
    assert (hidden["numerateur"], hidden["denominateur"], hidden["valeur"]) == ("NS", "1000", "")
    assert (hidden["etat"], hidden["marqueur"]) == ("masquee", "NS")
    assert (missing["numerateur"], missing["etat"], missing["marqueur"]) == ("ND", "manquante", "ND")


def test_frictionless_validates_the_export_and_finds_what_is_spoilt_in_it(filled, tmp_path):
    data = export_csv(exported(filled))
    schema = table_schema(load_catalogue())
    assert faults(tmp_path, schema, data) == []
    spoilt = data.replace(b"2026-10,PRE_SEIN,550", b"2026-13,PRE_SEIN,-550")
    assert spoilt != data
    assert {(field, kind) for _, field, kind in faults(tmp_path, schema, spoilt)} == {
        ("mois", "constraint-error"),
        ("numerateur", "constraint-error"),
    }


def test_the_history_has_every_version_and_its_own_schema(filled, tmp_path):
    data = export_csv(exported(filled, historique=True))
    versions = of(records(data), "DEMO-B", "PRE_SEIN")
    assert [(v["version"], v["numerateur"], v["courante"]) for v in versions] == [
        ("1", "580", "false"),
        ("2", "590", "true"),
    ]
    assert versions[1]["commentaire"] == "erreur de saisie"
    assert faults(tmp_path, table_schema(load_catalogue(), historique=True), data) == []
    assert [kind for *_, kind in faults(tmp_path, table_schema(load_catalogue()), data)] == ["primary-key"]


def test_a_withdrawn_deposit_leaves_the_export_and_stays_in_the_history(filled):
    known = deposits(filled, LOCAL)
    corrected = known.loc[known["fichier"] == "B corrigé.csv", "depot"].iloc[0]
    withdraw(filled, LOCAL, corrected, auteur="CPAM (démo)", motif="essai", maintenant=NOW)
    (now,) = of(records(export_csv(exported(filled))), "DEMO-B", "PRE_SEIN")
    assert (now["version"], now["numerateur"]) == ("1", "580")
    history = of(records(export_csv(exported(filled, historique=True))), "DEMO-B", "PRE_SEIN")
    assert [v["courante"] for v in history] == ["true", "false"]


def test_as_known_on_a_day(filled):
    found = records(export_csv(exported(filled, connu_le=datetime(2026, 11, 11, 23, 59))))
    assert of(found, "DEMO-B", "PRE_SEIN")[0]["numerateur"] == "580"
    assert not of(records(export_csv(exported(filled, connu_le=datetime(2026, 1, 1)))), "DEMO-B", "PRE_SEIN")


def test_filters_and_scope(filled):
    mine = Scope("lecteur", cpts=frozenset(["DEMO-A"]))
    export = exported(filled, mine, historique=True)
    assert {r["id_cpts"] for r in records(export_csv(export))} == {"DEMO-A"}
    assert dict(export.faits)["Périmètre"] == "1 CPTS visibles par ce lecteur"
    assert records(export_csv(exported(filled, mine, ids=["DEMO-B"]))) == []
    some = records(export_csv(exported(filled, indicateurs=["PRE_SEIN"], debut=date(2026, 1, 1), ids=["DEMO-A"])))
    assert [(r["mois"], r["indicateur"]) for r in some] == [("2026-10", "PRE_SEIN")]


@pytest.mark.parametrize("write", [export_csv, export_csv_fr, export_xlsx])
def test_an_export_deposited_again_changes_nothing(filled, write):
    data = write(exported(filled))
    found = preview(filled, LOCAL, data, "export", maintenant=NOW)
    assert not found.verdict.refuse, found.verdict.anomalies
    assert (found.nouvelles, found.modifiees, found.identiques) == (0, 0, 9)


def test_the_french_form(filled):
    data = export_csv_fr(exported(filled))
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == 10
    (seen,) = [r for r in records(data, ";") if r["Code CPTS"] == "DEMO-C"]
    assert (seen["Numérateur"], seen["Valeur"], seen["Démonstration"]) == ("610", "61 %", "oui")
    assert seen["Connu le"] == "11/11/2026 00:00:00" and seen["Libellé"].startswith("Dépistage")


def test_the_workbook_has_real_numbers_and_says_where_it_comes_from(filled):
    book = openpyxl.load_workbook(io.BytesIO(export_xlsx(exported(filled))))
    sheet, about = book.worksheets
    titles = {cell.value: cell.column for cell in sheet[1]}
    row = {t: sheet.cell(5, c) for t, c in titles.items()}
    by_code = {
        sheet.cell(r, titles["Code indicateur"]).value: r for r in range(2, 11) if sheet.cell(r, 1).value == "DEMO-A"
    }
    row = {t: sheet.cell(by_code["PRE_COL"], c) for t, c in titles.items()}
    assert (row["Numérateur"].value, row["Dénominateur"].value) == ("NS", 1000)
    share = sheet.cell(by_code["PRE_SEIN"], titles["Valeur"])
    assert isinstance(share.value, float) and share.number_format == "0.0 %"
    assert row["Mois"].value == datetime(2026, 10, 1) and row["Connu le"].is_date
    facts = {r[0]: r[1] for r in about.iter_rows(values_only=True)}
    assert facts["Périmètre"] == "toutes les CPTS" and "inventées" in facts["Attention"]
    assert facts["Données connues au"] == "12/11/2026 à 00:00:00"


def test_nothing_runs_in_a_spreadsheet(filled):
    wild = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3"]
    lines = [f"DEMO-A;2026-{m:02d};ADH;;;91;{text}" for m, text in enumerate(wild, start=5)]
    done = deposit(filled, LOCAL, month_file(*lines), "=x.csv", auteur="=A1", maintenant=NOW)
    assert done.etat == "actif"
    for data, delimiter in ((export_csv(exported(filled)), ","), (export_csv_fr(exported(filled)), ";")):
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter):
            assert all(inert(cell) == cell for cell in row)
        assert b"'=1+1" in data
    book = openpyxl.load_workbook(io.BytesIO(export_xlsx(exported(filled))))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [c.coordinate for c in cells if c.data_type == "f"]
    assert "=1+1" in {c.value for c in cells}


@pytest.mark.parametrize("text", ["-", "-5", "+3,5", "-12 %", "NS", ""])
def test_signs_and_plain_numbers_stay_as_they_are(text):
    assert inert(text) == text


def test_the_data_package_describes_the_file_beside_it(filled, tmp_path):
    export = exported(filled)
    data = export_csv(export)
    (tmp_path / "o.csv").write_bytes(data)
    package = data_package(export, data, "o.csv", french=False, maintenant=NOW)
    (tmp_path / "o.datapackage.json").write_bytes(package)
    told = json.loads(package)
    assert told["resources"][0]["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
    assert "Données connues au : 12/11/2026" in told["description"] and "inventées" in told["description"]
    assert Package(str(tmp_path / "o.datapackage.json")).validate().valid
    (tmp_path / "o.csv").write_bytes(data.replace(b"PRE_SEIN", b"PRE_SIEN"))
    assert not Package(str(tmp_path / "o.datapackage.json")).validate().valid


def test_too_many_rows_for_a_sheet_is_said(filled, monkeypatch):
    monkeypatch.setattr(workbook, "ROWS_MAX", 3)
    with pytest.raises(StoreError, match="9 lignes ; exportez en CSV"):
        export_xlsx(exported(filled))


@pytest.mark.parametrize("streamed", [0, 1_000])
def test_a_long_workbook_is_streamed_and_the_same(filled, monkeypatch, streamed):
    monkeypatch.setattr(workbook, "_STREAMED", streamed)
    sheet = openpyxl.load_workbook(io.BytesIO(export_xlsx(exported(filled)))).worksheets[0]
    assert sheet.max_row == 10 and sheet.cell(1, 1).value == "Code CPTS" and sheet.cell(2, 1).value == "DEMO-A"


def test_money_is_exact_and_keeps_its_status(store):
    result = funding(store, LOCAL, au=NOW.date())
    given = {"contrats": contracts(store, LOCAL), "scope": LOCAL, "connu_le": None, "maintenant": NOW}
    lines = records(export_csv(funding_export(result, "lignes", ids=None, **given)))
    paid = records(export_csv(funding_export(result, "versements", ids=None, **given)))
    cents = [round(float(r["montant"]) * 100) for r in lines]
    assert sum(cents) == int(result.resultat.lignes["montant_centimes"].sum()) > 0
    assert sum(round(float(r["montant"]) * 100) for r in paid) == sum(cents)
    assert all(r["statut"] and r["article"] for r in lines)
    assert {r["statut"] for r in lines} == set(result.resultat.lignes["statut"])
    one = records(export_csv(funding_export(result, "lignes", ids=["CPTS-WEPP"], **given)))
    assert one == [r for r in lines if r["id_cpts"] == "CPTS-WEPP"]
    book = openpyxl.load_workbook(io.BytesIO(export_xlsx(funding_export(result, "lignes", ids=None, **given))))
    assert any("econstitué" in str(row[0]) for row in book["À propos"].iter_rows(values_only=True))
