"""Back and Forward: one press a page, one press a filter; addresses that name no page; a workbook dropped by habit."""

import re

import pytest


def _go(screen, name):
    screen.page.get_by_role("link", name=name).first.click()
    screen.page.wait_for_selector(f"h1:has-text('{name}')", timeout=120_000)
    screen.quiet()


def _back(screen, forward=False):
    (screen.page.go_forward if forward else screen.page.go_back)()
    screen.page.wait_for_timeout(300)
    screen.quiet()


def _show(screen, name):
    """Press one of the buttons that say what of the page is shown."""
    screen.page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()
    screen.page.wait_for_timeout(300)
    screen.quiet()


def _taille(screen):
    return re.search(r"\d CPTS \((taille \d|toutes tailles)\) vont de", screen.text()).group(1)


def _listed(screen):
    """What the lists of a Fiche show."""
    return [screen.page.get_by_label(label).first.input_value() for label in ("CPTS", "Mois", "Pairs")]


def test_back_reaches_the_page_before_in_one_press_and_no_filter_leaks(screen):
    screen.open()
    before = screen.page.evaluate("history.length")
    _go(screen, "Comparer")
    comparer = screen.page.url
    _go(screen, "Fiche CPTS")
    assert "cpts=" in screen.page.url
    assert screen.page.evaluate("history.length") == before + 2
    _back(screen)
    assert screen.page.locator("h1").first.inner_text() == "Comparer"
    assert screen.page.url == comparer and "cpts=" not in comparer
    _back(screen)
    assert screen.page.locator("h1").first.inner_text() == "Vue d’ensemble"
    assert "indicateur=" not in screen.page.url and "retour" not in screen.page.url
    _back(screen, forward=True)
    assert screen.page.url == comparer


def test_back_restores_a_filter_even_a_default_one_then_leaves_the_page(screen):
    screen.open()
    _go(screen, "Comparer")
    for choice in ("Taille 3", "Toutes"):
        screen.page.get_by_text(choice, exact=True).first.click()
        screen.page.wait_for_timeout(300)
        screen.quiet()
    assert _taille(screen) == "toutes tailles"
    _back(screen)
    assert _taille(screen) == "taille 3" and "taille=3" in screen.page.url
    _back(screen)
    assert _taille(screen) == "taille 2" and "taille=" not in screen.page.url
    _back(screen, forward=True)
    assert _taille(screen) == "taille 3"
    _back(screen)
    _back(screen)
    assert screen.page.locator("h1").first.inner_text() == "Vue d’ensemble"


def test_back_restores_the_lists_of_comparer_one_press_each(screen):
    screen.open("comparer?indicateur=PRE_SEIN")
    screen.pick("Référence", "Ensemble des pairs")
    screen.page.get_by_text("Carte", exact=True).first.click()
    screen.page.wait_for_timeout(300)
    screen.quiet()
    screen.pick("Indicateur", "Prévention · Dépistage du cancer colorectal")
    assert "vue=carte" in screen.page.url and "cancer colorectal" in screen.page.locator("h2").first.inner_text()
    _back(screen)
    assert "cancer du sein" in screen.page.locator("h2").first.inner_text() and "vue=carte" in screen.page.url
    _back(screen)
    assert "vue=" not in screen.page.url and "Référence : l’ensemble des pairs" in screen.text()
    _back(screen)
    assert "Référence : la médiane des pairs" in screen.text()
    _back(screen, forward=True)
    assert "Référence : l’ensemble des pairs" in screen.text()


def test_back_restores_the_month_the_peers_and_the_cpts_of_a_fiche(screen):
    screen.open("fiche?cpts=CPTS-WEPP")
    screen.pick("Mois", "Septembre 2026")
    screen.pick("Pairs", "Toutes les CPTS")
    screen.pick("CPTS", "CPTS 21-52")
    assert _listed(screen) == ["CPTS 21-52", "Septembre 2026", "Toutes les CPTS"]
    assert screen.page.locator("h2").first.inner_text() == "CPTS 21-52"
    _back(screen)
    assert _listed(screen) == ["CPTS des Weppes", "Septembre 2026", "Toutes les CPTS"]
    assert screen.page.locator("h2").first.inner_text() == "CPTS des Weppes"
    _back(screen)
    assert _listed(screen) == ["CPTS des Weppes", "Septembre 2026", "Même taille"]
    _back(screen)
    assert _listed(screen) == ["CPTS des Weppes", "Octobre 2026", "Même taille"]
    _back(screen, forward=True)
    assert _listed(screen) == ["CPTS des Weppes", "Septembre 2026", "Même taille"]


def test_back_restores_the_part_of_a_fiche_and_the_view_of_an_indicator_one_press_each(screen):
    screen.open("fiche?cpts=CPTS-WEPP")
    for name, code, heading in (
        ("Face à son propre passé", "passe", "Face à son propre passé"),
        ("Ses euros", "euros", "Ses euros"),
        ("Derniers dépôts", "depots", "Derniers dépôts à son sujet"),
    ):
        _show(screen, name)
        assert f"rubrique={code}" in screen.page.url
        assert screen.page.locator("h2").last.inner_text() == heading
    _back(screen)
    assert "rubrique=euros" in screen.page.url and screen.page.locator("h2").last.inner_text() == "Ses euros"
    _back(screen)
    _back(screen)
    assert "rubrique" not in screen.page.url and "Face à ses pairs, en" in screen.page.locator("h2").last.inner_text()
    screen.open("indicateur?indicateur=PRE_COL&taille=0&apercu=recu")
    assert screen.page.locator("h3").last.inner_text() == "Ce qui est reçu"
    _show(screen, "Distribution")
    assert "apercu" not in screen.page.url and "La distribution en" in screen.text()
    _back(screen)
    assert "apercu=recu" in screen.page.url and screen.page.locator("h3").last.inner_text() == "Ce qui est reçu"


def test_the_indicator_chosen_on_a_page_is_kept_on_the_next(screen):
    screen.open("comparer?indicateur=PRE_COL")
    _go(screen, "Fiche CPTS")
    _show(screen, "Face à son propre passé")
    assert "indicateur=PRE_COL" in screen.page.url and "rubrique=passe" in screen.page.url
    _go(screen, "Indicateur")
    assert "indicateur=PRE_COL" in screen.page.url


def test_the_home_page_answers_under_its_own_name(screen):
    screen.open("vue-ensemble?mois=2026-09")
    assert screen.page.locator("[role=dialog]").count() == 0
    assert screen.page.url == f"{screen.address}?mois=2026-09"


def test_an_unknown_address_is_said_in_french(screen):
    screen.open("une-page-inconnue")
    said = screen.page.locator("[role=dialog]").inner_text()
    assert "Cette adresse n’existe pas" in said
    assert not re.search(r"\b(page that|Running|requested)\b", said)


def test_an_unknown_cpts_shows_no_other(screen):
    screen.open("fiche?cpts=CPTS-NULLE-PART")
    screen.page.reload()
    screen.page.wait_for_selector("h1")
    screen.quiet()
    assert "« CPTS-NULLE-PART » n’existe pas ici" in screen.text()
    assert screen.page.locator("h2, .fiche").count() == 0
    screen.pick("CPTS", "CPTS des Weppes")
    assert "cpts=CPTS-WEPP" in screen.page.url and "n’existe pas" not in screen.text()


@pytest.mark.parametrize(
    "name,data,words",
    [
        ("mars.xlsx", b"PK\x03\x04classeur", "Le classeur est abîmé ou incomplet"),
        ("mars.ods", b"PK\x03\x04classeur", "Le classeur est abîmé ou incomplet"),
        ("vide.csv", b"", "Le fichier est vide"),
        ("image.csv", b"\x00\x01\x02", "fichier binaire"),
    ],
)
def test_a_file_that_can_not_be_read_gets_its_sentence_and_no_empty_card(screen, name, data, words):
    screen.open("depot")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    screen.page.locator("input[type=file]").set_input_files(file)
    # The history below may name refused files too, folded: only the notice of this one is waited for.
    screen.page.locator("[data-testid=stAlert]", has_text="Fichier refusé").wait_for(timeout=60_000)
    screen.quiet()
    said = screen.text()
    assert words in said
    assert "Lignes à corriger" not in said and "Lu comme" not in said
    assert "Error" not in screen.page.locator("[data-testid=stFileUploader]").inner_text()
