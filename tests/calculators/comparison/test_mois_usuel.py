"""A month opens a comparison when half of the usual CPTS have sent it, not one fewer."""

from datetime import date

import pandas as pd
import pytest

from calculators.comparison.mois_usuel import usual_month


def sent(*cpts: int) -> pd.DataFrame:
    months = pd.date_range("2025-01-01", periods=len(cpts), freq="MS")
    return pd.DataFrame({"mois": months, "cpts": list(cpts)})


@pytest.mark.parametrize(
    ("cpts", "month"),
    [
        ((100, 100, 50), date(2025, 3, 1)),
        ((100, 100, 49), date(2025, 2, 1)),
        ((100, 3, 2, 1), date(2025, 1, 1)),
        ((7,), date(2025, 1, 1)),
    ],
)
def test_half_of_the_usual_number_is_enough(cpts, month):
    assert usual_month(sent(*cpts)) == month


def test_what_was_usual_more_than_twelve_months_ago_does_not_count():
    assert usual_month(sent(100, *[30] * 11, 30)) == date(2026, 1, 1)
    assert usual_month(sent(100, *[30] * 11)) == date(2025, 1, 1)


def test_nothing_came():
    assert usual_month(sent()) is None
