"""The treasurer's own objectives and situation file, and what moved an amount, in a real browser."""

import re

import pytest

FREE = "simulateur?cpts=SAISIE-LIBRE&vue=leviers&annee_leviers=2&s_pop=48000&s_signature=2023-09-08&s_qualite=oui&s_qualite_debut=2023-09-08"
SITUATION = """id_cpts: CPTS-ICI
population: 48000
date_signature: 2023-09-08
missions: {prevention: 2023-12-01}
atteinte: {1: {prevention: 0.25}}
"""


def _type(screen, label, text):
    screen.page.get_by_label(label).fill(text)
    screen.page.keyboard.press("Tab")
    screen.quiet()


def test_objectives_of_the_annex_are_typed_counted_and_kept_in_the_address(screen):
    screen.open(FREE)
    screen.page.locator("[class*=leviers-annexe] summary").first.click()
    screen.quiet()
    _type(screen, "Intitulé", "Charte")
    _type(screen, "Montant (€)", "9 000")
    screen.page.get_by_role("button", name="Ajouter cet objectif").click()
    screen.quiet()
    assert "il manque 1 000,00 €" in screen.text()
    screen.page.get_by_role("button", name="Modifier").click()
    screen.quiet()
    _type(screen, "Montant (€)", "10 000")
    screen.page.get_by_role("button", name="Ajouter cet objectif").click()
    screen.quiet()
    said = screen.text()
    assert "le compte est bon" in said and "+10 000,00 €" in said
    screen.open(screen.page.url.split("/", 3)[3])
    assert "le compte est bon" in screen.text()


@pytest.mark.parametrize(
    ("content", "said"),
    [(SITUATION, "Situation reprise"), (SITUATION.replace("population", "populaton"), "vouliez-vous écrire")],
)
def test_a_situation_file_starts_the_form_or_says_what_is_wrong(screen, tmp_path, content, said):
    file = tmp_path / "ici.yaml"
    file.write_text(content, "utf-8")
    screen.open("simulateur?cpts=CPTS-WEPP")
    screen.page.locator("[class*=situation-depot] summary").first.click()
    screen.quiet()
    screen.page.locator("input[type=file]").set_input_files(file)
    screen.page.get_by_text(said).first.wait_for()
    screen.quiet()
    assert screen.errors == [] and screen.outside == []


def test_what_moved_the_contract_between_two_days(screen):
    screen.open("simulateur?cpts=CPTS-WEPP&vue=ecarts&s_pop=39%20999")
    said = screen.text()
    assert re.search(r"Le total du contrat passe de [\d ,]+€ à [\d ,]+€", said)
    assert "calendrier −" in said and "démonstration" in said
    assert "yyyy" not in said
