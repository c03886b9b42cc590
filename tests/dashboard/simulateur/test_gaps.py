"""What moved an amount: the parts sum to the gap to the cent; a proposed accord is checked, marked and compared."""

import re
from datetime import date

import pandas as pd
import pytest

from calculators.aci.accord.load import read_bloc
from dashboard.simulateur.saisie import codes, load
from dashboard.simulateur.saisie.codes import ScenarioError
from dashboard.simulateur.vues import ecarts_accord
from dashboard.simulateur.vues.ecarts_chart import draw_gaps
from dashboard.simulateur.vues.releve_tables import say_bounds
from pipelines.financement.accords import Totaux
from tests.dashboard.opening import html, opened

ROW = {
    "avant": 100_000,
    "regles": 5_000,
    "corrections": -2_000,
    "premieres": 0,
    "performance": 0,
    "calendrier": 12,
    "apres": 103_012,
}


def test_the_running_total_of_the_table_ends_on_the_second_computation():
    table = draw_gaps(ROW).table
    assert table["cumul"].tolist() == [100_000, 105_000, 103_000, 103_000, 103_000, 103_012, 103_012]
    assert table["montant"].iloc[-1] == 3_012
    assert table.loc[table["etape"].eq("Résultats"), "sens"].item() == "sans effet ici"


def test_the_sentence_names_what_moved_and_nothing_else():
    said = draw_gaps(ROW).sentence
    assert "règles +50,00" in said and "données corrigées −20,00" in said and "résultats" not in said
    still = {**dict.fromkeys(ROW, 0), "avant": 5, "apres": 5}
    assert draw_gaps(still).sentence.startswith("Rien n’a changé")


def test_causes_that_cancel_out_are_said():
    said = draw_gaps({**ROW, "corrections": -5_000, "calendrier": 0, "apres": 100_000}).sentence
    assert "se compensent" in said


def test_a_first_observation_is_a_cause_of_its_own_in_words_and_in_sum():
    chart = draw_gaps({**ROW, "premieres": 40_000, "apres": 143_012})
    assert "premières observations +400,00" in chart.sentence and "résultats" not in chart.sentence
    row = chart.table.set_index("etape").loc["Premières observations"]
    assert (row["montant"], row["cumul"]) == (40_000, 143_000) and "ni progrès ni recul" in row["sens"]


def test_the_bars_meet_end_to_end():
    figure = draw_gaps(ROW).figure
    bars, ends = figure.data
    tops = [base + length for base, length in zip(bars.base, bars.x, strict=True)]
    assert list(bars.base)[1:] == pytest.approx(tops[:-1])
    assert [bars.base[0], tops[-1]] == pytest.approx(list(ends.x))


def test_the_view_says_both_sides(screens):
    page = opened("simulateur", vue="ecarts", cpts="CPTS-WEPP")
    assert not page.exception
    assert "Après" in html(page) and "le second calcul" in html(page)


def test_a_free_entry_is_told_why_it_has_no_gap(screens):
    page = opened("simulateur", vue="ecarts", cpts="SAISIE-LIBRE", s_pop="48 000", s_signature="2023-09-08")
    assert "n’a ni observations" in html(page)


def test_what_is_typed_on_the_left_moves_the_calendar_only(screens):
    text = html(opened("simulateur", vue="ecarts", cpts="CPTS-WEPP", s_pop="39 999"))
    assert "Ces parts font l’écart au centime" in text and "calendrier −" in text
    assert "règles +" not in text and "règles −" not in text


def test_rules_before_the_first_accord_get_one_sentence(screens):
    page = opened("simulateur", vue="ecarts", e_ap_regles="2019-02-01")
    assert any("Aucun accord n’était en vigueur" in error.value for error in page.error)


def test_the_copy_to_change_is_a_proposal_that_the_checks_accept():
    bloc = read_bloc(ecarts_accord.write_model().decode("utf-8"), "accord-propose.yaml")
    assert (bloc.version, bloc.nature) == ("proposition", "proposé")
    assert bloc.en_vigueur == date(date.today().year + 1, 1, 1)


def propose(content):
    """The page with a file already dropped."""
    page = opened("simulateur", vue="ecarts", ecart="accord", e_maintenant="oui")
    page.session_state[ecarts_accord.KEPT] = (content, "accord.yaml")
    return page.run()


def test_a_proposed_amount_is_compared_and_marked(screens):
    text = ecarts_accord.write_model().decode("utf-8")
    row = r"(mission: fonctionnement, volet: fixe, taille: 2, montant: )60000"
    page = propose(re.sub(row, r"\g<1>70000", text))
    said = html(page)
    assert "+50 000,00" in said and "proposé" in said
    assert any("est utilisable" in s.value for s in page.success)


def test_both_ends_of_a_proposed_gap_are_said_in_words():
    said = ecarts_accord.say_ends(Totaux(100_000, 120_000), Totaux(500_000, 580_000), 3).replace("\xa0", " ")
    assert "+200,00" in said and "+800,00" in said and "3 parts variables jamais observées comptent pour zéro" in said
    assert "1 part variable jamais observée compte" in ecarts_accord.say_ends(Totaux(0, 0), Totaux(1, 1), 1).replace(
        "\xa0", " "
    )


def test_a_wrong_accord_gets_its_sentence(screens):
    page = propose(ecarts_accord.write_model().decode("utf-8").replace("montant: 60000", "montant: beaucoup"))
    assert any("beaucoup" in error.value for error in page.error)
    assert not page.exception


SITUATION = b"""id_cpts: CPTS-ICI
population: {2023-09-08: 48000, 2025-01-01: 81000}
date_signature: 2023-09-08
annees: 3
missions: {prevention: 2023-12-01}
atteinte:
  1: {prevention: 0.25}
  2: {prevention: {taux: 0.5, entre: [0.25, 0.75], pourquoi: essai}}
"""


def test_a_situation_file_starts_the_form_and_gives_the_same_total(screens):
    scenario = load.read(SITUATION, "ici.yaml")
    page = opened("simulateur", cpts="FICHIER", situation=codes.encode(scenario), vue="releve")
    text = html(page)
    assert "à l’atteinte de la situation reprise" in text and "total sur 3" in text
    assert "entre " in text, "the bounds of year 2 are shown"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"population: [", "YAML"),
        (SITUATION.replace(b"48000", b"-5"), "négative"),
        (SITUATION.replace(b"2023-12-01", b"2023-02-31"), "2023-02-31"),
        (SITUATION.replace(b"0.25}", b"2.75}"), "compris entre 0 et 1"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a" * 300_000, "200 ko"),
    ],
)
def test_a_wrong_situation_file_gets_its_sentence(screens, raw, said):
    with pytest.raises(ScenarioError, match=said):
        load.read(raw, "ici.yaml")


def test_a_total_lies_between_its_fixed_part_and_its_bounds():
    lignes = pd.DataFrame({"annee_contrat": [1, 1, 2], "montant_centimes": [1_000, 300, 500]})
    bornes = pd.DataFrame(
        {"annee_contrat": [1, 2], "bas_centimes": [0, 5], "montant_centimes": [300, 5], "haut_centimes": [400, 5]}
    )
    assert say_bounds(bornes, lignes, "annee_contrat") == {"1": "entre 10,00\u00a0€ et 14,00\u00a0€"}
