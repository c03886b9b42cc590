"""Units told in a title, a column, a line: converted when sure, refused when not the indicator's, never ignored."""

import io

import openpyxl
import pytest

from pipelines.ingest.units import read_unit, read_unit_above
from tests.monthly import month_file
from tests.pipelines.ingest.check.checked import checked_bytes

HEAD = "CPTS;Mois;Indicateur;{}"


def _read(data, name="test.csv"):
    verdict = checked_bytes(data, name)
    stored = {str(r.indicateur): r.valeur for r in verdict.observations.itertuples()}
    return stored, {(i.regle, i.ligne) for i in verdict.anomalies if i.regle.startswith(("unite", "multiple"))}


@pytest.mark.parametrize(
    ("title", "code", "written", "stored", "rule"),
    [
        ("Valeur (pour 10 000 hab.)", "ACC_URG", "125", 12.5, "unite_convertie"),
        ("Valeur (pour 100 000)", "QUA_ATB", "3500", 35, "unite_convertie"),
        ("Valeur (pour cent habitants)", "ACC_URG", "1,25", 12.5, "unite_convertie"),
        ("Valeur (pour 1 000)", "ACC_URG", "18,2", 18.2, None),
        ("Valeur (‰)", "QUA_ATB", "35", 35, None),
        ("Valeur (pour mille)", "PRE_SEIN", "576", 0.576, "unite_convertie"),
        ("Valeur (‰)", "ACC_MT_ALD", "45", 0.045, "unite_convertie"),
        ("Valeur (entre 0 et 1)", "PRE_SEIN", "0,576", 0.576, "unite_convertie"),
        ("Valeur (%)", "PRE_SEIN", "57,6", 0.576, None),
        ("Valeur (en milliers)", "PAR_INCL", "2", 2000, "multiple_converti"),
        ("Valeur (k)", "PAR_INCL", "2,875", 2875, "multiple_converti"),
        ("Valeur (€)", "PAR_INCL", "2870", None, "unite_autre"),
        ("Valeur (k€)", "PRE_SEIN", "57,6", None, "unite_autre"),
        ("Valeur (%)", "ADH", "91", None, "unite_autre"),
        ("Valeur (%)", "ACC_URG", "18,2", None, "unite_autre"),
        ("Valeur (pour 1 000)", "PAR_INCL", "45", None, "unite_autre"),
        ("Valeur (en milliers)", "PRE_SEIN", "57,6", None, "unite_autre"),
        ("Valeur (%)", "CRI_PLAN", "1", None, "unite_autre"),
        ("Valeur (% ou nombre)", "ADH", "91", 91, None),
    ],
)
def test_a_unit_in_the_title(title, code, written, stored, rule):
    values, found = _read(month_file(f"CPTS-WEPP;2025-03;{code};{written}", header=HEAD.format(title)))
    assert values.get(code) == (None if stored is None else pytest.approx(stored))
    assert found == ({(rule, 2)} if rule else set())


def test_a_column_of_units_wins_over_the_title_line_by_line():
    lines = (
        "CPTS-WEPP;2025-03;ACC_URG;125;pour 10 000 habitants",
        "CPTS-BERG;2025-03;QUA_ATB;35;pour 1 000 habitants",
        "CPTS-WEPP;2025-03;PAR_INCL;2;milliers de patients",
        "CPTS-BERG;2025-03;PAR_RCP;45;%",
        "CPTS-WEPP;2025-03;PRE_SEIN;57,6;%",
        "CPTS-WEPP;2025-03;ADH;91;professionnels",
        "CPTS-WEPP;2025-03;PRE_COL;577 ‰;%",
    )
    values, found = _read(month_file(*lines, header=HEAD.format("Valeur;Unité")))
    assert values == {
        "ACC_URG": pytest.approx(12.5),
        "QUA_ATB": 35,
        "PAR_INCL": 2000,
        "PRE_SEIN": pytest.approx(0.576),
        "ADH": 91,
    }
    assert found == {("unite_convertie", 2), ("multiple_converti", 4), ("unite_autre", 5), ("unite_autre", 8)}


@pytest.mark.parametrize("above", ["Unité : milliers", "Suivi 2025 (en milliers de patients)", "Effectifs en milliers"])
def test_a_line_above_tells_the_whole_table(above):
    data = month_file(
        above, HEAD.format("Valeur"), "CPTS-WEPP;2025-03;PAR_INCL;2", "CPTS-WEPP;2025-03;PRE_SEIN;57 %", header=""
    )
    values, found = _read(data)
    assert values["PAR_INCL"] == 2000 and {rule for rule, _ in found} == {"multiple_converti"}


def test_thousands_and_euros_are_never_counts():
    head = "CPTS;Mois;Indicateur;Numérateur (en milliers);Dénominateur"
    assert _read(month_file("CPTS-WEPP;2025-03;PRE_SEIN;4;7000", header=head)) == ({}, {("unite_autre", 2)})
    head = "CPTS;Mois;Indicateur;Numérateur;Dénominateur;Unité"
    assert _read(month_file("CPTS-WEPP;2025-03;PRE_SEIN;4;7;milliers", header=head))[0] == {}


def test_each_title_of_a_wide_file():
    data = month_file("CPTS-WEPP;2025-03;576;2;45", header="CPTS;Mois;PRE_SEIN (‰);PAR_INCL (en milliers);ADH (%)")
    verdict = checked_bytes(data, "large.csv")
    stored = {str(r.indicateur): r.valeur for r in verdict.observations.itertuples()}
    assert stored.keys() <= {"PRE_SEIN", "PAR_INCL"}
    assert stored.get("PRE_SEIN", 0.576) == pytest.approx(0.576) and stored.get("PAR_INCL", 2000) == 2000
    said = " ".join(issue.message for issue in verdict.anomalies)
    assert all(code in said for code in {"PRE_SEIN", "PAR_INCL", "ADH"} - stored.keys()), said


def test_a_line_of_units_under_the_titles_of_a_wide_file():
    values, found = _read(month_file(";;‰;En nombre", "CPTS-WEPP;2025-03;576;91", header="CPTS;Mois;PRE_SEIN;ADH"))
    assert values == {"PRE_SEIN": pytest.approx(0.576), "ADH": 91}
    assert found == {("unite_convertie", 3)}


def test_the_number_format_of_a_cell():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["CPTS", "Mois", "Indicateur", "Valeur"])
    for code, value, form in (("PAR_INCL", 2, '0" milliers"'), ("ADH", 91, '0" k€"'), ("PAR_RCP", 11, '0" réunions"')):
        sheet.append(["CPTS-WEPP", "2025-03", code, value])
        sheet.cell(sheet.max_row, 4).number_format = form
    book.save(out := io.BytesIO())
    values, _ = _read(out.getvalue(), "a.xlsx")
    assert values == {"PAR_RCP": 11}


@pytest.mark.parametrize(
    "text",
    ["Femmes de 50 à 74 ans", "Patients polymédiqués (10 molécules et plus)", "réunions sur douze mois", "patients sur 12 mois",
     "Valeur", "Demandes orientées sous 48 heures", "Valeur (en % ou en nombre)", ""],
)  # fmt: skip
def test_what_is_no_unit(text):
    assert read_unit(text) is None


@pytest.mark.parametrize(
    "text", ["Indicateurs de novembre 2026", "Missions en cours", "CPTS des Weppes", "Suivi en euros constants"]
)
def test_a_title_is_seldom_a_unit(text):
    assert read_unit_above(text) is None
