"""The treasurer of the Weppes reads what is due each contract year and on which days, reconstructed cells marked."""

import pytest

from calculators.aci import load_accord, read_situation, simulate
from calculators.aci.money import euros_text
from pipelines.catalogue import load_catalogue


def _expected():
    """The contract as the catalogue has it, every variable part reached in full: what the page starts from."""
    accord = load_accord()
    situation = dict(load_catalogue().contrats["CPTS-WEPP"].situation)
    codes = [code for code in situation["missions"] if code != "crise"]
    situation["atteinte"] = {year: dict.fromkeys(codes, 1) for year in range(1, 6)}
    return simulate(read_situation(situation, accord), accord)


def _plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_what_is_due_each_year_and_on_which_days(screen):
    screen.open("simulateur?cpts=CPTS-WEPP")
    said = screen.text()
    result = _expected()
    for year, part in result.lignes.groupby("annee_contrat"):
        total = _plain(euros_text(int(part["montant_centimes"].sum())))
        assert f"Année {year}" in said
        assert total.replace(" €", "").split(",")[0] in said, (year, total)
    for day, part in result.versements.groupby("date"):
        months = [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ]
        assert f"{day.day} {months[day.month - 1]} {day.year}" in said
        assert _plain(euros_text(int(part["montant_centimes"].sum()))).replace(" €", "").split(",")[0] in said
    assert "reconstitué" in said and "attesté" in said


def test_every_reconstructed_amount_is_marked_in_the_statement(screen):
    screen.open("simulateur?cpts=CPTS-WEPP")
    rows = screen.page.locator("table tr", has_text="Accès aux soins, volet fixe")
    assert rows.count() >= 1
    for rank in range(rows.count()):
        assert "reconstitué" in rows.nth(rank).inner_text()
    running = screen.page.locator("table tr", has_text="Fonctionnement").last
    assert "attesté" in running.inner_text()


def test_a_smaller_population_changes_the_amounts(screen):
    screen.open("simulateur?cpts=CPTS-WEPP")
    field = screen.page.get_by_label("Population du contrat", exact=False)
    field.fill("39 999")
    field.press("Enter")
    screen.quiet()
    said = screen.text()
    assert "Taille 1" in said
    assert "50 000" in said


@pytest.mark.parametrize("typed", ["beaucoup", "-3", "12,5"])
def test_a_population_that_is_none_gets_a_sentence_not_a_traceback(screen, typed):
    screen.open("simulateur?cpts=CPTS-WEPP")
    field = screen.page.get_by_label("Population du contrat", exact=False)
    field.fill(typed)
    field.press("Enter")
    screen.quiet()
    said = screen.text()
    assert "Traceback" not in said and "Error" not in said
    assert typed in said or "Complétez" in said
