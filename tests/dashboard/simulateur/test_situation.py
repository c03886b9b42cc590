"""The simulator between its fields and its result."""

from datetime import date
from decimal import Decimal

import pytest

from calculators.aci import load_accord, read_situation, simulate
from dashboard.simulateur.saisie import situation
from dashboard.simulateur.saisie.situation import Fields
from dashboard.simulateur.vues import releve_tables
from dashboard.ui import words
from tests.dashboard.simulateur.weppes import WEPPES


@pytest.fixture(scope="module")
def result():
    return simulate(read_situation(situation.write_fields(WEPPES), load_accord()), load_accord())


def test_a_rate_is_given_only_where_its_variable_part_runs():
    rates = situation.write_fields(WEPPES)["atteinte"]
    assert rates[1] == {"acces": "0.8"}
    assert rates[2] == {"acces": "0.8", "prevention": "0.5"}
    assert rates[3] == {"acces": "0.8", "crise": "1", "prevention": "0.5"}


def test_the_situation_raises_no_warning_about_useless_rates(result):
    assert not result.avertissements["message"].str.contains("sans effet").any()


def test_years_add_up_to_the_lines(result):
    years = releve_tables.by_year(result.lignes)
    assert years["total"].sum() == result.lignes["montant_centimes"].sum()
    assert (years["fonctionnement"] + years["fixe"] + years["variable"]).tolist() == years["total"].tolist()
    assert set(years["total_statut"]) == {"reconstitué"}
    assert set(years["fonctionnement_statut"]) == {"attesté"}


def test_days_add_up_to_the_payments(result):
    days = releve_tables.schedule(result.versements, {"acces": "Accès aux soins"})
    assert days["montant_centimes"].sum() == result.versements["montant_centimes"].sum()
    assert days["date"].is_monotonic_increasing


def test_marks_follow_the_amount():
    assert "○" in releve_tables.marked(100, "reconstitué")
    assert "○" not in releve_tables.marked(100, "attesté")


def test_each_line_is_explained(result):
    lines = releve_tables.explained(result.lignes, {"acces": "Accès aux soins"})
    first = lines[lines["poste"].eq("Accès aux soins, volet fixe")].iloc[0]
    assert first["calcul"] == "70\u202f000\u00a0€ × 282 j / 366 j"
    assert first["montant_centimes"] == 5_393_443


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (39_999, "Taille 1. 1 habitant de plus ferait passer en taille 2."),
        (40_000, "Taille 2. 1 habitant de moins ferait passer en taille 1."),
        (175_001, "Taille 4. 1 habitant de moins ferait passer en taille 3."),
    ],
)
def test_distance_to_the_next_taille(population, expected):
    note = words.say_taille(population, load_accord().en_vigueur_le(date(2026, 1, 1)))
    assert note == expected


def test_the_latest_population_is_shown():
    assert situation.last_population({"2023-09-08": 48_000, "2026-01-01": 81_000}) == 81_000


def test_a_signature_on_29_february_has_anniversaries():
    fields = Fields(**{**WEPPES.__dict__, "signature": date(2024, 2, 29), "missions": {}, "taux": {}})
    assert situation.write_fields(fields)["atteinte"] == {}


@pytest.mark.parametrize(("opening", "first"), [(date(2028, 2, 28), 4), (date(2028, 2, 29), 5)])
def test_a_signature_on_29_february_has_on_the_form_the_contract_years_of_the_calculation(opening, first):
    """The fourth anniversary is 29 February 2028: a mission opened the day before still runs one day of year 4."""
    typed = {"signature": date(2024, 2, 29), "missions": {"acces": opening}, "taux": {"acces": Decimal("0.8")}}
    fields = Fields(**{**WEPPES.__dict__, **typed, "redaction": None, "reconnue": []})
    given = situation.write_fields(fields)
    lines = simulate(read_situation(given, load_accord()), load_accord()).lignes
    variable = lines[lines["volet"].astype(str).eq("variable")]
    assert sorted(given["atteinte"]) == sorted(variable["annee_contrat"]) == list(range(first, 6))
    assert variable["connue"].all()
