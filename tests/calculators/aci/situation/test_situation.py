"""A situation is read once into a frozen object: same content, same object; written back it gives itself again."""

import json
import pickle
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from calculators.aci import SituationError, load_accord, read_situation, simulate, tabulate
from calculators.aci.situation.change import at_rate, at_rates, under_rules, with_objectives, with_population
from calculators.aci.situation.write import write_objectif, write_situation
from calculators.frozen import FrozenDict
from tests.calculators.aci.test_properties import situations

ACCORD = load_accord()
CONTRAT = {
    "id_cpts": "CAS",
    "population": {"2023-09-08": 48000, "2026-01-01": 81000},
    "date_signature": "2023-09-08",
    "missions": {"acces": "2023-12-01", "prevention": "2024-06-01", "crise": "2024-02-01"},
    "crise": {"redaction": 1, "reconnue": [3]},
    "atteinte": {1: {"acces": "0.8"}, 2: {"acces": {"taux": 0.5, "entre": [0.25, 0.75], "pourquoi": "essai"}}},
    "objectifs": [
        {
            "annee": 2,
            "mission": "prevention",
            "code": "PRE_SEIN",
            "forme": "paliers",
            "sens": "hausse",
            "paliers": [["66.7", 1000], ["68.2", "14500.50"]],
            "valeur": "67.6",
            "etat": "provisoire",
            "mois": "2026-10-01",
            "denominateur": 7200,
        },
        {"annee": 2, "mission": "prevention", "code": "CONV", "forme": "binaire", "montant": 499.5, "fait": None},
        {
            "annee": 3,
            "mission": "acces",
            "code": "ACC_MT_70",
            "forme": "proportionnel",
            "sens": "baisse",
            "reference": 303,
            "cible": 203,
            "montant": 30000,
            "valeur": 250,
            "entre": [240, 260],
            "pour": 1,
        },
    ],
    "amorcage": {"majoration": True, "lettre_intention": "2023-02-01"},
    "montants": {"acces": {"fixe": 90000, "variable": "30000.00"}, "fonctionnement": {"fixe": "60000.25"}},
    "regles": "2023-09-08",
    "resiliation": "2027-03-01",
    "delai_variable_jours": 30,
}


def test_the_same_content_is_the_same_key_whatever_its_writing():
    said = read_situation(CONTRAT, ACCORD)
    other = read_situation(
        {
            **dict(reversed(CONTRAT.items())),
            "date_signature": date(2023, 9, 8),
            "annees": 5,
            "regles": date(2023, 9, 8),
        },
        ACCORD,
    )
    assert said == other and hash(said) == hash(other)
    assert {said: "kept"}[other] == "kept"
    assert with_population(said, 48_000) != said
    assert pickle.loads(pickle.dumps(said)) == said


def test_nothing_in_it_can_change():
    situation = read_situation(CONTRAT, ACCORD)
    with pytest.raises(ValidationError):
        situation.annees = 4
    for held in (situation.missions, situation.atteinte, situation.atteinte[1], situation.montants["acces"]):
        with pytest.raises(TypeError):
            held["acces"] = None
    assert isinstance(situation.objectifs, tuple) and isinstance(situation.objectifs[0].paliers, tuple)
    assert isinstance(situation.crise.reconnue, tuple)


def test_a_frozen_mapping_is_equal_to_what_it_holds():
    held = {"a": 1, "b": 2}
    frozen = FrozenDict(held)
    held["a"] = 3
    plain = {"b": 2, "a": 1}
    assert frozen == plain and plain == frozen
    assert frozen == FrozenDict([("b", 2), ("a", 1)]) and hash(frozen) == hash(FrozenDict({"b": 2, "a": 1}))
    assert frozen != {"a": 1} and frozen != "ab"
    assert list(frozen) == ["a", "b"] and "a" in frozen and frozen.get("c") is None and len(frozen) == 2


def test_written_through_json_it_is_read_again_as_itself():
    situation = read_situation(CONTRAT, ACCORD)
    written = json.loads(json.dumps(write_situation(situation)))
    written["atteinte"] = {int(year): rates for year, rates in written["atteinte"].items()}
    assert read_situation(written, ACCORD) == situation
    assert written["population"] == CONTRAT["population"]
    assert written["montants"] == {
        "acces": {"fixe": 90000, "variable": 30000},
        "fonctionnement": {"fixe": "60000.25"},
    }
    assert write_objectif(situation.objectifs[1]) == {
        "annee": 2,
        "mission": "prevention",
        "code": "CONV",
        "forme": "binaire",
        "montant": "499.5",
        "fait": None,
    }


@settings(max_examples=60, deadline=None)
@given(situations())
def test_any_situation_comes_back_whole(data):
    situation = read_situation(data, ACCORD)
    assert read_situation(write_situation(situation), ACCORD) == situation


def test_objectives_take_the_place_of_the_rates_of_their_mission_and_year():
    situation = read_situation({**CONTRAT, "objectifs": []}, ACCORD)
    objectifs = read_situation(CONTRAT, ACCORD).objectifs
    rated = at_rates(situation, {1: {"acces": Decimal("0.25"), "crise": Decimal(1)}})
    assert {year: {code: rate.taux for code, rate in by.items()} for year, by in rated.atteinte.items()} == {
        1: {"acces": Decimal("0.25")},
        2: {"acces": Decimal("0.5")},
    }
    moved = tuple(objectif.model_copy(update={"annee": 1, "mission": "acces"}) for objectif in objectifs[:1])
    placed = with_objectives(rated, moved)
    assert placed.objectifs == moved and set(placed.atteinte) == {2}
    assert with_objectives(placed, objectifs).objectifs == objectifs
    assert situation.objectifs == () and set(situation.atteinte) == {1, 2}


def test_one_rate_everywhere_has_no_bounds_left():
    half = at_rate(read_situation(CONTRAT, ACCORD), Decimal("0.5"))
    assert {(rate.taux, rate.entre) for by in half.atteinte.values() for rate in by.values()} == {
        (Decimal("0.5"), None)
    }


def test_a_situation_is_computed_as_its_file_is():
    plain = {name: value for name, value in CONTRAT.items() if name not in ("objectifs", "resiliation")}
    situation = read_situation(plain, ACCORD)
    assert under_rules(situation, date(2023, 9, 8)) == situation
    again = simulate(tabulate([situation, with_population(situation, 30_000)], ACCORD), ACCORD).lignes
    alone = simulate(situation, ACCORD).lignes
    assert again[again["contrat"].eq(0)].reset_index(drop=True)["montant_centimes"].equals(alone["montant_centimes"])
    assert again["montant_centimes"].sum() > 0


def test_what_another_agreement_does_not_know_is_refused_when_it_is_computed():
    situation = read_situation({**CONTRAT, "objectifs": []}, ACCORD)
    unknown = situation.model_copy(update={"missions": FrozenDict({"inconnue": date(2024, 1, 1)})})
    with pytest.raises(SituationError, match="inconnue"):
        simulate(unknown, ACCORD)
