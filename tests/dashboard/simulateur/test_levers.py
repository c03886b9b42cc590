"""Levers in words, and a form's situation with objectives in place of rates."""

from decimal import Decimal

import pandas as pd
import pytest

from calculators.aci import load_accord, read_situation, simulate
from calculators.aci.et_si.leviers import levers
from dashboard.simulateur.saisie import situation as saisie_situation
from dashboard.simulateur.vues import leviers_tables
from dashboard.simulateur.vues.leviers_chart import gains
from pipelines.catalogue import load_catalogue
from tests.dashboard.simulateur.weppes import WEPPES

SEIN = {
    "annee": 2,
    "mission": "prevention",
    "code": "PRE_SEIN",
    "forme": "proportionnel",
    "sens": "hausse",
    "reference": "58.6",
    "cible": "65.2",
    "valeur": "59.9",
    "denominateur": 7222,
    "montant": "1",
}
COL = {**SEIN, "code": "PRE_COL", "reference": "58.2", "cible": "61.6", "valeur": "61.4", "denominateur": 10_467}
ACTIONS = {**SEIN, "code": "PRE_ACTIONS", "reference": "133", "cible": "169", "valeur": "150", "pour": 1}
ACTIONS.pop("denominateur")
PAST = pd.DataFrame(
    {"indicateur": ["PRE_SEIN", "PRE_COL"], "annee_contrat": [1, 1], "etat": ["valeur"] * 2, "valeur": [0.66, 0.58]}
)
INDICATEURS = load_catalogue().indicateurs


def built(**valeurs):
    situation = saisie_situation.situation(WEPPES)
    base = simulate(read_situation(situation, load_accord()), load_accord())
    return leviers_tables.with_objectives(
        situation,
        [SEIN, COL, ACTIONS, {**SEIN, "annee": 3}, {**SEIN, "mission": "qualite", "code": "QUA_GROUPES"}],
        annee=2,
        result=base,
        partages={"PRE_SEIN", "PRE_COL", "PRE_ACTIONS"},
        valeurs=valeurs,
    )


@pytest.fixture(scope="module")
def table():
    situation = built()
    result = simulate(read_situation(situation, load_accord()), load_accord())
    return leviers_tables.worded(
        levers(read_situation(situation, load_accord()), load_accord()),
        situation["objectifs"],
        INDICATEURS,
        detail=PAST,
        lignes=result.lignes,
    ).set_index("code")


def test_the_envelope_is_shared_to_the_cent_whatever_the_taille():
    assert [o["montant"] for o in built()["objectifs"]] == ["5000", "5000", "5000"]


def test_rates_give_way_to_objectives_that_year_only():
    situation = built()
    assert "prevention" not in situation["atteinte"][2]
    assert situation["atteinte"][3]["prevention"] == "0.5"
    assert situation["atteinte"][2]["acces"] == "0.8"


def test_a_typed_value_takes_the_place_of_the_stored_one():
    assert built(PRE_SEIN=Decimal("62.5"))["objectifs"][0]["valeur"] == "62.5"


def test_distance_is_said_in_points_and_in_people(table):
    assert table.loc["PRE_SEIN", "distance_mots"] == "5,3\xa0points, soit 383 femmes de plus"
    assert table.loc["PRE_ACTIONS", "distance_mots"] == "19 participants de plus"
    assert table.loc["PRE_COL", "aller"] == "61,4\xa0% → 61,6\xa0%"


def test_chance_is_said_in_words(table):
    assert table.loc["PRE_COL", "hasard"].startswith("Le hasard seul pourrait suffire")
    assert table.loc["PRE_SEIN", "hasard"].startswith("Hors de portée du hasard")
    assert table.loc["PRE_ACTIONS", "hasard"].startswith("Non évalué")


def test_an_earlier_year_that_reached_it_is_named(table):
    assert table.loc["PRE_SEIN", "deja"] == "oui, année 1"
    assert table.loc["PRE_COL", "deja"] == "non"
    assert table.loc["PRE_ACTIONS", "deja"] == "–"


def test_every_lever_carries_its_status(table):
    assert set(table["statut"]) == {"reconstitué"}
    chart = gains(table.reset_index(), annee=2)
    assert "○" in chart.figure.data[0].text[0]
    assert "Dépistage du cancer du sein" in chart.sentence


def test_a_field_gives_only_what_differs_from_the_stored_value():
    assert leviers_tables.typed(SEIN, "59,90") is None
    assert leviers_tables.typed(SEIN, "62,5") == Decimal("62.5")
    assert leviers_tables.typed(SEIN, "beaucoup") is None
    assert leviers_tables.typed(SEIN, None) is None
