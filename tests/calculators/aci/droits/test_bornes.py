"""Bounds: the amount counted lies between them, they are whole computations, and what makes them differ is told."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.aci import SituationError, load_accord, read_situation, simulate
from calculators.aci.droits.bornes import total_bounds

SIGNED = "2024-01-10"
BASE = {
    "id_cpts": "CAS",
    "population": 100_000,
    "date_signature": SIGNED,
    "annees": 1,
    "missions": {"prevention": SIGNED},
}
#: Taille 3: 17 500 euros, 10 000 in tiers and 7 500 of a convention.
TIERS = {
    "annee": 1,
    "mission": "prevention",
    "code": "PRE_SEIN",
    "forme": "paliers",
    "sens": "hausse",
    "paliers": [[50, 4_000], [60, 10_000]],
}
DONE = {"annee": 1, "mission": "prevention", "code": "CONVENTION", "forme": "binaire", "montant": 7_500, "fait": True}


def run(**more):
    accord = load_accord()
    return simulate(read_situation({**BASE, **more}, accord), accord)


def bounds(result):
    row = result.bornes.set_index("mission").loc["prevention"]
    return tuple(int(row[f"{side}_centimes"]) for side in ("bas", "montant", "haut"))


def told(result):
    notes = result.avertissements
    return notes[notes["code"] == "observation"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"valeur": 55}, (1_150_000, 1_150_000, 1_150_000)),
        ({"valeur": None}, (750_000, 750_000, 1_750_000)),
        ({"etat": "masquee", "mois": "2024-11-01"}, (750_000, 750_000, 1_750_000)),
        ({"etat": "manquante", "mois": "2024-11-01"}, (750_000, 750_000, 1_750_000)),
        # 59 % of 10 000: Wilson 58.03 to 59.96, the tier of 60 stays out of reach.
        ({"etat": "provisoire", "valeur": 59, "denominateur": 10_000}, (1_150_000, 1_150_000, 1_150_000)),
        # 59 % of 1 000: Wilson 55.92 to 62.01, the tier of 60 is within.
        ({"etat": "provisoire", "valeur": 59, "denominateur": 1_000}, (1_150_000, 1_150_000, 1_750_000)),
        ({"etat": "provisoire", "valeur": 59}, (750_000, 1_150_000, 1_750_000)),
        ({"valeur": 59, "entre": [49.9, 59.9]}, (750_000, 1_150_000, 1_150_000)),
        ({"valeur": 59, "entre": [50, 60]}, (1_150_000, 1_150_000, 1_750_000)),
    ],
)
def test_bounds_of_an_objective(change, expected):
    result = run(objectifs=[{**TIERS, **change}, DONE])
    assert bounds(result) == expected
    assert bool(len(told(result))) == ("etat" in change or "entre" in change)


def test_the_warning_names_cpts_year_mission_indicator_month_state_and_euros():
    note = told(run(objectifs=[{**TIERS, "etat": "masquee", "mois": "2024-11-01"}, DONE])).iloc[0]
    assert note["date"] == pd.Timestamp("2024-11-01")
    for words in ("CAS, année 1", "« Prévention »", "PRE_SEIN de 11/2024 masquée", "entre 7\u202f500", "17\u202f500"):
        assert words in note["message"], words


def test_a_rate_with_bounds_is_told_with_its_reason():
    result = run(atteinte={1: {"prevention": {"taux": 0.5, "entre": [0.4, 0.8], "pourquoi": "PRE_GRIPPE"}}})
    assert bounds(result) == (700_000, 875_000, 1_400_000)
    assert "PRE_GRIPPE donnée entre deux bornes" in told(result)["message"].iloc[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"etat": "masquee", "valeur": 55}, "gardez l'un ou l'autre"),
        ({"etat": "provisoire"}, "il n'y en a pas"),
        ({"valeur": 70, "entre": [50, 60]}, "entre ses bornes 50 et 60"),
        ({"etat": "cachee"}, "n'est pas une valeur connue"),
    ],
)
def test_a_state_that_contradicts_its_value_is_refused(change, sentence):
    with pytest.raises(SituationError) as refused:
        run(objectifs=[{**TIERS, **change}, DONE])
    assert len(refused.value.sentences) == 1 and sentence in refused.value.sentences[0]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000), st.booleans())
def test_the_amount_lies_between_its_bounds(one, two, three, known):
    low, rate, high = sorted(number / 1000 for number in (one, two, three))
    rates = {1: {"prevention": {"taux": rate, "entre": [low, high]}}} if known else {}
    result = run(atteinte=rates)
    found = result.bornes
    assert (found["bas_centimes"] <= found["montant_centimes"]).all()
    assert (found["montant_centimes"] <= found["haut_centimes"]).all()
    variable = result.lignes[result.lignes["volet"] == "variable"]
    assert found["montant_centimes"].sum() == variable["montant_centimes"].sum()


def test_the_cap_of_indemnities_says_what_it_knows_and_what_it_does_not():
    notes = run(date_signature="2022-06-01", missions={}, annees=3).avertissements
    (said,) = notes.loc[notes["code"] == "indemnites", "message"]
    for words in (
        "41\u202f136",
        "en 2022",
        "43\u202f992",
        "en 2023",
        "pour 2024 à 2025",
        "n'est plus à jour",
        "2022-375",
    ):
        assert words in said, words


def test_the_auditor_counts_what_is_paid_in_a_civil_year():
    """Signed on 2 January: the advances of year 2 and the balances of year 1 fall in one civil year, year 1 in another."""
    missions = dict.fromkeys(("acces", "parcours", "prevention"), "2023-01-02")
    result = run(date_signature="2023-01-02", annees=2, missions=missions)
    paid = result.versements.groupby(result.versements["date"].dt.year)["montant_centimes"].sum()
    notes = result.avertissements
    (said,) = notes.loc[notes["code"] == "commissaire", "message"]
    above = {year for year, cents in paid.items() if cents > 15_300_000}
    assert above and all((f"{year} (" in said) == (year in above) for year in paid.index)
    assert notes.loc[notes["code"] == "commissaire", "date"].iloc[0].date() == date(min(above), 12, 31)


def test_a_total_lies_between_its_fixed_part_and_its_bounds():
    lignes = pd.DataFrame({"annee_contrat": [1, 1, 2, 3], "montant_centimes": [1_000, 300, 505, 7]})
    framed = pd.DataFrame(
        {"annee_contrat": [1, 2], "bas_centimes": [0, 5], "montant_centimes": [300, 5], "haut_centimes": [400, 5]}
    )
    assert total_bounds(framed, lignes, "annee_contrat") == {"1": (1_000, 1_400), "2": (505, 505)}
