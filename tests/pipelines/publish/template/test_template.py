"""Templates: what is expected and nothing else, last month beside, and a filled one goes in as it is."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest.deposit.steps import examine
from pipelines.publish.template.lines import TITRES, template_lines
from pipelines.publish.template.template import template_csv, template_xlsx
from pipelines.store.errors import StoreError
from pipelines.store.questions.indicateurs import cpts_profile
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import NOW

LOCAL = Scope.local()
NOVEMBER = date(2026, 11, 1)
ASKED = {"id_cpts": "DEMO-A", "mois": NOVEMBER}
HEADER = 3


def sheet_of(data, name="Saisie"):
    return openpyxl.load_workbook(io.BytesIO(data))[name]


def entries(sheet):
    """The rows to fill in, by code of indicator: the cells by title."""
    titles = [cell.value for cell in sheet[HEADER]]
    return {row[2].value: dict(zip(titles, row, strict=True)) for row in sheet.iter_rows(min_row=HEADER + 1)}


def answers(catalogue):
    """A plausible answer for each kind of indicator, as typed by a person."""
    typed = {}
    for code, known in catalogue.indicateurs.items():
        if known.type == "proportion":
            typed[code] = {"numérateur": 55, "dénominateur": 100}
        elif known.type == "taux_1000":
            typed[code] = {"numérateur": 800, "dénominateur": 50_000}
        else:
            typed[code] = {"valeur": "oui" if known.type == "livrable" else 12}
    return typed


def test_it_asks_for_what_is_expected_and_nothing_else(filled):
    profile = cpts_profile(filled, LOCAL, id_cpts="DEMO-A", mois=NOVEMBER)
    expected = list(profile.loc[profile["attendu"], "indicateur"])
    assert list(entries(sheet_of(template_xlsx(filled, LOCAL, **ASKED)))) == expected
    lines = list(csv.reader(io.StringIO(template_csv(filled, LOCAL, **ASKED).decode("utf-8-sig")), delimiter=";"))
    assert tuple(lines[2]) == TITRES and [line[2] for line in lines[3:]] == expected
    assert {"PAR_INCL", "CRI_PLAN"}.isdisjoint(expected)  # missions that this CPTS has not taken


@pytest.mark.parametrize(("who", "code"), [("CPTS", "ADH"), ("CPAM", "PRE_SEIN")])
def test_one_supplier_only(filled, who, code):
    found = entries(sheet_of(template_xlsx(filled, LOCAL, **ASKED, fournisseur=who)))
    known = load_catalogue().indicateurs
    assert code in found and {known[c].fournisseur for c in found} == {who}


def test_last_month_stands_beside_with_hidden_values_hidden(filled):
    found = entries(sheet_of(template_xlsx(filled, LOCAL, **ASKED)))
    said = {code: row["mois précédent"].value for code, row in found.items()}
    assert said["PRE_SEIN"] == "550 / 1\u202f000 = 55 %"
    assert said["PRE_COL"] == "masquée (NS)" and said["PRE_CCR"] == "déclarée inconnue (ND)"
    assert said["ADH"] == "91" and said["PRE_GRIPPE"] == "non reçue"


def test_cells_accept_whole_numbers_and_marks_and_say_so_in_french(filled):
    sheet = sheet_of(template_xlsx(filled, LOCAL, **ASKED))
    row = entries(sheet)["PRE_SEIN"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    for title, least in (("numérateur", 0), ("dénominateur", 1)):
        place = row[title].coordinate
        rule = rules[place]
        assert (
            rule.formula1
            == f'IF(ISNUMBER({place}),AND({place}>={least},{place}=INT({place})),OR({place}="NS",{place}="ND"))'
        )
        assert rule.showErrorMessage and "NS" in rule.error and "entier" in rule.error
    assert row["valeur"].coordinate not in rules and entries(sheet)["ADH"]["valeur"].coordinate in rules
    assert sheet.freeze_panes == "D4" and all(sheet.column_dimensions[c].width > 8 for c in "ABCDEFGHIJ")


def test_deliverables_have_a_drop_down(store):
    sheet = sheet_of(template_xlsx(store, LOCAL, id_cpts="CPTS-WEPP", mois=NOVEMBER))
    place = entries(sheet)["CRI_PLAN"]["valeur"].coordinate
    (rule,) = [r for r in sheet.data_validations.dataValidation if str(r.sqref) == place]
    assert (rule.type, rule.formula1) == ("list", '"oui,non,ND"')


def test_the_dictionary_and_the_identity_of_the_cpts(filled):
    data = template_xlsx(filled, LOCAL, **ASKED)
    known = load_catalogue().indicateurs
    dictionary = list(sheet_of(data, "Dictionnaire").iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in dictionary] == list(entries(sheet_of(data)))
    seen = next(row for row in dictionary if row[0] == "PRE_SEIN")
    seins = known["PRE_SEIN"]
    assert {seins.numerateur, seins.denominateur, seins.pourquoi.strip(), seins.precautions.strip()} <= set(seen)
    assert f"{seins.revu_le:%d/%m/%Y}" in seen and all(cell for row in dictionary for cell in row)
    identity = dict(sheet_of(data, "CPTS").iter_rows(min_row=2, values_only=True))
    assert identity["Code"] == "DEMO-A" and identity["Signature du contrat"] == "15/03/2024"
    assert identity["ARS"] == "inconnu" and "15/03/2025" in identity["Missions"]


def test_a_filled_workbook_goes_in_as_it_is(filled):
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(filled, LOCAL, **ASKED)))
    rows = entries(book["Saisie"])
    for code, typed in answers(load_catalogue()).items():
        for title, value in typed.items() if code in rows else ():
            rows[code][title].value = value
    rows["PRE_COL"]["numérateur"].value = "NS"
    rows["PRE_CCR"]["numérateur"].value = rows["PRE_CCR"]["dénominateur"].value = "ND"
    rows["ADH"]["commentaire"].value = "après l'assemblée générale"
    out = io.BytesIO()
    book.save(out)
    verdict = examine(filled, LOCAL, out.getvalue(), "modele.xlsx", maintenant=NOW)
    assert not verdict.refuse and verdict.acceptees == len(rows), verdict.anomalies
    assert "colonne_ignoree" not in {i.regle for i in verdict.anomalies}
    done = deposit(filled, LOCAL, out.getvalue(), "modele.xlsx", auteur="CPTS (démo)", maintenant=NOW)
    assert done.etat == "actif" and done.nouvelles == len(rows)
    stored = cpts_profile(filled, LOCAL, id_cpts="DEMO-A", mois=NOVEMBER).set_index("indicateur")
    assert stored.loc["PRE_SEIN", "valeur"] == 0.55 and stored.loc["ADH", "valeur"] == 12
    assert stored.loc["PRE_COL", "etat"] == "masquee" and stored.loc["PRE_CCR", "etat"] == "manquante"


def test_a_filled_csv_goes_in_and_lines_left_empty_say_nothing(filled):
    text = template_csv(filled, LOCAL, **ASKED).decode("utf-8-sig")
    lines = text.splitlines()
    place = next(n for n, line in enumerate(lines) if ";ADH;" in line)
    cells = lines[place].split(";")
    cells[7] = "95"
    lines[place] = ";".join(cells)
    data = "\r\n".join([*lines, ""]).encode("cp1252", errors="replace")  # as French Excel saves it
    verdict = examine(filled, LOCAL, data, "modele.csv", maintenant=NOW)
    assert not verdict.refuse and (verdict.lignes_lues, verdict.acceptees) == (1, 1), verdict.anomalies
    assert verdict.observations["valeur"].tolist() == [95.0]
    empty = [line for line in verdict.mises_a_part if line.motif == "non remplie"]
    assert len(empty) == len(lines) - 3 - 1


def test_an_empty_template_stores_nothing(filled):
    for data in (template_csv(filled, LOCAL, **ASKED), template_xlsx(filled, LOCAL, **ASKED)):
        done = deposit(filled, LOCAL, data, "modele", auteur="CPTS (démo)", maintenant=NOW)
        assert done.etat == "refuse" and "aucune_ligne" in {i.regle for i in done.verdict.anomalies}


@pytest.mark.parametrize(
    ("scope", "asked", "said"),
    [
        (Scope("x", cpts=frozenset(["DEMO-B"])), ASKED, "pas une CPTS pour laquelle vous déposez"),
        (Scope("x", depots=frozenset(["DEMO-B"])), ASKED, "pas une CPTS pour laquelle vous déposez"),
        (LOCAL, {**ASKED, "id_cpts": "REG-PACA"}, "pas une CPTS pour laquelle vous déposez"),
        (LOCAL, {**ASKED, "id_cpts": "DEMO-E"}, "Aucun indicateur n'est attendu de DEMO-E"),
        (LOCAL, {**ASKED, "mois": date(2024, 1, 1)}, "Aucun indicateur n'est attendu de DEMO-A pour 2024-01"),
    ],
)
def test_no_template_out_of_scope_nor_for_nothing(filled, scope, asked, said):
    with pytest.raises(StoreError, match=said):
        template_csv(filled, scope, **asked)


def test_a_template_over_invented_values_says_so(filled, store):
    model = template_lines(filled, LOCAL, **ASKED, catalogue=load_catalogue())
    assert "démonstration" in model.titre and model.file_name("xlsx") == "modele_DEMO-A_2026-11.xlsx"
    real = template_lines(store, LOCAL, id_cpts="CPTS-WEPP", mois=NOVEMBER, catalogue=load_catalogue())
    assert real.titre == "Indicateurs de novembre 2026 — CPTS des Weppes (CPTS-WEPP)"
