"""Every page opens, on an empty store and on a small one; the simulator and the deposit do their job."""

import os
import sys

import pytest

from dashboard.pages import COMPLETUDE, FICHE, PAGES, VUE_ENSEMBLE
from pipelines.store.connection import Store
from pipelines.store.questions import indicateurs, suivi
from pipelines.store.scope import Scope
from tests.dashboard.opening import APP, SAMPLES, asked, html, opened

PATHS = [spec.path for spec in PAGES]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_opens(screens, path):
    assert opened(path).title[0].value


@pytest.mark.parametrize("path", PATHS)
def test_every_page_opens_on_an_empty_store(screens, tmp_path, monkeypatch, path):
    monkeypatch.setenv("CPTS_STORE", os.fspath(tmp_path / "vide"))
    assert opened(path).title[0].value


def test_folders_and_navigation_agree():
    assert {spec.module for spec in PAGES} == {
        f"dashboard.{file.parent.name}.page" for file in APP.parent.glob("*/page.py")
    }
    assert [spec.path for spec in PAGES if spec.home] == [PAGES[0].path]


def test_a_page_that_fails_to_import_fails_alone(screens, monkeypatch):
    monkeypatch.setitem(sys.modules, "dashboard.regles.page", None)
    page = asked("regles")
    assert len(page.exception) == 1  # its text depends on the settings of the server
    assert opened("completude").title[0].value == "Complétude"


def test_a_store_that_cannot_be_read_is_one_sentence_on_every_page(screens, monkeypatch, tmp_path):
    broken = tmp_path / "abime"
    broken.mkdir()
    (broken / "pilotage.duckdb").write_bytes(b"ceci n'est pas une base")
    monkeypatch.setenv("CPTS_STORE", os.fspath(broken))
    for path in PATHS:
        page = opened(path)
        assert page.title[0].value == "Données indisponibles"
        assert len(page.error) == 1


def test_a_setting_that_makes_no_sense_is_one_sentence_on_the_pages(screens, monkeypatch):
    monkeypatch.setenv("CPTS_FOURNISSEUR", "ars")
    page = opened("regles")
    assert page.title[0].value == "Données indisponibles"
    assert "CPTS_FOURNISSEUR vaut « ars »" in page.error[0].value


def test_a_limit_that_makes_no_sense_leaves_the_rest_of_the_deposits(screens, monkeypatch):
    monkeypatch.setenv("CPTS_TAILLE_MAX", "beaucoup")
    page = opened("depot")
    assert page.title[0].value == "Dépôt mensuel"
    assert ["CPTS_TAILLE_MAX" in error.value for error in page.error] == [True]


def test_the_address_of_a_page_keeps_the_filters_that_are_not_empty():
    assert FICHE.address() == "fiche"
    assert FICHE.address(cpts="CPTS-WEPP", region="") == "fiche?cpts=CPTS-WEPP"
    assert (
        COMPLETUDE.address(cpam="CPAM de l’Ain & du Jura/1")
        == "completude?cpam=CPAM%20de%20l%E2%80%99Ain%20%26%20du%20Jura%2F1"
    )
    assert VUE_ENSEMBLE.address(cpam="Un") == "./?cpam=Un"
    assert FICHE.anchor("<b>", cpts="A", mois="2026-11") == (
        '<a href="fiche?cpts=A&amp;mois=2026-11" target="_self">&lt;b&gt;</a>'
    )


def test_the_treasurer_of_the_weppes_reads_amounts_and_days(screens):
    page = opened("simulateur", cpts="CPTS-WEPP")
    text = html(page)
    assert "60 000,00 €" in text
    assert "8 septembre 2023" in text
    assert "8 septembre 2028" in text
    assert "○ reconstitué" in text


def test_the_simulator_refuses_an_unreadable_population_with_a_sentence(screens):
    page = opened("simulateur", cpts="CPTS-WEPP", s_pop="48,000")
    assert any("48 ou 48" in m.value for m in page.markdown)
    assert page.info


def test_changing_the_population_changes_the_taille(screens):
    page = opened("simulateur", cpts="CPTS-WEPP", s_pop="39 999")
    assert "Taille 1, total" in html(page)


@pytest.mark.parametrize("path,params", [("comparer", {"indicateur": "NIMPORTE"}), ("fiche", {"cpts": "CPTS-XX"})])
def test_a_link_to_something_unknown_says_so(screens, path, params):
    page = opened(path, **params)
    assert any("n’existe pas ici" in w.value for w in page.warning)


def test_demonstration_is_marked_where_it_shows(screens):
    for path in ("vue-ensemble", "comparer", "fiche"):
        assert 'class="demo"' in html(opened(path)), path


def test_five_faults_give_five_findings_and_store_nothing(screens):
    before = len(suivi.deposits(Store.open(screens), Scope.local()))
    page = opened("depot")
    file = SAMPLES / "DEMO_2026-11_cinq-fautes.csv"
    page.file_uploader[0].upload(file.name, file.read_bytes(), "text/csv").run()
    assert not page.exception
    assert any("Fichier refusé" in e.value for e in page.error)
    assert "5 constats" in html(page)
    assert not [b for b in page.button if "Enregistrer" in b.label]
    assert len(suivi.deposits(Store.open(screens), Scope.local())) == before


def test_a_file_is_stored_on_confirmation_only_and_once(screens, tmp_path, monkeypatch):
    monkeypatch.setenv("CPTS_STORE", os.fspath(tmp_path / "neuf"))
    page = opened("depot")
    data = b"id_cpts;mois;indicateur;numerateur;denominateur;valeur\r\nCPTS-WEPP;2025-03;PRE_SEIN;3 412;5 980;\r\n"
    page.file_uploader[0].upload("mars.csv", data, "text/csv").run()
    store = Store.open(tmp_path / "neuf")
    assert indicateurs.months(store, Scope.local()) == []
    button = next(b for b in page.button if "Enregistrer 1" in b.label)
    button.click().run()
    assert [f"{m:%Y-%m}" for m in indicateurs.months(store, Scope.local())] == ["2025-03"]
    page.file_uploader[0].upload("mars.csv", data, "text/csv").run()
    assert any("déjà enregistré" in i.value for i in page.info)
