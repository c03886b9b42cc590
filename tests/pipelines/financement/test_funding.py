"""From deposited observations to euros: amounts worked out by hand, bounds, scope, data as received up to a day."""

from datetime import date, datetime

import pandas as pd
import pytest

from calculators.aci.et_si.decomposition import CAUSES
from pipelines.financement.funding import Calcul, difference, funding, part_of, situation_of
from pipelines.ingest.deposit.lifecycle import withdraw
from pipelines.store.scope import Scope
from tests.pipelines.financement.funded import LOCAL, SIGNED, contract_of, send


def _variable(found, name, year):
    lines = found.resultat.lignes
    rows = lines[(lines["id_cpts"] == name) & (lines["annee_contrat"] == year) & (lines["volet"] == "variable")]
    return dict(zip(rows["mission"].astype(str), rows["montant_centimes"], strict=True))


def test_observations_become_the_amounts_worked_out_by_hand(store):
    send(
        store,
        [
            # The last month of contract year 1 (10 January 2024 – 9 January 2025) is December 2024, in whole months.
            "DEMO-A;2024-11;ACC_MT_16;5000;50000;",
            "DEMO-A;2024-12;ACC_MT_16;4500;50000;",
            "DEMO-A;2024-12;ACC_SAS;;;18",
            "DEMO-A;2024-12;PRE_SEIN;5530;10000;",
        ],
        "a.csv",
        (2025, 1, 20),
    )
    found = funding(store, LOCAL, au=date(2025, 2, 1))
    # ACC_MT_16 : 10 % → 9 % for a target of 8 %: half. ACC_SAS: 8 of 10. Mean 65 % of 35 000. PRE_SEIN: 53 % of 17 500.
    assert _variable(found, "DEMO-A", 1) == {"acces": 2_275_000, "prevention": 927_500}
    assert found.atteintes["demonstration"].all()
    detail = found.detail.set_index(["id_cpts", "indicateur"])
    assert detail.loc[("DEMO-A", "PRE_SEIN"), "ligne"] == 5
    assert detail.loc[("DEMO-A", "ACC_MT_16"), "mois"] == pd.Timestamp("2024-12-01")


def test_a_hidden_value_counts_nothing_and_keeps_its_upper_bound(store):
    send(store, ["DEMO-A;2024-12;ACC_MT_16;4000;50000;", "DEMO-A;2024-12;ACC_SAS;;;NS"], "a.csv", (2025, 1, 20))
    found = funding(store, LOCAL, au=date(2025, 2, 1))
    row = found.atteintes.set_index(["id_cpts", "annee_contrat", "mission"]).loc[("DEMO-A", 1, "acces")]
    assert (row["taux_millioniemes"], row["taux_haut_millioniemes"]) == (500_000, 1_000_000)
    assert (row["indicateurs"], row["connus"]) == (2, 1)
    assert _variable(found, "DEMO-A", 1)["acces"] == 1_750_000


def test_nothing_received_is_unknown_not_a_result_of_zero(store):
    found = funding(store, LOCAL, au=date(2025, 2, 1))
    lines = found.resultat.lignes
    assert not lines.loc[lines["volet"] == "variable", "connue"].any()
    assert found.resultat.avertissements["message"].str.contains("atteinte non renseignée").any()


def test_a_correction_replaces_and_a_later_month_does_not_count_before_its_day(store):
    send(store, ["DEMO-A;2024-12;PRE_SEIN;5500;10000;"], "a.csv", (2025, 1, 20))
    send(store, ["DEMO-A;2024-12;PRE_SEIN;5800;10000;", "DEMO-A;2025-03;PRE_SEIN;6000;10000;"], "b.csv", (2025, 4, 20))
    early, late = (funding(store, LOCAL, au=day) for day in (date(2025, 2, 28), date(2025, 4, 30)))
    assert _variable(early, "DEMO-A", 1)["prevention"] == 1_400_000
    # Year 2 is not observed yet: it repeats year 1, and says so.
    assert _variable(early, "DEMO-A", 2)["prevention"] == 1_400_000
    assert early.projections[["annee_contrat", "mission", "modele"]].to_numpy().tolist() == [[2, "prevention", 1]]
    assert late.projections.empty
    assert _variable(late, "DEMO-A", 2)["prevention"] == 1_750_000


def test_what_changed_between_two_computations_is_split_by_cause(store):
    send(store, ["DEMO-A;2024-12;PRE_SEIN;5500;10000;"], "a.csv", (2025, 1, 20))
    send(store, ["DEMO-A;2024-12;PRE_SEIN;5600;10000;"], "b.csv", (2025, 2, 20))
    send(store, ["DEMO-A;2025-03;PRE_SEIN;5900;10000;"], "c.csv", (2025, 4, 20))
    later = {**contract_of("DEMO-A"), "missions": {"prevention": SIGNED}}
    before = Calcul(au=date(2025, 2, 1), connu_le=datetime(2025, 2, 1))
    after = Calcul(au=date(2025, 5, 1), contrats={"DEMO-A": later})
    row = difference(store, LOCAL, before, after).set_index("id_cpts").loc["DEMO-A"]
    # PRE_SEIN from 50 % to 60 %: one point is 1 750 € of the 17 500. Year 2, not observed before, repeated year 1: corrected
    # with it, then observed for the first time, at 90 % instead of 60 %.
    assert (row["regles"], row["corrections"], row["premieres"], row["performance"]) == (0, 350_000, 525_000, 0)
    # Without the access mission: two years of 90 000 fixed, its variable part was 0.
    assert row["calendrier"] == -18_000_000
    assert row["avant"] + row[["regles", "corrections", "premieres", "performance", "calendrier"]].sum() == row["apres"]


def causes(store, before, after):
    row = difference(store, LOCAL, before, after).set_index("id_cpts").loc["DEMO-A"]
    assert row["avant"] + row[[*CAUSES]].sum() == row["apres"]
    return {name: row[name] for name in CAUSES if row[name]}


def test_a_first_observation_is_no_performance_and_the_next_month_is(store):
    send(store, ["DEMO-A;2024-06;PRE_SEIN;5500;10000;"], "a.csv", (2024, 7, 20))
    send(store, ["DEMO-A;2024-09;PRE_SEIN;5600;10000;"], "b.csv", (2024, 10, 20))
    # Each amount is twice that of the first contract year: the second one repeats it, until it is observed.
    never, first, second = (Calcul(au=date(2024, month, 1)) for month in (5, 7, 10))
    assert causes(store, never, first) == {"premieres": 1_750_000}
    assert causes(store, first, second) == {"performance": 350_000}
    # Both at once: nothing of a year never observed is performance.
    assert causes(store, never, second) == {"premieres": 2_100_000}
    # Read backwards, the same amounts leave by the same causes.
    assert causes(store, second, first) == {"performance": -350_000}
    assert causes(store, first, never) == {"premieres": -1_750_000}


def test_a_month_that_came_late_is_a_first_observation_and_not_a_correction(store):
    send(store, ["DEMO-A;2024-06;PRE_SEIN;5500;10000;"], "a.csv", (2025, 1, 20))
    send(store, ["DEMO-A;2024-06;PRE_SEIN;5600;10000;"], "b.csv", (2025, 3, 20))
    nothing, late, corrected = (Calcul(au=date(2024, 12, 1), connu_le=datetime(2025, month, 1)) for month in (1, 2, 4))
    assert causes(store, nothing, late) == {"premieres": 1_750_000}
    assert causes(store, late, corrected) == {"corrections": 350_000}
    assert causes(store, nothing, corrected) == {"premieres": 2_100_000}


def test_an_indicator_first_observed_in_a_mission_already_observed_is_no_performance_either(store):
    send(store, ["DEMO-A;2024-06;ACC_MT_16;4000;50000;"], "a.csv", (2024, 7, 20))
    send(store, ["DEMO-A;2024-09;ACC_SAS;;;20"], "b.csv", (2024, 10, 20))
    before, after = (Calcul(au=date(2024, month, 1)) for month in (7, 10))
    assert set(causes(store, before, after)) == {"premieres"}


def test_a_later_month_that_came_late_is_a_result_and_not_a_correction(store):
    send(store, ["DEMO-A;2024-06;PRE_SEIN;5500;10000;"], "a.csv", (2024, 7, 20))
    send(store, ["DEMO-A;2024-07;PRE_SEIN;5600;10000;"], "b.csv", (2024, 10, 20))
    before, after = (Calcul(au=date(2024, 12, 1), connu_le=datetime(2024, month, 1)) for month in (8, 12))
    assert causes(store, before, after) == {"performance": 350_000}


def test_a_value_taken_back_is_a_correction(store):
    first = send(store, ["DEMO-A;2024-06;PRE_SEIN;5500;10000;"], "a.csv", (2024, 7, 20))
    withdraw(store, LOCAL, first.depot, auteur="essai", motif="mauvais fichier", maintenant=datetime(2024, 10, 20))
    before, after = (Calcul(au=date(2024, 12, 1), connu_le=datetime(2024, month, 1)) for month in (8, 12))
    assert causes(store, before, after) == {"corrections": -1_750_000}


def test_data_as_known_on_a_day_gives_the_amount_of_that_day(store):
    send(store, ["DEMO-A;2024-12;PRE_SEIN;5500;10000;"], "a.csv", (2025, 1, 20))
    send(store, ["DEMO-A;2024-12;PRE_SEIN;5800;10000;"], "b.csv", (2025, 2, 20))
    for known, cents in ((datetime(2025, 2, 1), 875_000), (datetime(2025, 3, 1), 1_400_000), (None, 1_400_000)):
        found = funding(store, LOCAL, au=date(2025, 3, 1), calcul=Calcul(au=date(2025, 3, 1), connu_le=known))
        assert _variable(found, "DEMO-A", 1)["prevention"] == cents


def test_an_indicator_counted_month_by_month_is_read_on_the_whole_year(store):
    rows = [f"DEMO-A;2024-{month:02d};QUA_ATB;{800 if month < 4 else 400};10000;" for month in range(1, 13)]
    send(store, rows, "a.csv", (2025, 1, 20))
    found = funding(store, LOCAL, au=date(2025, 2, 1))
    row = found.detail.set_index(["id_cpts", "indicateur"]).loc[("DEMO-A", "QUA_ATB")]
    # 3 × 800 + 9 × 400 prescriptions for 12 × 10 000 inhabitants: 50 per 1 000, half-way from 60 to 40.
    assert row["valeur"] == pytest.approx(50)
    assert (row["n_mois"], row["taux_millioniemes"]) == (12, 500_000)


def test_nothing_of_another_cpts_leaks_through_the_scope(store):
    send(store, ["DEMO-A;2024-12;PRE_SEIN;5500;10000;", "DEMO-B;2024-12;PRE_SEIN;5800;10000;"], "a.csv", (2025, 1, 20))
    narrow = Scope(lecteur="b", cpts=frozenset({"DEMO-B"}))
    found = funding(store, narrow, au=date(2025, 2, 1))
    frames = (
        found.resultat.lignes,
        found.resultat.versements,
        found.resultat.avertissements,
        found.atteintes,
        found.detail,
    )
    for frame in frames:
        assert set(frame["id_cpts"].astype(str)) <= {"DEMO-B"}
    assert situation_of(store, narrow, "DEMO-A") is None
    assert situation_of(store, narrow, "DEMO-B")["population"] == 100_000


def test_a_contract_without_signature_is_said_not_computed(store):
    found = funding(store, LOCAL, au=date(2026, 11, 20))
    assert found.sans_calcul["id_cpts"].tolist() == ["CPTS-LITN"]
    assert "CPTS-LITN" not in set(found.resultat.lignes["id_cpts"].astype(str))


def test_the_part_of_one_cpts_is_what_it_is_due_alone(store):
    rows = [f"DEMO-{n};2024-12;PRE_SEIN;{5000 + 300 * k};10000;" for k, n in enumerate("AB")]
    send(store, rows, "a.csv", (2025, 1, 20))
    everyone = funding(store, LOCAL, au=date(2025, 2, 1))
    for name in ("DEMO-A", "DEMO-B"):
        alone = funding(store, LOCAL.narrowed([name]), au=date(2025, 2, 1))
        part = part_of(everyone, name)
        expected = {
            "lignes": alone.resultat.lignes,
            "versements": alone.resultat.versements,
            "bornes": alone.resultat.bornes,
            "atteintes": alone.atteintes,
            "detail": alone.detail,
        }
        for kind, frame in expected.items():
            found = getattr(part, kind).drop(columns=["contrat", "ligne"], errors="ignore").reset_index(drop=True)
            frame = frame.drop(columns=["contrat", "ligne"], errors="ignore")
            pd.testing.assert_frame_equal(found, frame, check_categorical=False, check_dtype=False)
            assert len(found)


def test_a_year_to_come_repeats_the_last_one_observed_with_its_range_and_says_so(store):
    send(store, ["DEMO-A;2024-12;ACC_MT_16;4000;50000;", "DEMO-A;2024-12;ACC_SAS;;;NS"], "a.csv", (2025, 1, 20))
    found = funding(store, LOCAL, au=date(2025, 2, 1))
    rows = found.resultat.bornes.set_index(["id_cpts", "annee_contrat", "mission"])
    sides = ["bas_centimes", "montant_centimes", "haut_centimes"]
    assert rows.loc[("DEMO-A", 2, "acces"), sides].tolist() == rows.loc[("DEMO-A", 1, "acces"), sides].tolist()
    assert rows.loc[("DEMO-A", 2, "acces"), sides].tolist() == [1_750_000, 1_750_000, 3_500_000]
    # Prevention was never observed: neither 0 nor 100 %.
    assert rows.loc[("DEMO-A", 2, "prevention"), sides].tolist() == [0, 0, 1_750_000]
    notes = found.resultat.avertissements
    told = notes[(notes["id_cpts"] == "DEMO-A") & (notes["code"] == "projection")]["message"].tolist()
    assert len(told) == 1 and "année 2, mission « Accès aux soins »" in told[0]
    assert "l'atteinte de l'année 1 est répétée" in told[0] and "35\u202f000" in told[0]


def test_what_the_contract_gives_of_a_year_to_come_prevails_over_a_projection(store):
    send(store, ["DEMO-A;2024-12;PRE_SEIN;5500;10000;"], "a.csv", (2025, 1, 20))
    given = {**contract_of("DEMO-A"), "atteinte": {2: {"prevention": 0.2}}}
    found = funding(store, LOCAL, au=date(2025, 2, 1), calcul=Calcul(au=date(2025, 2, 1), contrats={"DEMO-A": given}))
    assert _variable(found, "DEMO-A", 2)["prevention"] == 350_000 and found.projections.empty
