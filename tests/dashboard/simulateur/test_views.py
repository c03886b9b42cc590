"""The views of the simulator: they open, they say where amounts come from, a link reopens and tells what changed."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from calculators.aci import read_situation
from calculators.aci.accord.hypotheses import HYPOTHESES
from calculators.aci.situation.change import at_rate
from calculators.aci.situation.read import read_objectifs
from calculators.aci.situation.write import write_situation
from dashboard.asking import session
from dashboard.simulateur import compute, export
from dashboard.simulateur.saisie import codes, objectifs, situation
from dashboard.simulateur.saisie.codes import Scenario
from dashboard.simulateur.saisie.situation import Fields
from tests.dashboard.opening import html, opened

SHARED = {"p_le": "2026-11-01", "p_regles": "x", "p_donnees": "x", "p_logiciel": "0.0.1", "p_total": "100"}


@pytest.fixture
def weppes(screens):
    """The situation that the page starts from: the Weppes, every objective reached."""
    base = session.catalogue().contrats["CPTS-WEPP"].situation
    starts = {code: date.fromisoformat(str(day)) for code, day in base["missions"].items()}
    fields = Fields(
        id_cpts="CPTS-WEPP",
        population=48_000,
        signature=date(2023, 9, 8),
        missions=starts,
        taux=dict.fromkeys(starts, Decimal(1)),
        redaction=1,
        reconnue=[],
        majoration=False,
        lettre_intention=False,
        resiliation=None,
    )
    return read_situation(situation.write_fields(fields), session.accord())


@pytest.mark.parametrize("view", ["releve", "pourquoi", "leviers", "scenarios"])
@pytest.mark.parametrize("cpts", ["CPTS-WEPP", "SAISIE-LIBRE", "CPTS-2152"])
def test_every_view_opens_for_every_start(screens, view, cpts):
    assert opened("simulateur", vue=view, cpts=cpts).title[0].value == "Simulateur ACI"


def test_full_attainment_is_said_to_be_a_hypothesis(screens):
    text = html(opened("simulateur"))
    assert "Hypothèse : tous les objectifs atteints" in text
    assert "Ce n’est pas une prévision" in text


def test_each_line_has_its_reasons_and_its_payments(screens):
    text = html(opened("simulateur", vue="pourquoi", annee="1", ligne="acces.fixe"))
    assert "70 000 € par an" in text
    assert "184 jours sur les 366" in text
    assert "Les versements de cette ligne" in text


def test_observed_attainment_without_a_target_is_said(screens):
    page = opened("simulateur", s_atteinte="observee")
    assert any("Aucune observation" in i.value for i in page.info)


def test_scenarios_come_from_the_address_differences_first(weppes):
    code = codes.encode(Scenario("Moitié", write_situation(at_rate(weppes, Decimal("0.5")))))
    text = html(opened("simulateur", vue="scenarios", sc1=code))
    assert "Moitié" in text
    assert "Les plus grands écarts d’abord" in text
    first = text.index("Parcours, volet variable")
    assert first < text.index("Accompagnement, volet variable")


def test_a_scenario_is_kept_under_a_name_then_dropped(screens):
    page = opened("simulateur", vue="scenarios")
    page.text_input(key="scenarios.nom").set_value("Prudent")
    page.button(key="scenarios.garder").click().run()
    assert "Prudent" in html(page) and "sc1" in page.query_params
    page.button(key="scenarios.retirer.Prudent").click().run()
    assert "sc1" not in page.query_params


def test_a_cut_scenario_is_said_not_swallowed(screens):
    page = opened("simulateur", vue="scenarios", sc1="abcdef")
    assert any("illisible" in w.value for w in page.warning)


def test_a_shared_link_that_cannot_reopen_says_both_totals(screens):
    page = opened("simulateur", **SHARED, p_saisie="inconnue")
    assert any("ne se rouvre pas à l’identique" in w.value and "1,00" in w.value for w in page.warning)


def test_a_damaged_mark_is_said(screens):
    page = opened("simulateur", **{**SHARED, "p_total": "beaucoup"})
    assert any("illisible" in w.value for w in page.warning)


def test_the_situation_written_is_the_one_the_command_computes(weppes, tmp_path):
    file = tmp_path / "situation.yaml"
    file.write_text(export.write_yaml(weppes, today=date(2026, 11, 20)), "utf-8")
    command = Path(sys.executable).with_name("cpts")
    done = subprocess.run([command, "simulate", str(file), "--format", "json"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    total = int(compute.compute(weppes).lignes["montant_centimes"].sum())
    assert f'"total": "{total // 100}.{total % 100:02d}"' in done.stdout


def test_every_choice_of_ours_is_listed(screens):
    text = html(opened("regles"))
    for hypothese in HYPOTHESES:
        assert hypothese.sujet.replace("'", "’") in text
    assert text.count("<tr>") > len(HYPOTHESES)
    assert "Ce qui changerait sinon" in text


def test_a_refusal_names_the_field_of_the_screen(screens):
    page = opened("simulateur", cpts="CPTS-WEPP", s_acces_debut="2020-01-01")
    assert [e.value.replace("\xa0", " ").split(" : ")[0] for e in page.error] == ["Démarrage, Accès aux soins"]


def test_objectives_typed_are_counted_in_the_statement_and_kept_in_the_link(screens):
    line = {"annee": 2, "mission": "qualite", "code": "Charte", "forme": "binaire", "montant": "10000", "fait": True}
    code = codes.encode(Scenario("objectifs", {"objectifs": [line]}))
    page = opened("simulateur", cpts="CPTS-WEPP", s_obj=code)
    assert "1 objectif de votre annexe est compté" in html(page)
    assert page.query_params["s_obj"] in (code, [code])
    short = objectifs.encode(read_objectifs([{**line, "montant": "9000"}]))
    assert "Aucun objectif de votre annexe" in html(opened("simulateur", cpts="CPTS-WEPP", s_obj=short))
    assert "il manque 1 000,00 €" in html(opened("simulateur", cpts="CPTS-WEPP", s_obj=short, vue="leviers"))


def test_the_editor_adds_an_objective_then_drops_it(screens):
    page = opened(
        "simulateur",
        cpts="SAISIE-LIBRE",
        vue="leviers",
        annee_leviers="2",
        s_pop="48 000",
        s_signature="2023-09-08",
        s_qualite="oui",
        s_qualite_debut="2023-09-08",
    )
    page.session_state["leviers.annexe"] = True
    page.run()
    page.text_input(key="objectif.saisie.intitule").set_value("Charte")
    page.text_input(key="objectif.saisie.montant").set_value("10 000")
    page.button(key="objectif.saisie.ajouter").click().run()
    assert "le compte est bon" in html(page) and "s_obj" in page.query_params
    page.text_input(key="objectif.saisie.montant").set_value("beaucoup")
    page.text_input(key="objectif.saisie.intitule").set_value("Autre")
    page.button(key="objectif.saisie.ajouter").click().run()
    assert any("beaucoup" in e.value for e in page.error)
    page.button(key="objectif.retirer.0").click().run()
    assert "le compte est bon" not in html(page)
