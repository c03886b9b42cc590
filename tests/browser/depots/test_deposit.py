"""A file dropped in the browser: five faults store nothing, a right one shows up in the comparison."""

import re
import subprocess

from tests.browser.depots.depositing import confirm, drop, give, store_it


def _status(program, folder):
    done = subprocess.run(
        [program, "status", "--store", str(folder), "--format", "json"], capture_output=True, text=True
    )
    return done.stdout


def test_five_planted_faults_give_five_findings_and_store_nothing(screen, program, demo_folder):
    before = _status(program, demo_folder)
    drop(screen, "DEMO_2026-11_cinq-fautes.csv")
    said = screen.text()
    assert "5 constats à corriger" in said
    lines = screen.page.get_by_role("region", name=re.compile("ligne comptée comme dans Excel"))
    assert lines.locator("tbody tr", has_text="à corriger").locator("th").all_inner_texts() == [
        *("4", "8", "11", "15", "23")
    ]
    assert "douze" in said and "CPTS-2125" in said and "PRE_SIEN" in said
    assert screen.page.get_by_role("button", name=re.compile("Confirmer|Enregistrer")).count() == 0 or (
        screen.page.get_by_role("button", name=re.compile("Confirmer|Enregistrer")).first.is_disabled()
    )
    assert _status(program, demo_folder) == before


def test_next_month_shows_in_the_comparison_after_confirmation_and_twice_changes_nothing(screen, program, demo_folder):
    before = _status(program, demo_folder)
    drop(screen, "DEMO_2026-11_complet.csv")
    assert _status(program, demo_folder) == before
    store_it(screen)
    after = _status(program, demo_folder)
    assert after != before and "2026-11" in after
    screen.page.get_by_role("link", name=re.compile("Voir novembre 2026 dans la comparaison")).click()
    screen.page.wait_for_selector("h1:has-text('Comparer')")
    screen.quiet()
    screen.pick("Indicateur", "Prévention · Dépistage du cancer du sein")
    assert re.match(
        r"^Novembre 2026( \((provisoire|incomplet)\))?$", screen.page.get_by_label("Mois").first.input_value()
    )
    assert "novembre 2026" in screen.text()
    assert "CPTS des Weppes" in screen.text()
    screen.page.get_by_role("link", name="Dépôt mensuel").first.click()
    screen.page.wait_for_selector("h1:has-text('Dépôt mensuel')")
    screen.quiet()
    give(screen, "DEMO_2026-11_complet.csv")
    assert "Ce fichier est déjà enregistré" in screen.text(), "who confirmed it hears so at once"
    assert _status(program, demo_folder) == after
    # Another session may be somebody else, and the file holds small counts: it is said once confirmed, and changes nothing.
    drop(screen, "DEMO_2026-11_complet.csv")
    assert "Ce fichier est déjà enregistré" not in screen.text()
    confirm(screen)
    screen.page.get_by_text("Ce fichier est déjà enregistré").wait_for(timeout=30_000)
    assert _status(program, demo_folder) == after
