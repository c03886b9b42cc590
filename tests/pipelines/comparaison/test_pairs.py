"""Peers of a CPTS, groups of one's own, and what the comparing pages ask, all within the scope."""

from datetime import date

import pytest

from pipelines.comparaison.pairs import peers
from pipelines.store.depots.groupes import delete_group, group_members, groups, save_group
from pipelines.store.errors import StoreError
from pipelines.store.questions import comparaison as comparing
from pipelines.store.questions.pairs import peer_variables
from pipelines.store.scope import Scope

LOCAL = Scope("local")
ONLY_B = Scope("b", cpts=frozenset({"DEMO-B"}))
MONTH, DAY = date(2026, 10, 1), date(2026, 11, 22)


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ("taille", {"DEMO-B", "DEMO-C", "CPTS-WEPP", "CPTS-BERG"}),
        ("region", {"DEMO-B", "CPTS-WEPP", "CPTS-LITN"}),
        ("cpam", {"DEMO-B"}),
    ],
)
def test_peers_share_what_was_chosen_and_leave_the_cpts_itself_out(filled, choice, found):
    assert set(peers(filled, LOCAL, id_cpts="DEMO-A", choix=choice, au=DAY).ids) == found


def test_neighbours_show_their_distances_nearest_first(filled):
    found = peers(filled, LOCAL, id_cpts="DEMO-A", choix="voisins", au=DAY, n=3)
    assert len(found.ids) == 3 and found.membres["distance"].is_monotonic_increasing
    assert set(found.variables) | set(found.variables_manquantes) == {"population", "densite", "anciennete"}
    assert {f"ecart_{name}" for name in found.variables} <= set(found.membres)
    # The invented CPTS of this store have no area: a density that most lack takes nobody away.
    assert "densite" in found.variables_manquantes


def test_density_and_age_of_contract(filled):
    found = peer_variables(filled, LOCAL, au=DAY).set_index("id_cpts")
    assert found.loc["CPTS-BERG", "densite"] == pytest.approx(64_455 / 579)
    assert found.loc["DEMO-A", "anciennete"] == pytest.approx((DAY - date(2024, 3, 15)).days / 365.25)


def test_peers_stay_in_scope(filled):
    assert peers(filled, ONLY_B, id_cpts="DEMO-B", choix="toutes", au=DAY).ids == []
    with pytest.raises(StoreError, match="« DEMO-A » n'est pas une CPTS sous contrat de votre périmètre"):
        peers(filled, ONLY_B, id_cpts="DEMO-A", choix="taille", au=DAY)


def test_an_unknown_choice_or_group_is_one_sentence(filled):
    with pytest.raises(StoreError, match="n'est pas un choix de pairs"):
        peers(filled, LOCAL, id_cpts="DEMO-A", choix="hasard", au=DAY)
    with pytest.raises(StoreError, match="Vous n'avez pas de groupe « Absent »"):
        peers(filled, LOCAL, id_cpts="DEMO-A", choix="groupe:Absent", au=DAY)


def test_a_group_is_kept_replaced_and_forgotten(filled):
    assert save_group(filled, LOCAL, nom="  Mes   voisines ", ids=["DEMO-A", "DEMO-B"]) == "Mes voisines"
    save_group(filled, LOCAL, nom="Mes voisines", ids=["DEMO-A", "DEMO-C", "DEMO-C"])
    assert groups(filled, LOCAL)[["nom", "id_cpts"]].values.tolist() == [
        ["Mes voisines", c] for c in ("DEMO-A", "DEMO-C")
    ]
    assert peers(filled, LOCAL, id_cpts="DEMO-A", choix="groupe:Mes voisines", au=DAY).ids == ["DEMO-C"]
    delete_group(filled, LOCAL, "Mes voisines")
    assert groups(filled, LOCAL).empty


def test_a_group_is_its_reader_s_own_and_never_wider_than_the_scope(filled):
    save_group(filled, Scope("b"), nom="Nord", ids=["DEMO-A", "DEMO-B"])
    assert group_members(filled, ONLY_B, "Nord") == ["DEMO-B"]
    assert groups(filled, LOCAL).empty
    with pytest.raises(StoreError, match="« DEMO-A » n'est pas une CPTS de votre périmètre"):
        save_group(filled, ONLY_B, nom="Nord", ids=["DEMO-A"])


@pytest.mark.parametrize(
    ("name", "ids"), [("", ["DEMO-A"]), ("x" * 61, ["DEMO-A"]), ("vide", []), ("région", ["REG-PACA"])]
)
def test_a_group_without_name_or_cpts_is_refused(filled, name, ids):
    with pytest.raises(StoreError):
        save_group(filled, LOCAL, nom=name, ids=ids)
    assert groups(filled, LOCAL).empty


def test_one_month_of_an_indicator_keeps_absent_apart_from_hidden(filled):
    states = comparing.month_values(filled, LOCAL, indicateur="PRE_COL", mois=MONTH).set_index("id_cpts")["etat"]
    assert (states["DEMO-A"], states["DEMO-B"]) == ("masquee", "absente")


def test_a_series_has_no_row_for_the_months_that_did_not_come(filled):
    found = comparing.series_of(filled, LOCAL, indicateur="PRE_SEIN", ids=["DEMO-A"], jusqu_a=MONTH)
    assert found["mois"].dt.strftime("%Y-%m").tolist() == ["2025-10", "2026-10"]
    short = comparing.series_of(filled, LOCAL, indicateur="PRE_SEIN", ids=["DEMO-A"], jusqu_a=MONTH, mois=6)
    assert short["mois"].dt.date.tolist() == [MONTH]


def test_a_whole_month_is_every_indicator_of_every_cpts(filled):
    found = comparing.month_all(filled, LOCAL, mois=MONTH).set_index(["id_cpts", "indicateur"])
    assert found.loc[("DEMO-A", "PRE_SEIN"), "valeur"] == 0.55
    assert found.loc[("DEMO-A", "PRE_COL"), "etat"] == "masquee"
    assert ("DEMO-A", "PRE_GRIPPE") not in found.index
    assert found.loc[("DEMO-B", "PRE_SEIN"), "valeur"] == 0.59


def test_nothing_of_others_is_answered(filled):
    everyone = ["DEMO-A", "DEMO-B", "DEMO-C", "CPTS-WEPP"]
    answers = [
        comparing.month_values(filled, ONLY_B, indicateur="PRE_SEIN", mois=MONTH, ids=everyone),
        comparing.series_of(filled, ONLY_B, indicateur="PRE_SEIN", ids=everyone, jusqu_a=MONTH),
        comparing.month_all(filled, ONLY_B, mois=MONTH),
        peer_variables(filled, ONLY_B, au=DAY),
    ]
    for answer in answers:
        assert set(answer["id_cpts"]) == {"DEMO-B"}
