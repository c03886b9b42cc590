"""Objectives of one's own annex: read as typed, kept in a text, counted only when they share the envelope exactly."""

import re

import pytest

from calculators import french
from calculators.aci import load_accord, read_situation, simulate
from calculators.aci.situation.objectifs import envelopes, shares
from calculators.aci.situation.read import read_objectifs
from calculators.aci.situation.write import write_situation
from dashboard.simulateur.saisie import codes, objectifs, situation
from dashboard.simulateur.saisie.codes import Scenario, ScenarioError
from tests.dashboard.opening import html, opened
from tests.dashboard.simulateur.weppes import WEPPES

CONVENTION = {"mission": "prevention", "code": "Convention", "forme": "binaire", "montant": "11 500", "fait": True}
DEPISTAGE = {
    "mission": "prevention",
    "code": "PRE_SEIN",
    "forme": "paliers",
    "sens": "hausse",
    "pour": "100",
    "reference": "64",
    "paliers": "66,7 : 1 000 ; 67,5 : 2 500 ; 68,2 : 3 500",
    "valeur": "67,6",
    "denominateur": "7 200",
}
SITUATION = read_situation(situation.write_fields(WEPPES), load_accord())
ENVELOPPES = envelopes(simulate(SITUATION, load_accord()).lignes)


def build(*typed, annee=2):
    return [objectifs.build(one, annee=annee) for one in typed]


def read(*typed, annee=2):
    return list(read_objectifs(build(*typed, annee=annee)))


def test_what_is_typed_is_what_the_situation_file_says():
    convention, depistage = build(CONVENTION, DEPISTAGE)
    assert convention == {
        "annee": 2,
        "mission": "prevention",
        "code": "Convention",
        "forme": "binaire",
        "montant": "11500.0",
        "fait": True,
    }
    assert [tuple(map(float, tier)) for tier in depistage["paliers"]] == [(66.7, 1000), (67.5, 2500), (68.2, 3500)]
    assert depistage["denominateur"] == 7200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"montant": "beaucoup"}, "Montant"),
        ({"montant": ""}, "Montant"),
        ({"code": "  "}, "intitulé"),
        ({"forme": "paliers", "sens": "hausse", "pour": "100", "paliers": "66,7"}, "n’est pas un palier"),
        ({"forme": "paliers", "sens": "hausse", "pour": "100", "paliers": ""}, "au moins un palier"),
        ({"forme": "proportionnel", "sens": "hausse", "pour": "100", "reference": "64"}, "Cible"),
    ],
)
def test_each_field_that_can_t_be_read_is_named(change, said):
    with pytest.raises(french.EntryError, match=said):
        objectifs.build({**CONVENTION, **change}, annee=2)


def test_the_gap_to_the_envelope_is_said():
    exact, short, over = read(CONVENTION, DEPISTAGE), read(CONVENTION), read({**CONVENTION, "montant": "16 000"})
    said = [objectifs.say_share(shares(given, ENVELOPPES)[0]) for given in (exact, short, over)]
    assert said[0] == "15\u202f000,00\u00a0€ sur 15\u202f000,00\u00a0€, le compte est bon"
    assert "il manque 3\u202f500,00" in said[1]
    assert "il y a 1\u202f000,00\u00a0€ de trop" in said[2]
    assert "sans effet" in objectifs.say_share(shares(read(CONVENTION, annee=1), ENVELOPPES)[0])


def test_only_an_exact_mission_is_counted_and_its_rate_gives_way():
    full = objectifs.apply(SITUATION, read(CONVENTION, DEPISTAGE), ENVELOPPES)
    lines = simulate(full, load_accord()).lignes
    part = lines[lines["objectif"].astype(str).ne("")]
    assert int(part["montant_centimes"].sum()) == (11_500 + 2_500) * 100
    assert "prevention" not in full.atteinte[2] and "prevention" in full.atteinte[3]
    assert objectifs.apply(SITUATION, read(CONVENTION), ENVELOPPES) == SITUATION


def test_the_calculator_s_refusal_is_said_before_the_objective_is_kept():
    (upside_down,) = read({**DEPISTAGE, "sens": "baisse"})
    assert "paliers" in objectifs.list_problems(SITUATION, upside_down, load_accord())[0]
    assert objectifs.list_problems(SITUATION, read(DEPISTAGE)[0], load_accord()) == []


def test_kept_in_a_text_and_back_even_when_empty():
    kept = read(CONVENTION, DEPISTAGE)
    assert list(read_objectifs(objectifs.decode(objectifs.encode(kept)))) == kept
    assert objectifs.decode(objectifs.encode([])) == [] and objectifs.encode([])


@pytest.mark.parametrize(
    "text",
    [
        objectifs.encode(read(CONVENTION, DEPISTAGE))[:-9],
        codes.encode(Scenario("objectifs", {"objectifs": "beaucoup"})),
        codes.encode(Scenario("objectifs", {"objectifs": [{**build(CONVENTION)[0], "montant": "-5"}]})),
        codes.encode(Scenario("objectifs", {})),
    ],
)
def test_a_text_cut_or_that_holds_no_objective_is_refused(text):
    with pytest.raises(ScenarioError, match="illisible"):
        objectifs.decode(text)


def test_a_year_repeated_loses_its_values_and_what_was_said_of_them():
    framed = read_objectifs(
        [{**build(DEPISTAGE)[0], "etat": "provisoire", "mois": "2026-10-01", "entre": ["67", "68"]}]
    )
    again = objectifs.copy_year([*read(CONVENTION), *framed], de=2, vers=3)
    assert [o.annee for o in again] == [2, 2, 3, 3]
    assert again[2].fait is False
    assert (again[3].valeur, again[3].etat, again[3].mois, again[3].entre) == (None, None, None, None)
    assert objectifs.list_problems(SITUATION, again[3], load_accord()) == []


MISSED = {"annee": 2, "mission": "qualite", "code": "Charte", "forme": "binaire", "montant": "10000", "fait": False}


def test_what_the_annex_gives_is_of_the_annex_and_a_share_of_ours_is_not():
    base = {
        "id_cpts": "CAS",
        "population": 48_000,
        "date_signature": "2023-09-08",
        "missions": {"qualite": "2023-09-08"},
    }
    for partage, statut in ((False, "annexe du contrat"), (True, "reconstitué")):
        given = read_situation({**base, "objectifs": [{**MISSED, "partage": partage}]}, load_accord())
        lines = simulate(given, load_accord()).lignes
        assert set(lines.loc[lines["objectif"].eq("Charte"), "statut"].astype(str)) == {statut}
        assert f"'partage': {partage}" in str(write_situation(given)), "kept when it is written back"


def test_with_objectives_of_the_annex_no_sentence_says_that_all_are_reached(screens):
    page = opened("simulateur", cpts="CPTS-WEPP", s_obj=codes.encode(Scenario("objectifs", {"objectifs": [MISSED]})))
    said = html(page) + "".join(caption.value for caption in page.caption)
    said = said.replace("\u202f", " ").replace("\xa0", " ")
    assert "tous les objectifs atteints, chaque année." not in said
    assert said.count("chaque année, sauf ceux de votre annexe, comptés à leur valeur") == 2, (
        "beside the choice and the total"
    )
    # 0 earned is an amount, a dash is a mission that does not run.
    row = said[said.index("Qualité, volet variable") :]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row[: row.index("</tr>")])
    assert cells[:2] == ["–", "0 €"]
    assert "reconstitué" in cells[-1], "the other years are still shares of the accord"
