"""Months as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.months import read_month

MARCH = date(2025, 3, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03", "2025-3", "2025/03", "03/2025", "3/2025", "03-2025", "202503", "mars-25", "mars 25", "mars 2025",
        "Mars-2025", "MARS 2025", "mars25", "1er mars 2025", "01/03/2025", "1/3/2025", "01/03/25", "31/03/2025",
        "2025-03-01", "2025-03-31", "2025-03-01 00:00:00", "2025-03-01T00:00:00", "01/03/2025 00:00", " 2025-03 ",
        "2025M03", "M03 2025", "2025_03", "03.2025", "mars.-25", "01MAR2025", "31MAR2025", "MAR2025", "Mar-25",
        "2025-03-01 00:00:00.000", "2025-03-31T00:00:00Z", "du 01/03/2025 au 31/03/2025", "01/03/2025 - 31/03/2025",
        "20250301", "20250331", "01032025", "1032025", "31032025", "2025-03-01T00:00:00+01:00", "2025-03-01T00:00+0100",
        "2025-03-01 00:00:00.000 +01:00", "45717", "45747",
    ],
)  # fmt: skip
def test_march_2025(cell):
    assert read_month(cell) == MARCH


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("janv.-25", 1), ("févr.-25", 2), ("fevrier 2025", 2), ("avr.-25", 4), ("mai-25", 5), ("juin-25", 6),
        ("juil.-25", 7), ("août-25", 8), ("aout 2025", 8), ("sept.-25", 9), ("oct.-25", 10), ("nov.-25", 11),
        ("Feb-25", 2), ("APR2025", 4), ("MAY2025", 5), ("Jun-25", 6), ("01JUL2025", 7), ("Aug-25", 8), ("déc.-25", 12), ("Décembre 2025", 12), ("28/02/2025", 2),
    ],
)  # fmt: skip
def test_french_names(cell, month):
    assert read_month(cell) == date(2025, month, 1)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("", "mois_vide"),
        (" ", "mois_vide"),
        ("2025-13", "mois_illisible"),
        ("2025-00", "mois_illisible"),
        ("29/02/2025", "mois_illisible"),
        ("1925-03", "mois_illisible"),
        ("45720", "jour_inattendu"),
        ("mars", "annee_manquante"),
        ("03 - Mars", "mois_illisible"),
        ("du 01/03/2025 au 30/03/2025", "periode_non_mensuelle"),
        ("du 01/01/2025 au 31/03/2025", "periode_non_mensuelle"),
        ("01FEB2O25", "mois_illisible"),
        ("15MAR2025", "jour_inattendu"),
        ("thermidor 2025", "mois_illisible"),
        ("03/04/2025", "jour_inattendu"),
        ("2025-03-15", "jour_inattendu"),
        ("2025", "periode_non_mensuelle"),
        ("2025-S12", "periode_non_mensuelle"),
        ("semaine 12 2025", "periode_non_mensuelle"),
        ("T1 2025", "periode_non_mensuelle"),
        ("2025-T1", "periode_non_mensuelle"),
        ("1er semestre 2025", "periode_non_mensuelle"),
        ("Cumul 2025", "periode_non_mensuelle"),
    ],
)
def test_what_is_no_month_is_refused(cell, rule):
    assert read_month(cell) == rule


@given(st.dates(min_value=date(2015, 1, 1), max_value=date(2099, 12, 31)))
def test_every_first_day_is_its_month_in_every_form(day):
    first = day.replace(day=1)
    for text in (f"{first:%Y-%m}", f"{first:%m/%Y}", f"{first:%d/%m/%Y}", f"{first:%Y-%m-%d}", f"{first:%d/%m/%y}"):
        assert read_month(text) == first


@given(st.text(max_size=12))
def test_any_text_gets_a_month_or_a_rule(text):
    found = read_month(text)
    assert isinstance(found, str) or found.day == 1


@pytest.mark.parametrize("cell", ["20250302", "20250230", "20251301", "02032025", "20140301"])
def test_a_day_without_separator_is_a_month_only_at_its_ends(cell):
    assert isinstance(read_month(cell), str)


def test_a_workbook_that_counts_from_1904_gives_other_numbers_to_the_same_days():
    assert read_month("44255", since_1904=True) == read_month("45717") == MARCH
    assert read_month("44285", since_1904=True) == MARCH
    assert read_month("44255") == date(2021, 2, 1), "the same number, four years and a day before, counted from 1900"


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("2025-04-30T22:00:00Z", date(2025, 5, 1)),
        ("2025-03-31T22:00:00.000Z", date(2025, 4, 1)),
        ("2025-10-31 23:00:00+00:00", date(2025, 11, 1)),
        ("2024-12-31T23:00Z", date(2025, 1, 1)),
        ("2025-02-28T23:00:00Z", date(2025, 3, 1)),
    ],
)
def test_midnight_in_france_of_a_first_of_month_written_in_universal_time_is_that_month(cell, month):
    assert read_month(cell) == month


@pytest.mark.parametrize(
    "cell",
    [
        "2025-04-30T23:00:00Z",
        "2025-10-31T22:00:00Z",
        "2025-04-29T22:00:00Z",
        "2025-04-30T22:30:00Z",
        "2025-02-30T23:00Z",
    ],
)
def test_another_hour_is_not_guessed(cell):
    assert isinstance(read_month(cell), str)
