"""Explanations, scenarios, levers, goal seek, risk: each answer is held against a computation made again."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings

from calculators.aci import Situation, load_accord, read_situation, simulate
from calculators.aci.accord.hypotheses import HYPOTHESES
from calculators.aci.et_si.but import seek
from calculators.aci.et_si.decomposition import Etape, decompose
from calculators.aci.et_si.leviers import levers, reach, steps, totals
from calculators.aci.et_si.pourquoi import rate_percent, why_line, why_payment
from calculators.aci.et_si.risque import risk
from calculators.aci.et_si.scenarios import compare, crossing, project
from calculators.aci.money import euros_text
from tests.calculators.aci.arithmetique import centimes
from tests.calculators.aci.situations import situations

ACCORD = load_accord()
BASE = {
    "id_cpts": "CAS",
    "population": 48000,
    "date_signature": date(2023, 9, 8),
    "missions": {"acces": date(2023, 12, 1), "prevention": date(2024, 6, 1)},
}
SEIN = {
    "annee": 2,
    "mission": "prevention",
    "code": "PRE_SEIN",
    "forme": "paliers",
    "sens": "hausse",
    "reference": 66.0,
    "paliers": [[69.7, 3000], [72.4, 6500], [75, 9500]],
    "valeur": 72.3,
    "denominateur": 6200,
}
COL = {
    "annee": 2,
    "mission": "prevention",
    "code": "PRE_COL",
    "forme": "proportionnel",
    "sens": "hausse",
    "reference": 55,
    "cible": 60,
    "montant": 5000,
    "valeur": 57,
    "denominateur": 11000,
}
CONVENTION = {"annee": 2, "mission": "prevention", "code": "CONV", "forme": "binaire", "montant": 500, "fait": False}
MT = {
    "annee": 2,
    "mission": "acces",
    "code": "ACC_MT_70",
    "forme": "proportionnel",
    "sens": "baisse",
    "reference": 9,
    "cible": 6,
    "montant": 30000,
    "valeur": 8.2,
    "denominateur": 7000,
}
SITUATION = read_situation({**BASE, "objectifs": [SEIN, COL, CONVENTION, MT]}, ACCORD)


def signed(**more):
    return read_situation({**BASE, **more}, ACCORD)


def run(situation):
    return simulate(situation if isinstance(situation, Situation) else read_situation(situation, ACCORD), ACCORD)


@settings(max_examples=25, deadline=None)
@given(situations())
def test_sentences_repeat_the_amounts_of_their_line(situation):
    result = run(situation)
    for _, line in result.lignes.iterrows():
        said = " ".join(why_line(line, ACCORD))
        assert euros_text(line["base_centimes"]) in said
        assert f"{line['jours']}/{line['jours_annee']}" in said
        assert f"= {euros_text(line['montant_centimes'])}," in said
        assert line["statut"] in said and line["reference"] in said
        assert rate_percent(line["taux_num"], line["taux_den"]) in said
    for _, payment in result.versements.iterrows():
        said = why_payment(payment, result.lignes.loc[payment["ligne"]], ACCORD)
        assert euros_text(payment["montant_centimes"]) in said


def test_scenarios_side_by_side_sum_to_their_totals():
    first, second = run(BASE), run({**BASE, "atteinte": {2: {"acces": 0.5}}, "population": 81000})
    table = compare({"Aujourd'hui": first, "Plus grand": second})
    assert table["Aujourd'hui"].sum() == first.lignes["montant_centimes"].sum()
    assert table["Plus grand"].sum() == second.lignes["montant_centimes"].sum()
    assert table["ecart"].is_monotonic_decreasing
    with pytest.raises(ValueError, match="deux scénarios"):
        compare({"seul": first})


def test_projection_doubles_the_years_and_says_what_it_assumes():
    longer, said = project(signed(atteinte={1: {"acces": 0.8}, 3: {"acces": 0.6}}), ACCORD)
    assert longer.annees == 10
    assert 2 not in longer.atteinte  # a gap in the past stays unknown
    assert {year: by["acces"].taux for year, by in longer.atteinte.items() if year in (4, 10)} == {
        4: Decimal("0.6"),
        10: Decimal("0.6"),
    }
    assert any("08/09/2028" in sentence for sentence in said)
    assert any("60 %, année 3" in sentence for sentence in said)
    framed = {"taux": "0.714", "entre": ["0.6", "0.8"]}
    further, told = project(signed(atteinte={1: {"acces": framed}}), ACCORD)
    assert further.atteinte[7]["acces"].entre == (Decimal("0.6"), Decimal("0.8")), "the range goes with the rate"
    assert any("(71,4 %, année 1)" in sentence for sentence in told), "a decimal comma"
    lines = run(longer).lignes
    assert (
        int(lines.loc[(lines["annee_contrat"] == 10) & (lines["volet"] == "variable"), "montant_centimes"].iloc[0])
        == 1_800_000
    )


def test_crossing_tells_both_neighbours():
    table = crossing(signed(), ACCORD)
    assert table[["taille", "population", "habitants"]].to_numpy().tolist() == [
        [1, 39_999, -8_001],
        [3, 80_000, 32_000],
    ]
    own = int(run(BASE).lignes["montant_centimes"].sum())
    assert table["ecart_centimes"].tolist() == [total - own for total in table["total_centimes"]]
    assert table["statut"].tolist() == ["reconstitué", "contrat ou presse"]  # taille 3 was read in contracts


def test_levers_are_what_computing_again_gives():
    own = int(run(SITUATION).lignes["montant_centimes"].sum())
    table = levers(SITUATION, ACCORD).set_index(["code", "etape"])
    # PRE_SEIN at 72.3 earns 3 000; its next tier 6 500, the last 9 500.
    assert table.loc[("PRE_SEIN", 1), "gain_centimes"] == 350_000
    assert table.loc[("PRE_SEIN", 2), "gain_centimes"] == 650_000
    assert table.loc[("CONV", 1), "gain_centimes"] == 50_000
    # PRE_COL at 57 is at 40 % of the way: 60 % of 5 000 is left.
    assert table.loc[("PRE_COL", 1), "gain_centimes"] == 300_000
    # 72.4 % of 6 200 is 4 488.8, hence 4 489 people; 72.3 % is 4 483.
    assert table.loc[("PRE_SEIN", 1), "personnes"] == 6
    # 6 % of 7 000 is 420; 8.2 % is 574.
    assert table.loc[("ACC_MT_70", 1), "personnes"] == 154
    # 3 500 euros for 6 people are 583.33; access at 8.2 has come 0.8/3 of the way: 22 000 euros for 154 people, 142.857.
    assert table.loc[("PRE_SEIN", 1), "par_personne_centimes"] == 58_333
    assert table.loc[("ACC_MT_70", 1), "par_personne_centimes"] == 14_286
    assert table.loc[("CONV", 1), ["personnes", "par_personne_centimes"]].isna().all()
    assert bool(table.loc[("PRE_SEIN", 1), "bruit"]) is True
    assert bool(table.loc[("ACC_MT_70", 1), "bruit"]) is False
    for step in steps(SITUATION):
        gain = int(run(reach(SITUATION, [step])).lignes["montant_centimes"].sum()) - own
        assert gain in table["gain_centimes"].tolist()


def test_goal_seek_finds_the_fewest_steps_and_verifies_them():
    own = totals([SITUATION], ACCORD)[0]
    one = seek(SITUATION, ACCORD, but_centimes=own + 60_000)
    assert [len(solution.etapes) for solution in one.solutions] == [1, 1, 1]
    assert [solution.gain_centimes for solution in one.solutions] == [300_000, 350_000, 650_000]
    two = seek(SITUATION, ACCORD, but_centimes=own + 2_800_000)
    assert {len(solution.etapes) for solution in two.solutions} == {2}
    for solution in (*one.solutions, *two.solutions):
        again = int(run(reach(SITUATION, list(solution.etapes))).lignes["montant_centimes"].sum())
        assert again == solution.total_centimes >= own + 60_000
    assert seek(SITUATION, ACCORD, but_centimes=own).solutions == ()
    assert seek(SITUATION, ACCORD, but_centimes=two.maximum_centimes + 1).solutions == ()
    assert (
        seek(SITUATION, ACCORD, but_centimes=two.maximum_centimes).solutions[0].total_centimes == two.maximum_centimes
    )


def test_risk_is_a_range_around_the_noise_and_alters_nothing():
    before = run(SITUATION).lignes
    first, again = risk(SITUATION, ACCORD, annee=2), risk(SITUATION, ACCORD, annee=2)
    assert first == again
    assert first.p5 < first.p50 < first.p95
    assert first.tires == ("ACC_MT_70", "PRE_SEIN", "PRE_COL") and first.fixes == ("CONV",)
    assert run(SITUATION).lignes.equals(before)
    year = before[(before["annee_contrat"] == 2) & (before["volet"] == "variable")]
    assert first.calcule == int(year["montant_centimes"].sum())
    with pytest.raises(ValueError, match="pas d'objectif"):
        risk(SITUATION, ACCORD, annee=1)


def test_risk_of_one_tier_is_the_binomial_probability():
    # One tier of 15 000 at 50 % of 400 people, 202 needed: P(X >= 202) for a binomial(400, 0.5).
    tier = {**SEIN, "paliers": [[50.5, 15000]], "valeur": 50, "denominateur": 400}
    drawn = risk(signed(objectifs=[tier]), ACCORD, annee=2, tirages=40_000)
    share = drawn.moyenne / 1_500_000
    assert share == pytest.approx(0.4404, abs=0.01)


def test_differences_split_exactly_by_cause():
    start = run({**BASE, "regles": date(2022, 3, 30), "atteinte": {1: {"acces": 0.5}}})
    rules = run({**BASE, "atteinte": {1: {"acces": 0.5}}})
    corrected = run({**BASE, "atteinte": {1: {"acces": 0.6}}})
    performed = run({**BASE, "atteinte": {1: {"acces": 0.6}, 2: {"acces": 0.9}}})
    moved = run({**BASE, "missions": {"acces": date(2024, 1, 1)}, "atteinte": {1: {"acces": 0.6}, 2: {"acces": 0.9}}})
    chain = [
        Etape("regles", rules),
        Etape("corrections", corrected),
        Etape("premieres", corrected),
        Etape("performance", performed),
        Etape("calendrier", moved),
    ]
    row = decompose(start, chain).iloc[0]
    assert (
        row["avant"] + row["regles"] + row["corrections"] + row["premieres"] + row["performance"] + row["calendrier"]
        == row["apres"]
    )
    assert row["apres"] == moved.lignes["montant_centimes"].sum()
    assert row["corrections"] == centimes("arrondi(30 000 × 282/366 × 60 %) − arrondi(30 000 × 282/366 × 50 %)")
    assert row["performance"] == 2_700_000
    assert np.sign([row["regles"], row["calendrier"]]).tolist() == [1, -1]
    with pytest.raises(ValueError, match="ordre"):
        decompose(start, chain[:2])


def test_every_assumption_says_what_would_change():
    assert len({item.sujet for item in HYPOTHESES}) == len(HYPOTHESES) >= 10
    for item in HYPOTHESES:
        assert len(item.choix) > 20 and len(item.sinon) > 20


def test_a_provisional_value_has_levers_and_a_step_reached_is_sure():
    waiting = {**MT, "etat": "provisoire", "entre": [8.0, 8.4]}
    situation = signed(objectifs=[waiting])
    table = levers(situation, ACCORD)
    assert table["gain_centimes"].tolist() == levers(signed(objectifs=[MT]), ACCORD)["gain_centimes"].tolist()
    done = reach(situation, steps(situation)).objectifs[0]
    assert done.valeur == 6 and done.etat is None and done.entre is None
    assert situation.objectifs[0].etat == "provisoire"
