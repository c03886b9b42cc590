"""What is not sure in the store reaches the result: dated warnings, two bounds, and the way back to the file line."""

from datetime import date

import pandas as pd
import pytest

from pipelines.financement.atteintes_observees import detail, values_by_year
from pipelines.financement.funding import Calcul, funding
from pipelines.financement.objectifs import objectives_of
from tests.pipelines.financement.funded import LOCAL, SIGNED, contract_of, send

AU = date(2025, 2, 1)
CLOSING = [
    "id_cpts",
    "annee_contrat",
    "indicateur",
    "mois",
    "etat",
    "valeur",
    "denominateur",
    "depot",
    "ligne",
    "provisoire",
    "demonstration",
]
FLOWS = [
    "id_cpts",
    "annee_contrat",
    "indicateur",
    "numerateur",
    "denominateur",
    "n_mois",
    "part_basse",
    "part_haute",
    "provisoire",
    "n_sans_valeur",
    "mois_sans_valeur",
    "etat_sans_valeur",
]
#: The variable envelope of prevention, taille 3: 17 500 euros.
OBJECTIVES = [
    {
        "annee": 1,
        "mission": "prevention",
        "code": "PRE_SEIN",
        "forme": "paliers",
        "sens": "hausse",
        "paliers": [[55, 4_000], [60, 10_000]],
    },
    {"annee": 1, "mission": "prevention", "code": "CONVENTION", "forme": "binaire", "montant": 7_500, "fait": True},
]


def _bounds(found, name, year, mission):
    rows = found.resultat.bornes.set_index(["id_cpts", "annee_contrat", "mission"])
    return tuple(int(rows.loc[(name, year, mission), f"{side}_centimes"]) for side in ("bas", "montant", "haut"))


def _told(found, name):
    notes = found.resultat.avertissements
    return notes[(notes["id_cpts"] == name) & (notes["code"] == "observation")]["message"].tolist()


@pytest.mark.parametrize(("cell", "state"), [(";;NS", "masquée"), (None, "jamais reçue")])
def test_an_indicator_without_value_has_bounds_and_a_warning(store, cell, state):
    rows = ["DEMO-A;2024-12;ACC_MT_16;4000;50000;", *([f"DEMO-A;2024-12;ACC_SAS{cell}"] if cell else [])]
    rows = [row.replace("ACC_SAS;;NS", "ACC_SAS;;;NS") for row in rows]
    send(store, rows, "a.csv", (2025, 1, 20))
    found = funding(store, LOCAL, au=AU)
    # One of two indicators of the 35 000 euros of access reached its target; the other counts 0, at most 1.
    assert _bounds(found, "DEMO-A", 1, "acces") == (1_750_000, 1_750_000, 3_500_000)
    (said,) = _told(found, "DEMO-A")
    for words in ("DEMO-A, année 1", "« Accès aux soins »", "ACC_SAS", state, "17\u202f500", "35\u202f000"):
        assert words in said, words


def test_nothing_is_told_when_everything_is_known(store):
    send(store, ["DEMO-A;2024-12;PRE_SEIN;5500;10000;"], "a.csv", (2025, 1, 20))
    found = funding(store, LOCAL, au=AU)
    assert _told(found, "DEMO-A") == []
    assert _bounds(found, "DEMO-A", 1, "prevention") == (875_000,) * 3


def test_months_left_out_of_a_year_are_bounded_by_the_months_known():
    closing = pd.DataFrame(
        [("A", 1, "QUA_ATB", pd.Timestamp("2024-12-01"), "valeur", 50.0, 100.0, "d", 2, False, False)],
        columns=CLOSING,
    )
    flows = pd.DataFrame(
        [("A", 1, "QUA_ATB", 12.0, 300.0, 3, 0.02, 0.08, False, 1, pd.Timestamp("2024-11-01"), "masquee")],
        columns=FLOWS,
    )
    row = values_by_year(closing, flows, {"QUA_ATB": "taux_1000"}, {"QUA_ATB"}).iloc[0]
    # 12 for 300 is 40 per 1 000; a fourth month of 100 inhabitants at 20 then 80 per 1 000: 14 and 20 for 400.
    assert (row["valeur"], row["valeur_basse"], row["valeur_haute"]) == pytest.approx((40, 35, 50))
    assert (row["doute"], row["mois_doute"]) == ("masquee", pd.Timestamp("2024-11-01"))


@pytest.mark.parametrize(("kind", "unsure"), [("proportion", (853_440, 1_000_000)), ("compte", (0, 1_000_000))])
def test_a_provisional_value_counts_between_its_bounds(kind, unsure):
    closing = pd.DataFrame(
        [("A", 1, "X", pd.Timestamp("2024-12-01"), "valeur", 0.595, 10_000.0, "d", 2, True, False)],
        columns=CLOSING,
    )
    flows = pd.DataFrame(columns=FLOWS).astype(
        {"annee_contrat": "int64", "id_cpts": "str", "indicateur": "str", "mois_sans_valeur": "datetime64[s]"}
    )
    targets = pd.DataFrame(
        [("A", pd.NA, "X", "prevention", 0.5, 0.6, "hausse", False)],
        columns=["id_cpts", "annee_contrat", "indicateur", "mission", "reference", "cible", "sens", "demonstration"],
    )
    row = detail(values_by_year(closing, flows, {"X": kind}, set()), targets).iloc[0]
    assert (row["taux_millioniemes"], row["doute"]) == (950_000, "provisoire")
    low, high = row["taux_bas_millioniemes"], row["taux_haut_millioniemes"]
    # Wilson of 5 950 out of 10 000 (z = 1.96): (5 951.92 − 96.23) / 10 003.84 = 58.5344 %, and beyond the target.
    assert (low, high) == unsure


def test_objectives_of_the_contract_take_the_observation_of_their_year(store):
    sent = send(store, ["DEMO-A;2024-12;PRE_SEIN;5800;10000;"], "a.csv", (2025, 1, 20))
    contract = {**contract_of("DEMO-A"), "objectifs": OBJECTIVES}
    found = funding(store, LOCAL, au=AU, calcul=Calcul(au=AU, contrats={"DEMO-A": contract}))
    # 58 % reaches the tier of 55 (4 000), and the convention is signed (7 500).
    assert _bounds(found, "DEMO-A", 1, "prevention") == (1_150_000,) * 3
    row = found.objectifs.iloc[0]
    assert (row["code"], row["valeur"], row["depot"], row["ligne"]) == ("PRE_SEIN", 58.0, sent.depot, 2)
    assert not ((found.atteintes["id_cpts"] == "DEMO-A") & (found.atteintes["mission"] == "prevention")).any()
    given = [{**OBJECTIVES[0], "valeur": 61}, OBJECTIVES[1]]
    kept = Calcul(au=AU, contrats={"DEMO-A": {**contract, "objectifs": given}})
    assert _bounds(funding(store, LOCAL, au=AU, calcul=kept), "DEMO-A", 1, "prevention") == (1_750_000,) * 3


def test_a_hidden_observation_of_an_objective_is_told(store):
    send(store, ["DEMO-A;2024-12;PRE_SEIN;;;NS"], "a.csv", (2025, 1, 20))
    contract = {**contract_of("DEMO-A"), "objectifs": OBJECTIVES}
    found = funding(store, LOCAL, au=AU, calcul=Calcul(au=AU, contrats={"DEMO-A": contract}))
    assert _bounds(found, "DEMO-A", 1, "prevention") == (750_000, 750_000, 1_750_000)
    (said,) = _told(found, "DEMO-A")
    assert "PRE_SEIN de 12/2024 masquée" in said


def test_the_situation_with_objectives_keeps_what_is_not_sure(store):
    rows = ["DEMO-A;2024-12;ACC_MT_16;4500;50000;", "DEMO-A;2024-12;ACC_SAS;;;NS"]
    send(store, rows, "a.csv", (2025, 1, 20))
    found = objectives_of(store, LOCAL, id_cpts="DEMO-A", annee=1, au=AU)
    entry = next(entry for entry in found.situation["objectifs"] if entry["code"] == "ACC_SAS")
    assert (entry["valeur"], entry["etat"], entry["mois"]) == (None, "masquee", "2024-12-01")
    assert found.situation["date_signature"] == SIGNED
