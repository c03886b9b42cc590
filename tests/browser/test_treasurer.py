"""The treasurer of the Weppes reads what is due each contract year and on which days, reconstructed cells marked."""

import re

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


def _view(screen, name):
    screen.page.get_by_role("radio", name=name, exact=True).or_(
        screen.page.get_by_role("button", name=name, exact=True)
    ).first.click()
    screen.quiet()


def test_why_an_amount_down_to_the_line_of_the_file(screen):
    screen.open("simulateur?cpts=CPTS-WEPP&vue=pourquoi&s_atteinte=observee&annee=2&ligne=prevention.variable")
    said = screen.text()
    assert "Prévention, volet variable" in said and "Atteinte retenue" in said
    assert "D’où vient l’atteinte" in said
    row = screen.page.locator("table tr", has_text="Dépistage du cancer du sein").first.inner_text()
    assert "DEMO_" in row and re.search(r"\d+$", row.strip())
    assert "démonstration" in said


def test_levers_a_goal_and_the_play_of_chance(screen):
    screen.open("simulateur?cpts=CPTS-WEPP&vue=leviers")
    said = screen.text()
    assert "Encore à gagner" in said
    assert re.search(r"soit [\d ]+ (patients?|personnes?|femmes?|passages?|prescriptions?) de (plus|moins)", said)
    _view(screen, "Atteindre un montant")
    assert re.search(r"objectifs? suffi(t|sent) pour atteindre|hors de portée|déjà acquis", screen.text())
    _view(screen, "La part du hasard")
    assert "cette fourchette ne le modifie jamais" in screen.text()


def test_two_values_tried_one_after_the_other_are_both_counted(screen):
    """The panel keeps its title: with a count in it, it was another panel, and the second value was lost."""
    screen.open("simulateur?cpts=CPTS-WEPP&vue=leviers&annee_leviers=2")
    screen.page.get_by_text("Valeurs des indicateurs").first.click()
    screen.quiet()
    fields = screen.page.get_by_test_id("stExpander").filter(has_text="Valeurs des indicateurs").get_by_role("textbox")
    assert fields.count() >= 2
    for rank in (0, 1):
        fields.nth(rank).fill("99")
        fields.nth(rank).press("Enter")
        screen.quiet()
    assert [fields.nth(rank).input_value() for rank in (0, 1)] == ["99", "99"]
    assert "2 valeurs changées" in screen.text()
    screen.page.reload()
    screen.page.wait_for_selector("h1")
    screen.quiet()
    assert "2 valeurs changées" in screen.text(), "the address holds both"


def test_two_scenarios_and_a_link_that_reopens_identically_then_says_what_changed(screen):
    screen.open("simulateur?cpts=CPTS-WEPP&vue=scenarios")
    screen.page.get_by_label("Nom du scénario").fill("Prudent")
    screen.page.get_by_role("button", name="Garder la saisie actuelle").click()
    screen.quiet()
    field = screen.page.get_by_label("Population du contrat", exact=False)
    field.fill("81 000")
    field.press("Enter")
    screen.quiet()
    assert "Prudent" in screen.text() and "Les plus grands écarts d’abord" in screen.text()
    screen.page.get_by_text("Exporter et partager").click()
    screen.quiet()
    link = screen.page.locator("[data-testid=stCode]").inner_text().strip()
    shown = screen.page.locator(".fiche .valeur").all_inner_texts()
    path = link.split("/", 3)[3]
    screen.page.context.clear_cookies()
    screen.open(path)
    assert "Rien n’a changé depuis" in screen.text()
    assert screen.page.locator(".fiche .valeur").all_inner_texts() == shown
    screen.open(path.replace("p_logiciel=", "p_logiciel=0.0.").replace("p_total=", "p_total=9"))
    said = screen.text()
    assert "Le total était de" in said and "Le logiciel est passé de la version" in said


@pytest.mark.parametrize(("button", "start"), [("Classeur Excel", b"PK"), ("PDF", b"%PDF"), ("Situation", b"# Situ")])
def test_files_to_take_away(screen, button, start):
    screen.open("simulateur?cpts=CPTS-WEPP")
    screen.page.get_by_text("Exporter et partager").click()
    screen.quiet()
    with screen.page.expect_download() as waiting:
        screen.page.get_by_role("button", name=button).click()
    assert waiting.value.path().read_bytes().startswith(start)


def test_on_a_small_screen_every_page_of_the_navigation_is_in_sight(screen):
    screen.page.set_viewport_size({"width": 1024, "height": 768})
    screen.open("simulateur?cpts=CPTS-WEPP")
    links = screen.page.get_by_test_id("stTopNavLink")
    assert links.count() >= 8
    assert screen.page.locator(".rc-overflow-item[inert] [data-testid=stTopNavLink]").count() == 0
    assert screen.page.locator("[data-testid=stTopNavLink][aria-current=page]").is_visible()


def test_on_a_phone_what_is_due_is_in_sight(screen):
    screen.page.set_viewport_size({"width": 390, "height": 844})
    screen.open("simulateur?cpts=CPTS-WEPP")
    cell = screen.page.locator(".st-key-releve-annees tbody tr td:nth-last-child(2)").first
    box = cell.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_four_scenarios_hold_in_the_page(screen):
    screen.open("simulateur?cpts=CPTS-WEPP&vue=scenarios")
    for name in ("+ La moitié des objectifs", "+ Aucun objectif atteint", "+ Atteinte observée (démonstration)"):
        screen.page.get_by_role("button", name=name).click()
        screen.quiet()
    frame = screen.page.locator(".st-key-scenarios-ecarts .tableau").first
    assert frame.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_a_day_is_typed_in_a_field_that_says_its_name_and_is_never_put_right_in_silence(screen):
    screen.open("simulateur?cpts=CPTS-WEPP")
    assert screen.page.get_by_role("button", name="Choisir une date").count() == 0
    field = screen.page.get_by_label("Signature du contrat")
    field.fill("31/02/2024")
    field.press("Enter")
    screen.quiet()
    assert field.input_value() == "31/02/2024" and "février 2024 a 29 jours" in screen.text()
