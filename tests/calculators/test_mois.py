"""Months: across years, both ways."""

from datetime import date

import pytest

from calculators import mois


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (0, date(2026, 1, 1)),
        (-1, date(2025, 12, 1)),
        (11, date(2026, 12, 1)),
        (12, date(2027, 1, 1)),
        (-25, date(2023, 12, 1)),
    ],
)
def test_a_month_so_many_months_away(months, expected):
    assert mois.shift(date(2026, 1, 1), months) == expected


def test_the_months_of_a_period():
    assert mois.list_months(date(2025, 12, 1), date(2026, 2, 1)) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert mois.list_months(date(2026, 2, 1), date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("today", "last"), [(date(2026, 1, 31), date(2025, 12, 1)), (date(2026, 2, 1), date(2026, 1, 1))]
)
def test_a_month_is_over_on_the_first_day_of_the_next(today, last):
    assert mois.last_over(today) == last
    assert mois.is_over(last, today) and not mois.is_over(mois.month_of(today), today)
