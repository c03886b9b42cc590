"""Objectives beside their envelope: summed by mission and year, kept when exact, shared to the cent."""

import pytest

from calculators.aci import load_accord, read_situation, simulate
from calculators.aci.situation.objectifs import envelopes, exact, share_equally, shares

ACCORD = load_accord()
BASE = {
    "id_cpts": "CAS",
    "population": 48_000,
    "date_signature": "2023-09-08",
    "annees": 2,
    "missions": {"acces": "2023-12-01", "prevention": "2024-09-08"},
}


def fait(annee, mission, code, montant):
    return {"annee": annee, "mission": mission, "code": code, "forme": "binaire", "montant": montant, "fait": True}


SEIN = {
    "annee": 2,
    "mission": "prevention",
    "code": "PRE_SEIN",
    "forme": "paliers",
    "sens": "hausse",
    "paliers": [[66.7, 1000], [68.2, 3500]],
}


def read(*objectifs):
    return read_situation({**BASE, "objectifs": objectifs}, ACCORD).objectifs


@pytest.fixture(scope="module")
def enveloppes():
    return envelopes(simulate(read_situation(BASE, ACCORD), ACCORD).lignes)


def test_the_envelope_is_the_whole_cell_of_the_year_before_any_prorata(enveloppes):
    # Taille 2: access 30 000, prevention 15 000; access starts during year 1, prevention on the first day of year 2.
    assert enveloppes == {(1, "acces"): 3_000_000, (2, "acces"): 3_000_000, (2, "prevention"): 1_500_000}


def test_tiers_count_once_and_the_gap_is_given_minus_envelope(enveloppes):
    (part,) = shares(read(SEIN, fait(2, "prevention", "A", 11_500)), enveloppes)
    assert (part.donne, part.enveloppe, part.ecart, part.exact) == (1_500_000, 1_500_000, 0, True)
    none, short = shares(read(fait(2, "prevention", "A", "14999.99"), SEIN | {"annee": 1}), enveloppes)
    assert (short.ecart, short.exact) == (-1, False)
    assert (none.annee, none.enveloppe, none.exact) == (1, 0, False)  # prevention does not run in year 1


def test_only_the_missions_and_years_that_are_exact_are_kept(enveloppes):
    given = read(fait(1, "acces", "A", 30_000), fait(2, "acces", "A", 29_999), fait(2, "prevention", "B", 11_500), SEIN)
    assert [(o.annee, o.mission) for o in exact(given, enveloppes)] == [
        (1, "acces"),
        (2, "prevention"),
        (2, "prevention"),
    ]


def test_an_envelope_is_shared_to_the_cent_the_first_ones_taking_the_rest():
    given = read(*(fait(2, "prevention", code, 1) for code in "ABC"))
    assert [o.montant for o in share_equally(given, 1_000_001)] == [333_334, 333_334, 333_333]
    assert share_equally((), 5) == []
