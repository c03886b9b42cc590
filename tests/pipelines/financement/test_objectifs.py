"""Stored targets as objectives: the envelope shared to the cent, the same euros as the funding, the way back to the file."""

from datetime import date

import pytest

from calculators.aci import load_accord, read_situation, simulate
from calculators.aci.et_si.leviers import levers
from calculators.aci.et_si.risque import risk
from pipelines.financement.funding import funding
from pipelines.financement.objectifs import objectives_of
from pipelines.store.scope import Scope
from tests.pipelines.financement.funded import LOCAL, send

AU = date(2025, 2, 1)
ROWS = [
    "DEMO-A;2024-12;ACC_MT_16;4500;50000;",
    "DEMO-A;2024-12;ACC_SAS;;;18",
    "DEMO-A;2024-12;PRE_SEIN;5530;10000;",
]


def test_objectives_share_the_envelope_and_give_the_same_euros(store):
    send(store, ROWS, "a.csv", (2025, 1, 20))
    found = objectives_of(store, LOCAL, id_cpts="DEMO-A", annee=1, au=AU)
    by_code = {entry["code"]: entry for entry in found.situation["objectifs"]}
    assert by_code["ACC_MT_16"]["montant"] == by_code["ACC_SAS"]["montant"] == "17500"
    assert by_code["ACC_MT_16"] == {
        "annee": 1,
        "mission": "acces",
        "code": "ACC_MT_16",
        "montant": "17500",
        "partage": True,
        "forme": "proportionnel",
        "sens": "baisse",
        "reference": "10.000000",
        "cible": "8.000000",
        "valeur": "9.000000",
        "pour": 100,
        "denominateur": 50000,
    }
    accord = load_accord()
    lines = simulate(read_situation(found.situation, accord), accord).lignes
    year = lines[(lines["annee_contrat"] == 1) & (lines["volet"] == "variable")]
    assert dict(zip(year["objectif"].astype(str), year["montant_centimes"], strict=True)) == {
        "ACC_MT_16": 875_000,
        "ACC_SAS": 1_400_000,
        "PRE_SEIN": 927_500,
    }
    stored = funding(store, LOCAL, au=AU).resultat.lignes
    mine = stored[(stored["id_cpts"] == "DEMO-A") & (stored["annee_contrat"] == 1) & (stored["volet"] == "variable")]
    assert mine["montant_centimes"].sum() == year["montant_centimes"].sum()


def test_each_value_can_be_walked_back_to_its_file_line(store):
    sent = send(store, ROWS, "a.csv", (2025, 1, 20))
    found = objectives_of(store, LOCAL, id_cpts="DEMO-A", annee=1, au=AU)
    source = found.provenance.set_index("code").loc["PRE_SEIN"]
    assert (source["depot"], source["ligne"], source["mois"].date()) == (sent.depot, 4, date(2024, 12, 1))


def test_levers_and_risk_work_on_stored_objectives(store):
    send(store, ROWS, "a.csv", (2025, 1, 20))
    found = objectives_of(store, LOCAL, id_cpts="DEMO-A", annee=1, au=AU)
    situation = read_situation(found.situation, load_accord())
    table = levers(situation, load_accord()).set_index("code")
    # 9 % of 50 000 is 4 500; the target of 8 % is 4 000: 500 people, and the other half of 17 500 euros.
    assert table.loc["ACC_MT_16", "personnes"] == 500
    assert table.loc["ACC_MT_16", "gain_centimes"] == 875_000
    assert set(risk(situation, load_accord(), annee=1).tires) == {"ACC_MT_16", "PRE_SEIN"}


@pytest.mark.parametrize("name", ["DEMO-A", "CPTS-LITN", "N-EXISTE-PAS"])
def test_nothing_outside_the_scope_or_without_contract(store, name):
    narrow = Scope(lecteur="b", cpts=frozenset({"DEMO-B", "CPTS-LITN"}))
    assert objectives_of(store, narrow, id_cpts=name, annee=1, au=AU) is None
