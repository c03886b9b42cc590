"""Rates supposed: given where the variable part runs and nowhere else; the last year ended is repeated."""

from datetime import date
from decimal import Decimal

import pytest

from calculators.aci import load_accord, read_situation, simulate
from calculators.aci.et_si.taux import find_repeated, repeat_last_year, spread_rates

WEPPES = {
    "date_signature": date(2023, 9, 8),
    "annees": 5,
    "missions": {"acces": date(2023, 12, 1), "crise": date(2024, 2, 1), "prevention": date(2024, 9, 8)},
    "reconnue": [3],
    "resiliation": None,
}
TAUX = {"acces": "0.8", "crise": "1", "prevention": "0.5"}


def test_a_rate_is_given_only_where_its_variable_part_runs():
    rates = spread_rates(TAUX, {}, **WEPPES)
    assert rates[1] == {"acces": "0.8"}  # prevention starts on the first day of year 2
    assert rates[2] == {"acces": "0.8", "prevention": "0.5"}
    assert rates[3] == {"acces": "0.8", "crise": "1", "prevention": "0.5"}
    assert sorted(rates) == [1, 2, 3, 4, 5]


def test_a_year_with_its_own_rates_keeps_them():
    rates = spread_rates(TAUX, {2: {"acces": "0.3", "qualite": "0.9"}}, **WEPPES)
    assert rates[2] == {"acces": "0.3", "prevention": "0.5"}  # qualite was not taken
    assert rates[4]["acces"] == "0.8"


@pytest.mark.parametrize(("ended", "years"), [(date(2025, 9, 7), 2), (date(2025, 9, 8), 2), (date(2025, 9, 9), 3)])
def test_no_rate_from_the_year_on_whose_first_day_the_contract_ended(ended, years):
    # Year 3 starts on 8 September 2025: ended that day or before, it has no rate.
    assert max(spread_rates(TAUX, {}, **{**WEPPES, "resiliation": ended})) == years


@pytest.mark.parametrize(
    ("started", "first"),
    [(date(2025, 2, 27), 1), (date(2025, 2, 28), 2), (date(2028, 2, 28), 4), (date(2028, 2, 29), 5)],
)
def test_a_contract_of_29_february_has_its_anniversaries_where_the_days_are_counted(started, first):
    """Year 2 starts on 28 February 2025, year 5 on 29 February 2028: the variable part runs from the same day as the rate."""
    signed = {**WEPPES, "date_signature": date(2024, 2, 29), "missions": {"acces": started}}
    rates = spread_rates({"acces": "1"}, {}, **signed)
    assert min(rates) == first
    situation = {
        "id_cpts": "CAS",
        "population": 48_000,
        "date_signature": date(2024, 2, 29),
        "missions": signed["missions"],
    }
    lines = simulate(read_situation({**situation, "atteinte": rates}, load_accord()), load_accord()).lignes
    variable = lines[lines["volet"].eq("variable")]
    assert variable["annee_contrat"].tolist() == sorted(rates) and variable["connue"].all()


def test_years_to_come_repeat_the_last_one_ended_else_the_last_one_known():
    seen = {1: {"acces": Decimal("0.6")}, 2: {"acces": Decimal("0.2")}}
    rates, model = repeat_last_year(seen, annees=4, finies=[1])
    assert model == 1 and [rates[year]["acces"] for year in (1, 2, 3, 4)] == [
        Decimal(text) for text in ("0.6", "0.2", "0.6", "0.6")
    ]
    assert repeat_last_year(seen, annees=3, finies=[])[0][3] == seen[2]
    assert repeat_last_year(seen, annees=2, finies=[1, 2]) == (seen, None)
    assert repeat_last_year({}, annees=5, finies=[]) == ({}, None)


def test_a_mission_repeats_its_own_last_year():
    half, most = Decimal("0.5"), Decimal("0.9")
    rates, model = repeat_last_year({1: {"acces": half}, 2: {"crise": most}}, annees=3, finies=[1])
    assert rates == {1: {"acces": half}, 2: {"acces": half, "crise": most}, 3: {"acces": half, "crise": most}}
    assert model == 2
    assert find_repeated({1: {"acces": half}, 2: {"crise": most}}, annees=3, finies=[1]) == {
        2: {"acces": 1},
        3: {"acces": 1, "crise": 2},
    }


def test_a_whole_rate_is_repeated_bounds_included():
    framed = {"taux": "0.5", "entre": ["0.4", "0.6"]}
    assert repeat_last_year({1: {"acces": framed}}, annees=2, finies=[1])[0][2] == {"acces": framed}
