"""Numbers as people write them, in pairs: what is read, what is refused."""

from math import copysign, isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.check.numbers import Separators, find_separators, read_number

FRENCH = find_separators(["57,6"], cell_separator=";")
UNKNOWN = Separators()


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0", 0),
        ("1234", 1234),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234\u202f567,5", 1234567.5),
        (" 12 ", 12),
        ("57,6", 57.6),
        ("57.6", 57.6),
        ("0,576", 0.576),
        (",5", 0.5),
        ("1,234,12", 1234.12),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("287\u202f000,00", 287000),
        ("6.6000000000000005", 6.6000000000000005),
        ("-3", -3),
        ("−2\u202f300,5", -2300.5),
        ("+4,5", 4.5),
        ("1 234,567", 1234.567),
        ("1'234", 1234),
        ("1’234’567,5", 1234567.5),
        ("1'234.50", 1234.5),
        ("-0", 0),
        ("−0,0", 0),
        ('="91"', 91),
        ("'91", 91),
    ],
)
def test_a_number_is_read(cell, number):
    found = read_number(cell, FRENCH)
    assert (found.etat, found.nombre, found.unite) == ("valeur", number, "")
    assert copysign(1, found.nombre) == copysign(1, number)


@pytest.mark.parametrize(
    ("cell", "number", "unit"),
    [
        ("57,6 %", 57.6, "%"),
        ("57.6%", 57.6, "%"),
        ("100\u202f%", 100, "%"),
        ("+4,5 %", 4.5, "%"),
        ("182,4 ‰", 182.4, "‰"),
        ("6‰", 6, "‰"),
    ],
)
def test_a_percentage_keeps_its_sign(cell, number, unit):
    found = read_number(cell, FRENCH)
    assert (found.nombre, found.unite) == (number, unit)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("12x", "nombre_illisible"),
        ("1 23", "nombre_illisible"),
        ("12 34", "nombre_illisible"),
        ("5,", "nombre_illisible"),
        ("%", "nombre_illisible"),
        ("1,2,3", "nombre_illisible"),
        ("٣", "nombre_illisible"),
        ("²", "nombre_illisible"),
        ("oui", "nombre_illisible"),
        ("2,601E+13", "notation_scientifique"),
        ("1e3", "notation_scientifique"),
        ("#DIV/0!", "erreur_excel"),
        ("#N/A", "erreur_excel"),
        *(
            (text, "erreur_excel")
            for text in (
                "#VALEUR !",
                "#VALEUR\u202f!",
                "#REF\u00a0!",
                "#NOM ?",
                "#DIV/0 !",
                "#N/D",
                "#NOMBRE!",
                "#NUL!",
                "#SPILL!",
                "#CALC!",
                "#CHAMP!",
                "#EPARS!",
                "#PROPAGATION!",
                "#BLOQUÉ!",
                "#INCONNU!",
                "#CONNECT!",
                "#BUSY!",
                "#GETTING_DATA",
                "#CHARGEMENT_DONNEES",
                "#ERREUR!",
                "####",
                "Err:502",
                "Err :508",
                "Erreur :504",
                "err:522",
                "#VALUE!",
            )
        ),
        ("#12", "nombre_illisible"),
        ("# 12 !", "nombre_illisible"),
        ("1.234", "nombre_ambigu"),
        ("1'23", "nombre_illisible"),
        ("12 patients", "nombre_annote"),
        ("91*", "nombre_annote"),
        ("92 (p)", "nombre_annote"),
        ("93 (1)", "nombre_annote"),
        ("94¹", "nombre_annote"),
        ("57,6 % ± 1,2", "nombre_annote"),
        ("91 ↑", "nombre_annote"),
        ("▲ 80", "nombre_annote"),
        ("(12)", "nombre_illisible"),
        ("9O", "nombre_illisible"),
        ("en hausse", "nombre_illisible"),
        ("néant", "zero_ou_manquant"),
        ("Aucun", "zero_ou_manquant"),
        ("RAS", "zero_ou_manquant"),
        ("11 à 20", "nombre_approche"),
        ("entre 2 et 10", "nombre_approche"),
        ("1-20", "nombre_approche"),
        ("> 50", "nombre_approche"),
        ("~ 450", "nombre_approche"),
        ("environ 1 200", "nombre_approche"),
        ("plus de 10", "nombre_approche"),
        ("450+", "nombre_approche"),
        ("10-oct", "nombre_en_date"),
        ("oct-10", "nombre_en_date"),
        ("01/10/2025", "nombre_en_date"),
        ("2025-10-01", "nombre_en_date"),
        ("450/812", "deux_nombres"),
        ("450 sur 812", "deux_nombres"),
        ("450 (55,4 %)", "deux_nombres"),
    ],
)
def test_what_cannot_be_read_surely_is_refused(cell, rule):
    found = read_number(cell, FRENCH)
    assert (found.etat, found.faute) == ("faute", rule)


@pytest.mark.parametrize(
    ("others", "separator", "cell", "number"),
    [
        (["57,6"], ";", "1,234", 1.234),  # the comma is decimal in this file
        ([], ";", "1,234", 1.234),  # and in any file not separated by commas
        (["1,234,567"], ";", "1,234", 1234),  # unless it is seen between thousands
        (["12.5"], ";", "1.234", 1.234),
        (["1.234.567"], ";", "1.234", 1234),
        (["1.234,5"], ";", "1.234", 1234),
        (["57.6"], ",", "1,234", None),
        (["57.6", "1.234.567"], ",", "1.234", None),  # the file contradicts itself
        ([], ",", "1,234", None),
    ],
)
def test_three_digits_after_a_separator_are_decided_by_the_other_numbers_of_the_file(others, separator, cell, number):
    found = read_number(cell, find_separators([*others, cell], cell_separator=separator))
    assert (found.faute == "nombre_ambigu") if number is None else (found.nombre == number)


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=99))
def test_what_excel_writes_in_french_is_read_back(whole, cents):
    text = f"{whole:,}".replace(",", "\u202f") + f",{cents:02d}"
    assert read_number(text, FRENCH).nombre == pytest.approx(whole + cents / 100)


@given(st.text(max_size=12))
def test_any_text_gets_one_of_four_answers(text):
    found = read_number(text, UNKNOWN)
    assert found.etat in ("valeur", "masquee", "manquante", "faute")
    assert (found.etat == "faute") == (found.faute is not None)
    assert isnan(found.nombre) == (found.etat != "valeur")
