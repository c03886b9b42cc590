"""The life of a deposit in the browser: model, correction, withdrawal, frozen month, missing month."""

import re
from datetime import date

import openpyxl
import pandas as pd
import pytest

from pipelines.store.connection import Store
from pipelines.store.questions import indicateurs, suivi, territoires
from pipelines.store.scope import Scope
from tests.browser.depots.depositing import HEAD, SAMPLES, downloaded, drop, give_bytes, store_it

LOCAL = Scope.local()


@pytest.fixture
def store(demo_folder):
    """The store the server reads; each question opens it for a moment."""
    return Store.open(demo_folder)


def numerators(store, cpts, code, month):
    frame = indicateurs.indicator_series(store, LOCAL, indicateur=code, ids=[cpts])
    return frame.loc[frame["mois"].eq(pd.Timestamp(month)), "numerateur"].tolist()


def test_a_model_filled_in_excel_is_deposited_as_it_is_and_shows_in_the_comparison(screen, store, tmp_path):
    screen.open("depot?cpts=CPTS-WEPP&remplir=2026-11")
    screen.page.get_by_text("Un modèle à remplir").click()
    screen.quiet()
    model = downloaded(screen, "Modèle Excel", tmp_path)
    book = openpyxl.load_workbook(model)
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows())
    head = next(i for i, row in enumerate(rows) if any(c.value == "indicateur" for c in row))
    places = {cell.value: cell.column for cell in rows[head]}
    for row in rows[head + 1 :]:
        if sheet.cell(row[0].row, places["indicateur"]).value == "PRE_SEIN":
            sheet.cell(row[0].row, places["numérateur"]).value = 4321
            sheet.cell(row[0].row, places["dénominateur"]).value = 7201
    book.save(model)
    give_bytes(screen, model.name, model.read_bytes())
    assert "Fichier refusé" not in screen.text(), screen.text()
    store_it(screen)
    assert numerators(store, "CPTS-WEPP", "PRE_SEIN", "2026-11-01") == [4321]
    screen.open("comparer?indicateur=PRE_SEIN&mois=2026-11&avec=CPTS-WEPP")
    assert "novembre 2026" in screen.text() and "60,0 %" in screen.text()


def test_a_refused_file_comes_back_with_its_findings_and_goes_in_once_corrected(screen, store, tmp_path):
    drop(screen, "DEMO_2026-11_cinq-fautes.csv")
    annotated = downloaded(screen, "Votre fichier, avec une colonne de constats", tmp_path)
    sent = (SAMPLES / "DEMO_2026-11_cinq-fautes.csv").read_bytes().decode("cp1252").splitlines()
    right = (SAMPLES / "DEMO_2026-11_cinq-fautes_corrige.csv").read_bytes().decode("cp1252").splitlines()
    back = annotated.read_bytes().decode("cp1252").splitlines()
    assert back[0] == sent[0] + ";constats"
    assert all(after.startswith(before) for before, after in zip(sent, back, strict=True))
    wrong = [n for n, line in enumerate(back) if "REFUSÉE" in line]
    assert [n + 1 for n in wrong] == [4, 8, 11, 15, 23]
    for n in wrong:
        assert right[n] != sent[n]
        back[n] = back[n].replace(sent[n], right[n], 1)
    screen.open("depot")
    give_bytes(screen, annotated.name, "\r\n".join(back).encode("cp1252"))
    assert "Fichier refusé" not in screen.text()
    store_it(screen)
    assert numerators(store, "CPTS-2152", "PRE_SEIN", "2026-11-01") == [3549]


def test_sound_lines_go_in_and_the_others_come_back_to_be_corrected(screen, store, tmp_path):
    screen.open("depot")
    lines = "CPTS-BERG;2026-11;PRE_COL;9000;16000;\r\nCPTS-BERG;2026-11;PRE_CCR;dix;16000;\r\n"
    give_bytes(screen, "DEMO_deux.csv", (HEAD + lines).encode())
    screen.page.get_by_text(re.compile("N’enregistrer que")).click()
    screen.quiet()
    store_it(screen)
    returned = downloaded(screen, "Télécharger les lignes à corriger", tmp_path)
    assert numerators(store, "CPTS-BERG", "PRE_COL", "2026-11-01") == [9000]
    text = returned.read_text(encoding="utf-8")
    assert "PRE_CCR" in text and "PRE_COL" not in text
    screen.open("depot")
    give_bytes(screen, returned.name, text.replace(";dix;", ";4000;").encode())
    store_it(screen)
    assert numerators(store, "CPTS-BERG", "PRE_CCR", "2026-11-01") == [4000]


def test_a_withdrawn_deposit_leaves_no_value_and_comes_back(screen, store):
    screen.open("depot")
    give_bytes(screen, "DEMO_un.csv", (HEAD + "CPTS-LITN;2024-03;PRE_COL;20000;41000;\r\n").encode())
    store_it(screen)
    assert numerators(store, "CPTS-LITN", "PRE_COL", "2024-03-01") == [20000]
    depot = suivi.deposits(store, LOCAL)["depot"].iloc[0]
    for verb, expected in (("Retirer", []), ("Rétablir", [20000])):
        screen.open(f"depot?depot={depot}")
        screen.page.get_by_text(f"{verb} ce dépôt").first.click()
        screen.quiet()
        form = screen.page.get_by_test_id("stForm")
        form.get_by_role("button", name=verb).click()
        screen.quiet()
        assert "motif" in screen.text().lower() and (
            numerators(store, "CPTS-LITN", "PRE_COL", "2024-03-01") != expected
        )
        form.get_by_role("textbox", name="Motif").fill("essai")
        form.get_by_role("button", name=verb).click()
        screen.page.get_by_text(re.compile("est retiré|est rétabli")).wait_for(timeout=30_000)
        screen.quiet()
        assert numerators(store, "CPTS-LITN", "PRE_COL", "2024-03-01") == expected


def test_a_frozen_month_is_refused_until_the_correction_is_explicit(screen, store):
    september = date(2026, 9, 1)
    before = numerators(store, "CPTS-WEPP", "PRE_GRIPPE", september)
    fund = territoires.territories(store, LOCAL).set_index("id_cpts").loc["CPTS-WEPP", "cpam"].split("|")[0]
    screen.open(f"completude?cpam={fund}")
    screen.pick("Mois à geler", "Septembre 2026")
    screen.page.get_by_role("textbox", name="Motif").fill("solde versé")
    screen.page.get_by_role("button", name="Appliquer").click()
    screen.page.get_by_text(re.compile("Septembre 2026 est gelé")).wait_for(timeout=30_000)
    screen.quiet()
    screen.open("depot")
    give_bytes(screen, "DEMO_gele.csv", (HEAD + "CPTS-WEPP;2026-09;PRE_GRIPPE;6500;11617;\r\n").encode())
    assert "Fichier refusé" in screen.text() and "solde versé" in screen.text()
    assert screen.page.get_by_role("button", name=re.compile("Enregistrer")).count() == 0
    screen.page.get_by_text(re.compile("Corriger quand même")).click()
    screen.quiet()
    assert numerators(store, "CPTS-WEPP", "PRE_GRIPPE", september) == before
    store_it(screen)
    assert numerators(store, "CPTS-WEPP", "PRE_GRIPPE", september) == [6500]


def test_a_missing_month_is_said_and_leads_to_a_reminder_and_to_the_cpts(screen):
    screen.open("completude?periode=6")
    said = screen.text()
    assert "manquant" in said and "Qui relancer" in said
    screen.unfold("À qui écrire")
    screen.page.get_by_role("option").nth(1).click()
    screen.quiet()
    message = screen.page.get_by_test_id("stCode").inner_text()
    assert message.startswith("Objet") and "attendu le" in message
    screen.page.locator(".grille tbody a[href^='fiche']").first.click()
    screen.page.get_by_role("heading", name="Fiche CPTS").wait_for(timeout=30_000)
    assert screen.outside == [] and screen.errors == []
