"""What is typed in the simulator and cannot be read: said where it was typed, named on the right, never put right in silence."""

import pytest

from tests.dashboard.opening import html, opened


def everything_said(page):
    kinds = (page.markdown, page.caption, page.info, page.warning, page.error)
    told = [str(element.value) for kind in kinds for element in kind]
    return "\n".join([*told, html(page)]).replace("\u202f", " ").replace("\xa0", " ")


def _ask(**fields):
    return everything_said(opened("simulateur", cpts="CPTS-WEPP", **fields))


@pytest.mark.parametrize(
    ("fields", "left", "right"),
    [
        ({"s_signature": "31/02/2024"}, "février 2024 a 29 jours", "Corrigez la date de signature, à gauche"),
        ({"s_signature": "08/09/2123"}, "sort des dates possibles", "Corrigez la date de signature, à gauche"),
        ({"s_dernier_jour": "31/11/2025"}, "novembre 2025 a 30 jours", "Corrigez la fin anticipée, à gauche"),
        ({"s_pop": "0"}, "comprise entre 1 et 10 000 000", "Corrigez la population, à gauche"),
        ({"s_pop": "−5"}, "ne peut pas être négative (-5)", "Corrigez la population, à gauche"),
        ({"s_pop": "48 000 €"}, "n’est pas un nombre entier d’habitants", "Corrigez la population, à gauche"),
        (
            {"s_atteinte": "saisie", "s_acces_taux": "120 %"},
            "sort de l’intervalle",
            "Corrigez l’atteinte de la mission « Accès aux soins », à gauche",
        ),
        (
            {"s_atteinte": "saisie", "s_acces_taux": "0,8"},
            "peut se lire 0,8 % ou 80 %",
            "Corrigez l’atteinte de la mission « Accès aux soins », à gauche",
        ),
    ],
)
def test_what_cannot_be_read_is_named_on_both_sides(screens, fields, left, right):
    said = _ask(**fields)
    assert left in said and right in said
    assert "ositif ou nul" not in said and "Taille 1." not in said


def test_an_empty_free_entry_waits_and_reproaches_nothing(screens):
    page = opened("simulateur", cpts="SAISIE-LIBRE")
    said = everything_said(page)
    assert "«  »" not in said and ":red[" not in said
    assert "Complétez la population et la date de signature, à gauche" in said


def test_a_day_typed_in_words_is_understood_and_repeated(screens):
    page = opened("simulateur", cpts="CPTS-WEPP", s_signature="8 septembre 2023")
    assert page.text_input(key="choix.s_signature").value == "08/09/2023"
    page.text_input(key="choix.s_signature").set_value("9 sept. 2023").run()
    assert "9 septembre 2023" in everything_said(page)
    assert page.query_params["s_signature"] == "2023-09-09"


def test_an_end_typed_is_the_last_day_counted_and_the_year_stops_there(screens):
    page = opened("simulateur", cpts="CPTS-WEPP", s_dernier_jour="2026-03-31")
    said = everything_said(page)
    row = said[said.index("Année 3<") :]
    assert "8 septembre 2025 – 31 mars 2026" in row[: row.index("</tr>")]
    assert "Contrat arrêté le 01/04/2026, premier jour non compté (le 31/03/2026 compte encore)" in said
    assert page.text_input(key="choix.s_dernier_jour").label == "Fin anticipée : dernier jour compté"


def test_a_link_of_before_keeps_its_end_under_its_new_meaning(screens):
    page = opened("simulateur", cpts="CPTS-WEPP", s_fin="2026-04-01")
    assert page.text_input(key="choix.s_dernier_jour").value == "31/03/2026"
    assert "s_fin" not in page.query_params and page.query_params["s_dernier_jour"] in ("2026-03-31", ["2026-03-31"])
