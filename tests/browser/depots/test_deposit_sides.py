"""The two sides of the page: a preview of many changes, kept while one looks at what was deposited, and back."""

import re
from datetime import date

import pandas as pd
import pytest

from pipelines.store.connection import Store
from pipelines.store.questions.comparaison import month_values
from pipelines.store.scope import Scope
from tests.browser.depots.depositing import HEAD, downloaded, give_bytes, store_it

MONTH = date(2026, 6, 1)


@pytest.fixture
def corrected(demo_folder):
    """Every share of one indicator one count higher, a single one much higher: the bytes, how many, and which one."""
    frame = month_values(Store.open(demo_folder), Scope.local(), indicateur="PRE_COL", mois=MONTH)
    rows = frame[frame["etat"].eq("valeur") & frame["numerateur"].notna()].reset_index(drop=True)
    rows["numerateur"] += 1
    far = len(rows) - 1
    rows.loc[far, "numerateur"] = rows.loc[far, "denominateur"]
    lines = [f"{r.id_cpts};2026-06;PRE_COL;{r.numerateur:.0f};{r.denominateur:.0f};" for r in rows.itertuples()]
    return (HEAD + "\r\n".join([*lines, ""])).encode(), len(rows), rows.loc[far, "id_cpts"]


def table(screen, words):
    return screen.page.get_by_role("region", name=re.compile(words))


def test_many_changes_are_read_a_page_at_a_time_and_lead_to_the_deposit(screen, corrected, tmp_path):
    data, count, far = corrected
    screen.open("depot")
    give_bytes(screen, "DEMO_juin_corrige.csv", data)
    changes = table(screen, "valeurs remplacées")
    assert f"{count} valeurs remplacées" in screen.text() and changes.locator("tbody tr").count() == 20
    screen.pick("Ordre", "Les plus grands écarts d’abord")
    assert far in changes.locator("tbody tr").first.inner_text()
    screen.page.get_by_role("button", name="Page 2").last.click()
    screen.quiet()
    assert "du 21e" in screen.text() and changes.locator("tbody tr").count() == 20
    kept = pd.read_csv(downloaded(screen, "CSV ouvert", tmp_path))
    assert len(kept) == count and (kept["numerateur"] >= kept["numerateur_avant"]).all()

    screen.page.get_by_role("tab", name="Dépôts faits").click()
    screen.quiet()
    assert "Aperçu de" not in screen.text()
    screen.page.get_by_role("tab", name="Déposer un fichier").click()
    screen.quiet()
    assert "Aperçu de DEMO_juin_corrige.csv" in screen.text(), "the file is not lost"
    screen.page.get_by_role("link", name=re.compile("confirmation")).click()
    assert screen.page.get_by_role("heading", name="Enregistrer").is_visible()
    store_it(screen)

    screen.page.get_by_role("tab", name="Dépôts faits").click()
    screen.quiet()
    screen.page.get_by_role("textbox", name="Chercher").fill("JUIN_corrige")
    screen.page.keyboard.press("Enter")
    screen.quiet()
    listed = table(screen, "du plus récent au plus ancien ; un dépôt refusé")
    assert listed.locator("tbody tr").count() == 1
    listed.get_by_role("link", name="DEMO_juin_corrige.csv").click()
    screen.page.get_by_text(re.compile(r"^Journal du dépôt")).wait_for(timeout=30_000)
    screen.quiet()
    assert "dépôt qui corrige" in screen.text() and "Télécharger le fichier d’origine" in screen.text()
    assert screen.outside == [] and screen.errors == []
