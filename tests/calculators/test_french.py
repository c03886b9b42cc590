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


@pytest.mark.parametrize(
    ("typed", "ratio"), [("80", "0.8"), ("0,8 %", "0.008"), ("1 %", "0.01"), ("100", "1"), ("0", "0"), ("1,5", "0.015")]
)
def test_a_rate_on_a_hundred(typed, ratio):
    assert french.read_percent(typed) == Decimal(ratio)


@pytest.mark.parametrize(
    ("typed", "two"), [("0,8", ("0,8 %", "80 %")), ("1", ("1 %", "100 %")), ("0,575", ("0,575 %", "57,5 %"))]
)
def test_a_rate_that_can_be_read_two_ways_says_both(typed, two):
    with pytest.raises(french.EntryError) as refused:
        french.read_percent(typed)
    assert all(reading.replace(" ", "\u00a0") in str(refused.value) for reading in two)


@pytest.mark.parametrize("typed", ["48 000 €", "50 %"])
def test_a_whole_number_is_no_amount_and_no_percentage(typed):
    with pytest.raises(french.EntryError):
        french.read_whole(typed)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("08/09/2023", date(2023, 9, 8)),
        ("8.9.2023", date(2023, 9, 8)),
        ("8-9-2023", date(2023, 9, 8)),
        ("2023-09-08", date(2023, 9, 8)),
        ("8 septembre 2023", date(2023, 9, 8)),
        ("1er mars 2020", date(2020, 3, 1)),
        ("1er\u00a0févr. 2024", date(2024, 2, 1)),
        ("15 Aout 2024", date(2024, 8, 15)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_read_day(typed, day):
    assert french.read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2024", "février 2024 a 29 jours"),
        ("29/02/2023", "février 2023 a 28 jours"),
        ("0/05/2024", "mai 2024 a 31 jours"),
        ("2024-02-31", "février 2024 a 29 jours"),
        ("12/13/2024", "mois"),
        ("8 septobre 2024", "mois"),
        ("08/09/23", "n’est pas une date"),
        ("bientôt", "n’est pas une date"),
        ("", "n’est pas une date"),
    ],
)
def test_a_day_that_does_not_exist_is_refused_and_none_is_put_in_its_place(typed, said):
    with pytest.raises(french.EntryError, match=said):
        french.read_day(typed)
