"""Where a contract stands on a day, on both sides of each date."""

from datetime import date

import pandas as pd
import pytest

from calculators.aci.droits.a_venir import (
    describe_coming,
    find_horizons,
    find_next,
    find_running_year,
    keep_coming,
    sum_until,
)

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


def test_what_a_forecast_counts_and_leaves_out():
    paid = pd.DataFrame(
        [
            ("A", "2025-09-08", 100),
            ("A", "2026-09-08", 200),
            ("B", "2027-03-01", 300),
            ("B", "2028-03-01", 400),
            ("C", "2027-06-01", 500),
        ],
        columns=["id_cpts", "date", "montant_centimes"],
    ).astype({"date": "datetime64[s]"})
    lines = pd.DataFrame(
        [
            ("B", 2, "acces", "variable", False),
            ("B", 3, "acces", "variable", False),
            ("C", 1, "acces", "variable", True),
        ],
        columns=["id_cpts", "annee_contrat", "mission", "volet", "connue"],
    )
    bounds = pd.DataFrame(
        [
            ("B", 2, "acces", "2027-03-01", 0, 90),
            ("B", 3, "acces", "2028-03-01", 0, 90),
            ("C", 1, "acces", "2027-06-01", 5, 9),
        ],
        columns=["id_cpts", "annee_contrat", "mission", "paiement", "montant_centimes", "haut_centimes"],
    ).astype({"paiement": "datetime64[s]"})
    found = describe_coming(paid, lines, bounds, apres=date(2026, 12, 1))
    assert (found.en_cours, found.finis, found.finissent) == (2, 1, 1), "A is over, C ends within the year"
    assert (found.inconnues, found.inconnues_cpts, found.inconnues_centimes) == (1, 1, 90), (
        "the part of 2028 is out of sight"
    )
    assert found.passes_centimes == 200
