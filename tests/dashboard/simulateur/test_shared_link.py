"""A shared link says what changed since; a scenario goes through an address and comes back whole."""

import shutil
from dataclasses import replace
from datetime import date, datetime

import pytest

from calculators.aci import load_accord
from dashboard.simulateur import shared_link
from dashboard.simulateur.saisie import codes
from dashboard.simulateur.saisie.codes import Scenario, ScenarioError
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.depositing import deposit

MARK = shared_link.Empreinte(
    le=date(2026, 11, 20),
    regles=shared_link.mark_rules(load_accord()),
    donnees="abcd1234",
    logiciel="0.1.0",
    total=137_786_886,
    saisie="0123abcd",
)
SITUATION = {"id_cpts": "CPTS-WEPP", "population": 48_000, "atteinte": {1: {"acces": "1"}, 2: {"acces": "1"}}}


def test_a_mark_goes_through_an_address():
    assert shared_link.read(shared_link.write(MARK)) == MARK
    assert shared_link.read({"cpts": "CPTS-WEPP"}) is None


def test_a_mark_without_a_total_says_nothing_of_amounts():
    quiet = replace(MARK, total=None)
    assert shared_link.read(shared_link.write(quiet)) == quiet
    assert shared_link.list_differences(quiet, MARK) == shared_link.list_differences(MARK, quiet) == []
    assert shared_link.list_differences(quiet, replace(quiet, donnees="ffff0000")) == [
        "Des données ont été reçues ou corrigées depuis."
    ]


def test_the_mark_of_the_data_follows_a_deposit(small_store, tmp_path):
    place = tmp_path / "store"
    shutil.copytree(small_store, place)
    store = Store.open(place)
    before = shared_link.digest(store.snapshot())
    assert shared_link.digest(store.snapshot()) == before
    file = b"id_cpts;mois;indicateur;numerateur;denominateur;valeur\r\nCPTS-WEPP;2026-10;ADH;;;94\r\n"
    done = deposit(store, Scope.local(), file, "corrige.csv", auteur="test", maintenant=datetime(2026, 12, 1))
    assert done.etat == "actif"
    assert shared_link.digest(store.snapshot()) != before


def test_a_damaged_mark_is_refused():
    with pytest.raises(ValueError):
        shared_link.read({**shared_link.write(MARK), "p_total": "beaucoup"})


def test_nothing_changed_says_nothing():
    assert shared_link.list_differences(MARK, replace(MARK, le=date(2027, 1, 1))) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"total": 137_786_986}, "1 377 868,86 € ; il est maintenant de 1 377 869,86 € (+1,00 €)"),
        ({"regles": "avenant-3.2027-02-01.00000000"}, "avenant-3, vérifiées le 1er février 2027"),
        ({"donnees": "ffff0000"}, "Des données ont été reçues ou corrigées depuis"),
        ({"logiciel": "0.2.0"}, "de la version 0.1.0 à la version 0.2.0"),
    ],
)
def test_what_changed_is_said(change, words):
    text = (
        " ".join(shared_link.list_differences(MARK, replace(MARK, **change)))
        .replace("\u202f", " ")
        .replace("\xa0", " ")
    )
    assert words in text
    assert ("Le total est le même" in text) == ("total" not in change)


def test_the_mark_of_the_rules_follows_every_amount():
    accord = load_accord()
    cell = accord.blocs[-1].cellules[0]
    moved = accord.blocs[-1].model_copy(
        update={
            "cellules": [cell.model_copy(update={"montant": cell.montant + 1}), *accord.blocs[-1].cellules[1:]],
        }
    )
    assert shared_link.mark_rules(replace(accord, blocs=(accord.blocs[0], moved))) != shared_link.mark_rules(accord)


def test_a_scenario_comes_back_whole():
    scenario = Scenario("Avec l’été & « tout »", SITUATION)
    text = codes.encode(scenario)
    assert text.replace("-", "").replace("_", "").isalnum()
    assert codes.decode(text) == scenario


@pytest.mark.parametrize("text", ["", "abc", "é", "x" * 5_000, codes.encode(Scenario("A", SITUATION))[:-6]])
def test_a_text_that_is_no_scenario_is_refused(text):
    with pytest.raises(ScenarioError):
        codes.decode(text)


def test_a_text_that_unfolds_too_far_is_refused():
    bomb = codes.encode(Scenario("A", {"id_cpts": "x" * 100_000}))
    assert len(bomb) < codes.LONGEST
    with pytest.raises(ScenarioError):
        codes.decode(bomb)
