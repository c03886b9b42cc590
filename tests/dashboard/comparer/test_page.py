"""The page Comparer: every view opens, the picker is in the address, groups of one's own are kept and deleted."""

import os
import re
import shutil
from html import escape

import pytest

from calculators.comparison.methodes import METHODES
from dashboard.comparer.views import VUES
from pipelines.store.connection import Store
from pipelines.store.depots.groupes import groups, save_group
from pipelines.store.scope import Scope
from tests.dashboard.opening import html, opened


@pytest.mark.parametrize("vue", VUES)
def test_every_view_opens_with_its_sentence(screens, vue):
    page = opened("comparer", vue=vue, taille="0")
    assert html(page).count('class="phrase') >= 2


@pytest.mark.parametrize("code", ["ACC_URG", "ACC_SAS", "ADH", "CRI_PLAN"])
def test_every_kind_of_indicator_opens(screens, code):
    assert not opened("comparer", indicateur=code, taille="0").warning


def test_fewer_than_five_values_judge_nobody(screens):
    said = html(opened("comparer", taille="0"))
    assert "Moins de 5 valeurs" in said
    assert '<div class="ecarts">' not in said


@pytest.mark.parametrize("filter_", [{"pairs": "groupe:Nulle part"}, {"reference": "rien"}, {"vue": "camembert"}])
def test_a_link_to_something_unknown_says_so(screens, filter_):
    page = opened("comparer", **filter_)
    assert any("n’existe pas ici" in w.value for w in page.warning)


def test_neighbours_come_with_their_distances(screens):
    said = html(opened("comparer", pairs="voisins", cpts="CPTS-WEPP"))
    assert re.search(r"CPTS des Weppes et ses \d plus proches", said)
    assert "Distance (écarts-types)" in said


def test_a_group_is_kept_used_in_the_address_and_deleted(screens, tmp_path, monkeypatch):
    folder = tmp_path / "store"
    shutil.copytree(screens, folder)
    monkeypatch.setenv("CPTS_STORE", os.fspath(folder))
    page = opened("comparer", taille="0")
    next(t for t in page.text_input if t.label == "Nom du groupe").input("Les  nôtres")
    next(b for b in page.button if b.label == "Enregistrer le groupe").click()
    page.run()
    assert not page.exception
    assert page.query_params["pairs"] == "groupe:Les nôtres"
    assert "groupe « Les nôtres »" in html(page)
    assert groups(Store.open(folder), Scope.local())["nom"].unique().tolist() == ["Les nôtres"]


def test_a_group_without_a_name_is_refused_in_one_sentence(screens):
    page = opened("comparer", taille="0")
    next(b for b in page.button if b.label == "Enregistrer le groupe").click()
    page.run()
    assert any("Donnez au groupe un nom" in e.value for e in page.error)


def test_a_saved_group_is_only_its_readers(screens, tmp_path):
    folder = tmp_path / "store"
    shutil.copytree(screens, folder)
    store = Store.open(folder)
    save_group(store, Scope(lecteur="autre"), nom="À elle", ids=["CPTS-WEPP"])
    assert groups(store, Scope.local()).empty


def test_every_method_is_said_with_its_source(screens):
    said = html(opened("regles"))
    for methode in METHODES:
        assert escape(methode.sujet.replace("'", "’"), quote=False) in said
        assert methode.source.split(" (")[0] in said
