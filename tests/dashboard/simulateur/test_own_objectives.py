"""Objectives of one's own annex: read as typed, kept in a text, counted only when they share the envelope exactly."""

import pytest

from calculators import french
from calculators.aci import load_accord, read_situation, simulate
from dashboard.simulateur.saisie import objectifs, situation
from dashboard.simulateur.saisie.scenario_code import ScenarioError
from tests.dashboard.simulateur.weppes import WEPPES

CONVENTION = {"mission": "prevention", "code": "Convention", "forme": "binaire", "montant": "11 500", "fait": True}
DEPISTAGE = {
    "mission": "prevention",
    "code": "PRE_SEIN",
    "forme": "paliers",
    "sens": "hausse",
    "pour": "100",
    "reference": "64",
    "paliers": "66,7 : 1 000 ; 67,5 : 2 500 ; 68,2 : 3 500",
    "valeur": "67,6",
    "denominateur": "7 200",
}
SITUATION = situation.situation(WEPPES)
LIGNES = simulate(read_situation(SITUATION, load_accord()), load_accord()).lignes


def built(*typed, annee=2):
    return [objectifs.built(one, annee=annee) for one in typed]


def test_what_is_typed_is_what_the_situation_file_says():
    convention, depistage = built(CONVENTION, DEPISTAGE)
    assert convention == {
        "annee": 2,
        "mission": "prevention",
        "code": "Convention",
        "forme": "binaire",
        "montant": "11500.0",
        "fait": True,
    }
    assert [tuple(map(float, tier)) for tier in depistage["paliers"]] == [(66.7, 1000), (67.5, 2500), (68.2, 3500)]
    assert depistage["denominateur"] == 7200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"montant": "beaucoup"}, "Montant"),
        ({"montant": ""}, "Montant"),
        ({"code": "  "}, "intitulé"),
        ({"forme": "paliers", "sens": "hausse", "pour": "100", "paliers": "66,7"}, "n’est pas un palier"),
        ({"forme": "paliers", "sens": "hausse", "pour": "100", "paliers": ""}, "au moins un palier"),
        ({"forme": "proportionnel", "sens": "hausse", "pour": "100", "reference": "64"}, "Cible"),
    ],
)
def test_each_field_that_can_t_be_read_is_named(change, said):
    with pytest.raises(french.EntryError, match=said):
        objectifs.built({**CONVENTION, **change}, annee=2)


def test_the_sum_must_be_the_envelope_and_the_gap_is_said():
    exact, short, over = built(CONVENTION, DEPISTAGE), built(CONVENTION), built({**CONVENTION, "montant": "16 000"})
    assert [p.ecart for p in objectifs.shared(exact, LIGNES)] == [0]
    assert "il manque 3\u202f500,00" in objectifs.shared(short, LIGNES)[0].said
    assert "il y a 1\u202f000,00\u00a0€ de trop" in objectifs.shared(over, LIGNES)[0].said


def test_only_an_exact_mission_is_counted_and_its_rate_gives_way():
    full = objectifs.applied(SITUATION, built(CONVENTION, DEPISTAGE), LIGNES)
    result = simulate(read_situation(full, load_accord()), load_accord())
    part = result.lignes[result.lignes["objectif"].astype(str).ne("")]
    assert int(part["montant_centimes"].sum()) == (11_500 + 2_500) * 100
    assert "prevention" not in full["atteinte"].get(2, {})
    assert objectifs.applied(SITUATION, built(CONVENTION), LIGNES) == SITUATION


def test_the_calculator_s_refusal_is_said_before_the_objective_is_kept():
    (upside_down,) = built({**DEPISTAGE, "sens": "baisse"})
    assert "paliers" in objectifs.problems(SITUATION, upside_down, load_accord())[0]
    assert objectifs.problems(SITUATION, built(DEPISTAGE)[0], load_accord()) == []


def test_kept_in_a_text_and_back_even_when_empty():
    kept = built(CONVENTION, DEPISTAGE)
    assert objectifs.decode(objectifs.encode(kept)) == kept
    assert objectifs.decode(objectifs.encode([])) == [] and objectifs.encode([])
    with pytest.raises(ScenarioError):
        objectifs.decode(objectifs.encode(kept)[:-9])


def test_a_year_repeated_loses_its_values():
    again = objectifs.copied(built(CONVENTION, DEPISTAGE), de=2, vers=3)
    assert [o["annee"] for o in again] == [2, 2, 3, 3]
    assert again[2]["fait"] is False and again[3]["valeur"] is None
