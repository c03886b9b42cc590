"""Reading and writing numbers and dates the French way."""

from datetime import date
from decimal import Decimal

import pytest

from calculators import french


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(48000, 0, "48\u202f000"), (1234.56, 1, "1\u202f234,6"), (-3.5, 1, "\u22123,5"), (0, 0, "0"), (None, 0, "–")],
)
def test_number(value, decimals, written):
    assert french.number(value, decimals) == written


def test_number_of_nan_is_absent():
    assert french.number(float("nan")) == "–"


def test_money_and_percentages():
    assert french.euros(5_393_443) == "53\u202f934,43\u00a0€"
    assert french.euros(7_000_000, cents=False) == "70\u202f000\u00a0€"
    assert french.percent(0.576) == "57,6\u00a0%"
    assert french.points(0.012) == "+1,2\u00a0point"
    assert french.points(-0.034) == "\u22123,4\u00a0points"


def test_dates():
    assert french.day(date(2020, 3, 1)) == "1er\u00a0mars 2020"
    assert french.day_short("2023-09-08") == "08/09/2023"
    assert french.of_month(date(2026, 10, 1)) == "d’octobre 2026"
    assert french.of_month(date(2026, 3, 1)) == "de mars 2026"
    assert french.day(None) == "–"


def test_zero_is_singular():
    assert french.count(0, "fichier") == "0\u00a0fichier"
    assert french.count(2, "fichier") == "2\u00a0fichiers"
    assert french.plural(3, "est en retard", "sont en retard") == "sont en retard"


def test_typography_binds_what_must_not_part():
    assert french.typography("le taux : 80 % « dû » ?") == "le taux\u00a0: 80\u00a0% «\u00a0dû\u00a0»\u00a0?"
    assert french.typography("70 ans + : 3 ‰") == "70 ans\u00a0+\u00a0: 3\u00a0‰"
    assert french.no_break("l'année : 1") == "l'année\u00a0: 1"


def test_an_apostrophe_follows_a_letter_a_quotation_mark_does_not():
    assert french.typography("l'année d'« avenir »") == "l’année d’«\u00a0avenir\u00a0»"
    assert french.typography("la colonne 'âge") == "la colonne 'âge"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (12, 4, "12"),
        (100.0, 0, "100"),
        (1234.5, 4, "1\u202f234,5"),
        (57.60, 2, "57,6"),
        (-3.25, 1, "\u22123,2"),
        (-0.00001, 4, "0"),
        (Decimal("71.428571"), 6, "71,428571"),
    ],
)
def test_a_decimal_that_says_nothing_is_not_written(value, decimals, text):
    assert french.number_at_most(value, decimals) == text


def test_a_list_is_cut_but_never_for_one_alone():
    assert french.list_first(["a", "b"], 2) == "a, b"
    assert french.list_first(list("abc"), 2) == "a, b, c"
    assert french.list_first(list("abcde"), 2) == "a, b… et 3 autres"


def test_enumeration():
    assert french.enumerate_fr(["a"]) == "a"
    assert french.enumerate_fr(["a", "b", "c"]) == "a, b et c"
    assert french.enumerate_fr(list("abcde"), limit=2) == "a, b et 3\u00a0autres"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("48 000", "48000"),
        ("48\u202f000", "48000"),
        ("48\u00a0000 €", "48000"),
        ("2,75", "2.75"),
        ("2.75", "2.75"),
        ("0,576", "0.576"),
        ("1,234,12", "1234.12"),
        ("1.234,12", "1234.12"),
        ("1.234.567", "1234567"),
        ("\u22123", "-3"),
        ("57,6 %", "57.6"),
    ],
)
def test_read_number(typed, value):
    assert french.read_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["48,000", "48.000", "douze", "", "1,23,4", "--3", "1e5"])
def test_read_number_refuses(typed):
    with pytest.raises(french.EntryError):
        french.read_number(typed)


def test_an_ambiguous_number_says_its_two_readings():
    with pytest.raises(french.EntryError, match="48 ou 48\u202f000"):
        french.read_number("48,000")


def test_read_percent_and_whole():
    assert french.read_percent("80 %") == Decimal("0.8")
    assert french.read_whole("48 000") == 48000
    for refused in ("101", "-1"):
        with pytest.raises(french.EntryError):
            french.read_percent(refused)
    with pytest.raises(french.EntryError):
        french.read_whole("2,5")
