"""Levers in words, and a form's situation with objectives in place of rates."""

from decimal import Decimal

import pandas as pd
import pytest

from calculators.aci import load_accord, read_situation, simulate
from calculators.aci.et_si.leviers import levers
from calculators.aci.situation.objectifs import envelopes
from calculators.aci.situation.read import read_objectifs
from dashboard.simulateur.saisie import situation
from dashboard.simulateur.vues import leviers_tables
from dashboard.simulateur.vues.leviers_chart import draw_gains
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


WHOLE = read_situation(situation.write_fields(WEPPES), load_accord())


def place(*, targets=(SEIN, COL, ACTIONS), **valeurs):
    others = [{**SEIN, "annee": 3}, {**SEIN, "mission": "qualite", "code": "QUA_GROUPES"}]
    return leviers_tables.place_objectives(
        WHOLE,
        read_objectifs([*targets, *others]),
        annee=2,
        enveloppes=envelopes(simulate(WHOLE, load_accord()).lignes),
        partages={"PRE_SEIN", "PRE_COL", "PRE_ACTIONS"},
        valeurs=valeurs,
    )


@pytest.fixture(scope="module")
def table():
    placed = place()
    lignes = simulate(placed, load_accord()).lignes
    found = levers(placed, load_accord())
    return leviers_tables.add_words(found, placed.objectifs, INDICATEURS, detail=PAST, lignes=lignes).set_index("code")


def test_the_envelope_is_shared_to_the_cent_whatever_the_taille():
    assert [o.montant for o in place().objectifs] == [500_000, 500_000, 500_000]


def test_rates_give_way_to_objectives_that_year_only():
    rates = place().atteinte
    assert "prevention" not in rates[2]
    assert rates[3]["prevention"].taux == Decimal("0.5")
    assert rates[2]["acces"].taux == Decimal("0.8")


def test_a_typed_value_takes_the_place_of_the_stored_one():
    assert place(PRE_SEIN=Decimal("62.5")).objectifs[0].valeur == Decimal("62.5")


def test_a_value_tried_where_the_observation_is_hidden_or_framed_is_computed():
    hidden = {**SEIN, "valeur": None, "etat": "masquee", "mois": "2026-10-01"}
    framed = {**COL, "etat": "provisoire", "entre": ["61.0", "61.5"]}
    placed = place(targets=(hidden, framed, ACTIONS), PRE_SEIN=Decimal("65.2"), PRE_COL=Decimal("61.6"))
    assert [(o.valeur, o.etat) for o in placed.objectifs[:2]] == [(Decimal("65.2"), None), (Decimal("61.6"), None)]
    lines = simulate(placed, load_accord()).lignes
    earned = lines[lines["objectif"].isin(["PRE_SEIN", "PRE_COL"])]["montant_centimes"]
    assert earned.tolist() == [500_000, 500_000]


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
    chart = draw_gains(table.reset_index(), annee=2)
    assert "○" in chart.figure.data[0].text[0]
    assert "Dépistage du cancer du sein" in chart.sentence


def test_a_field_gives_only_what_differs_from_the_stored_value():
    (sein,) = read_objectifs([SEIN])
    assert leviers_tables.read_trial(sein, "59,90") is None
    assert leviers_tables.read_trial(sein, "62,5") == Decimal("62.5")
    assert leviers_tables.read_trial(sein, "beaucoup") is None
    assert leviers_tables.read_trial(sein, None) is None
