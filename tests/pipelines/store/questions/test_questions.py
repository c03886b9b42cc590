"""What each question answers on a store small enough to be counted by hand."""

from datetime import date

import pytest

from pipelines.store.questions import indicateurs, suivi, territoires
from pipelines.store.questions.export import exported_observations
from pipelines.store.scope import Scope
from tests.monthly import history_of

OCTOBER = date(2026, 10, 1)
LOCAL = Scope.local()


def _row(frame, **where):
    for name, value in where.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def test_territories_have_their_taille_from_the_contractual_population(filled):
    found = territoires.territories(filled, LOCAL).set_index("id_cpts")
    assert found.loc[["DEMO-A", "DEMO-D", "CPTS-2152", "CPTS-BERG"], "taille"].tolist() == [2, 1, 1, 2]
    assert found.loc["REG-PACA", "nature"] == "region"
    assert found["taille"].isna().sum() == 1  # the region
    assert found.loc["DEMO-E", "population"] == 45_000
    assert not found.loc["DEMO-E", "sous_contrat"]


def test_stages_are_a_query(filled):
    found = territoires.stages(filled, LOCAL)
    assert found.values.tolist() == [["contrat", False, 4], ["contrat", True, 4], ["redaction", True, 1]]


def test_months_are_those_with_observations(filled):
    assert indicateurs.months(filled, LOCAL) == [date(2025, 10, 1), OCTOBER]


def test_a_month_of_an_indicator_shows_the_expected_that_did_not_come(filled):
    found = indicateurs.indicator_month(filled, LOCAL, indicateur="PRE_SEIN", mois=OCTOBER)
    states = dict(zip(found["id_cpts"], found["etat"], strict=True))
    # DEMO-D signed in October but has started no mission; DEMO-E has no contract; the four real ones sent nothing.
    assert states == {
        "DEMO-A": "valeur",
        "DEMO-B": "valeur",
        "DEMO-C": "valeur",
        "DEMO-D": "absente",
        "CPTS-WEPP": "absente",
        "CPTS-2152": "absente",
        "CPTS-BERG": "absente",
        "CPTS-LITN": "absente",
    }
    b = _row(found, id_cpts="DEMO-B")
    assert (b["numerateur"], b["denominateur"], b["valeur"], b["version"]) == (590, 1000, 0.59, 2)
    assert bool(b["demonstration"])
    a = _row(found, id_cpts="DEMO-A")
    assert (a["reference"], a["cible"]) == (0.5, 0.65)  # third contract year: March 2026 to March 2027


def test_the_target_is_that_of_the_contract_year(filled):
    before = indicateurs.indicator_month(filled, LOCAL, indicateur="PRE_SEIN", mois=date(2026, 2, 1), ids=["DEMO-A"])
    assert before["cible"].tolist() == [0.60]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"ids": ["DEMO-A", "DEMO-C"]}, ["DEMO-A", "DEMO-C"]),
        ({"ids": []}, []),
        ({"taille": 1}, ["CPTS-2152", "DEMO-D"]),
        ({"cpam": "CPAM de la Somme (démo)"}, ["DEMO-B"]),
        ({"region": "94"}, ["DEMO-C", "DEMO-D"]),
        ({"region": "9"}, []),
        ({"region": "32", "taille": 2}, ["CPTS-WEPP", "DEMO-A", "DEMO-B"]),
    ],
)
def test_filters(filled, filters, expected):
    found = indicateurs.indicator_month(filled, LOCAL, indicateur="PRE_SEIN", mois=OCTOBER, **filters)
    assert sorted(found["id_cpts"]) == expected


def test_a_series_has_the_current_versions_only(filled):
    found = indicateurs.indicator_series(filled, LOCAL, indicateur="PRE_SEIN", ids=["DEMO-A", "DEMO-B"])
    assert found["valeur"].tolist() == [0.5, 0.55, 0.52, 0.59]
    later = indicateurs.indicator_series(filled, LOCAL, indicateur="PRE_SEIN", ids=["DEMO-A"], depuis=date(2026, 1, 1))
    assert later["mois"].dt.strftime("%Y-%m").tolist() == ["2026-10"]


def test_a_profile_has_every_indicator_with_its_past_and_its_target(filled):
    found = indicateurs.cpts_profile(filled, LOCAL, id_cpts="DEMO-A", mois=OCTOBER)
    assert len(found) == 23
    sein = _row(found, indicateur="PRE_SEIN")
    assert (sein["valeur"], sein["valeur_12_mois"], sein["cible"]) == (0.55, 0.5, 0.65)
    assert _row(found, indicateur="PRE_COL")[["etat", "marqueur"]].tolist() == ["masquee", "NS"]
    assert _row(found, indicateur="PRE_CCR")[["etat", "marqueur"]].tolist() == ["manquante", "ND"]
    assert _row(found, indicateur="PRE_GRIPPE")["etat"] == "absente"
    assert found["attendu"].sum() == 7 + 6 + 1  # acces, prevention, and the members
    assert indicateurs.cpts_profile(filled, LOCAL, id_cpts="INCONNUE", mois=OCTOBER).empty


def test_the_summary_of_a_month_counts_what_is_owed(filled):
    found = suivi.latest_month_summary(filled, LOCAL, mois=OCTOBER)
    a = _row(found, id_cpts="DEMO-A")
    assert a[["attendus", "recus", "masques", "manquants", "absents"]].tolist() == [14, 4, 1, 1, 9]
    assert "DEMO-E" not in set(found["id_cpts"])
    assert _row(found, id_cpts="DEMO-C")["dernier_mois"].strftime("%Y-%m") == "2026-10"


def test_history_walks_back_to_the_line_of_each_file(filled):
    found = exported_observations(filled, LOCAL, history_of("DEMO-B", "PRE_SEIN", OCTOBER))
    files = suivi.deposits(filled, LOCAL).set_index("depot")["fichier"]
    found["fichier"] = found["depot"].map(files)
    assert found[["version", "courante", "ligne", "fichier", "commentaire"]].fillna("").values.tolist() == [
        [1, False, 2, "BC.csv", ""],
        [2, True, 2, "B corrigé.csv", "erreur de saisie"],
    ]


def test_deposits_are_listed_the_newest_first(filled):
    found = suivi.deposits(filled, LOCAL)
    assert found["fichier"].tolist() == ["B corrigé.csv", "BC.csv", "A.csv", "2025.csv"]
    assert found.iloc[0][["lignes_lues", "nouvelles", "modifiees"]].tolist() == [1, 0, 1]


def test_contracts_missions_and_targets(filled):
    contracts = territoires.contracts(filled, LOCAL).set_index("id_cpts")
    assert contracts.loc["CPTS-WEPP", "population"] == 48_000
    assert '"date_signature": "2023-09-08"' in contracts.loc["CPTS-WEPP", "situation"]
    assert contracts["date_signature"].isna().to_dict()["CPTS-LITN"]
    missions = territoires.contract_missions(filled, LOCAL)
    assert (missions["id_cpts"] == "CPTS-WEPP").sum() == 6
    assert len(territoires.objectives(filled, LOCAL)) == 2


def test_the_overview(filled):
    found = suivi.overview(filled, LOCAL)
    assert (found["cpts"], found["contrats"], found["depots"], found["observations"]) == (9, 8, 4, 10)
    assert found["dernier_mois"].strftime("%Y-%m") == "2026-10"
    # Under contract in October with nothing sent: DEMO-D (members expected) and the four real ones.
    assert found["en_retard"] == 5
    assert found["demonstration"] is True or bool(found["demonstration"])


def test_as_known_on_a_day(filled):
    sql = "SELECT valeur FROM observations_au(TIMESTAMP '{}') WHERE id_cpts = 'DEMO-B' AND mois = DATE '2026-10-01'"
    with filled.read() as cursor:
        answers = [cursor.rows(sql.format(day)) for day in ("2026-11-10", "2026-11-11 12:00", "2026-11-13")]
    assert answers == [[], [(0.58,)], [(0.59,)]]


def test_a_withdrawn_deposit_gives_way_to_the_version_before(filled):
    correction = suivi.deposits(filled, LOCAL)["depot"].iloc[0]
    with filled.write() as cursor:
        cursor.execute(
            "UPDATE depots SET etat = 'retire', retire_le = TIMESTAMP '2026-11-15' WHERE depot = $d", {"d": correction}
        )
    found = indicateurs.indicator_series(filled, LOCAL, indicateur="PRE_SEIN", ids=["DEMO-B"], depuis=OCTOBER)
    assert found["valeur"].tolist() == [0.58]
    with filled.read() as cursor:
        sql = "SELECT count(*) FROM observations_au(TIMESTAMP '2026-11-14') WHERE version = 2"
        assert cursor.rows(sql) == [(1,)]
