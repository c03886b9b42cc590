"""Where a contract stands on a day, on both sides of each date."""

from datetime import date

import pandas as pd
import pytest

from calculators.aci.droits.a_venir import find_horizons, find_next, find_running_year, keep_coming, sum_until

LIGNES = pd.DataFrame(
    {
        "annee_contrat": [1, 1, 2],
        "debut": pd.to_datetime(["2023-09-08", "2023-09-08", "2024-09-08"]),
        "fin": pd.to_datetime(["2024-09-07", "2024-09-07", "2025-09-07"]),
    }
)
VERSEMENTS = pd.DataFrame(
    {
        "date": pd.to_datetime(["2025-09-08", "2024-09-08", "2024-09-08", "2025-09-30", "2025-10-01"]),
        "montant_centimes": [700, 100, 200, 1_000, 10_000],
        "statut": ["attesté", "attesté", "reconstitué", "attesté", "attesté"],
    }
)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2023, 9, 7), None),
        (date(2023, 9, 8), 1),
        (date(2024, 9, 7), 1),
        (date(2024, 9, 8), 2),
        (date(2025, 9, 7), 2),
        (date(2025, 9, 8), None),
    ],
)
def test_the_contract_year_that_runs(day, year):
    assert find_running_year(LIGNES, day) == year
    assert find_running_year(LIGNES.head(0), day) is None


def test_the_next_payment_adds_its_natures_and_bears_the_least_sure_status():
    found = find_next(VERSEMENTS, apres=date(2024, 9, 7))
    assert found is not None
    assert (found.jour, found.montant_centimes, found.statut) == (date(2024, 9, 8), 300, "reconstitué")
    later = find_next(VERSEMENTS, apres=date(2024, 9, 8))
    assert later is not None and later.jour == date(2025, 9, 8)
    assert find_next(VERSEMENTS, apres=date(2025, 10, 1)) is None


def test_what_comes_in_twelve_months_ends_with_a_whole_month():
    coming = keep_coming(VERSEMENTS, apres=date(2024, 9, 8))
    assert sorted(coming["montant_centimes"]) == [700, 1_000]
    assert sum_until(coming, date(2025, 9, 29)) == 700
    assert sum_until(coming, date(2025, 9, 30)) == 1_700


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 31)),
        (date(2026, 3, 31), date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 30), date(2026, 6, 30)),
        (date(2026, 12, 1), date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_the_end_of_the_month_and_of_the_quarter(day, month, quarter):
    assert find_horizons(day) == (month, quarter)
