"""What the Fiche and Indicateur ask: nothing out of scope, absent told from received."""

from datetime import date

from pipelines.store.questions.fiche import cpts_series, deposits_about, indicator_received
from pipelines.store.scope import Scope

OCTOBER = date(2026, 10, 1)
LOCAL = Scope.local()
ONLY_B = Scope(lecteur="b", cpts=frozenset(["DEMO-B"]))


def test_the_past_of_a_cpts_is_its_own_and_bounded_in_months(filled):
    found = cpts_series(filled, LOCAL, id_cpts="DEMO-A", jusqu_a=OCTOBER)
    assert len(found) > 0
    assert found["mois"].max().date() == OCTOBER
    short = cpts_series(filled, LOCAL, id_cpts="DEMO-A", jusqu_a=OCTOBER, mois=1)
    assert {m.date() for m in short["mois"]} == {OCTOBER}
    assert cpts_series(filled, ONLY_B, id_cpts="DEMO-A", jusqu_a=OCTOBER).empty


def test_deposits_about_a_cpts_hide_the_name_of_a_file_shared_with_others(filled):
    everything = deposits_about(filled, LOCAL, id_cpts="DEMO-B")
    assert len(everything) > 0
    assert everything["fichier"].notna().all()
    seen = deposits_about(filled, ONLY_B, id_cpts="DEMO-B")
    assert seen["depot"].tolist() == everything["depot"].tolist()
    assert seen["fichier"].isna().any()
    assert deposits_about(filled, ONLY_B, id_cpts="DEMO-A").empty


def test_received_counts_every_expected_cpts_once(filled):
    found = indicator_received(filled, LOCAL, indicateur="PRE_SEIN", jusqu_a=OCTOBER).iloc[-1]
    assert found["mois"].date() == OCTOBER
    assert found["attendus"] == found[["valeurs", "masques", "manquants", "absents"]].sum()
    assert found["valeurs"] == 3
    mine = indicator_received(filled, ONLY_B, indicateur="PRE_SEIN", jusqu_a=OCTOBER).iloc[-1]
    assert (mine["attendus"], mine["valeurs"]) == (1, 1)
    none = indicator_received(filled, LOCAL, indicateur="PRE_SEIN", jusqu_a=OCTOBER, ids=["DEMO-D"]).iloc[-1]
    assert (none["attendus"], none["absents"]) == (1, 1)
