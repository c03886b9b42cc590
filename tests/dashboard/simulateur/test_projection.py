"""One convention of projection on every screen: the last year observed is repeated, with its range; nothing observed is no amount."""

from datetime import date

import pytest

from calculators import french
from pipelines.financement.funding import funding, part_of
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.dashboard.opening import html, opened


def test_the_same_contract_has_the_same_total_on_every_screen(waiting):
    done = part_of(funding(Store.open(waiting), Scope.local(), au=date(2026, 11, 26)), "CPTS-WEPP")
    assert len(done.projections), "its last year is not observed yet"
    total = french.euros(int(done.lignes["montant_centimes"].sum())).replace("\u202f", " ").replace("\xa0", " ")
    assert total in html(opened("simulateur", cpts="CPTS-WEPP", s_atteinte="observee"))
    assert f"{total} en tout" in html(opened("fiche", cpts="CPTS-WEPP", rubrique="euros"))
    gaps = html(opened("simulateur", cpts="CPTS-WEPP", vue="ecarts", e_ap_mois="2026-11"))
    assert f"à {total}" in gaps


def test_a_projected_year_is_named_with_its_range_on_both_screens(waiting):
    simulated = html(opened("simulateur", cpts="CPTS-WEPP", s_atteinte="observee"))
    of_file = html(opened("fiche", cpts="CPTS-WEPP", rubrique="euros", annee="5"))
    for said in (simulated, of_file):
        assert "Projection : les années pas encore observées répètent" in said and "avec sa fourchette" in said
    assert "si la dernière année observée se répétait" in of_file
    year = simulated[simulated.index("Année 5") :]
    assert "entre " in year[: year.index("Total")], "the year repeated keeps its range"
    receipt = simulated[simulated.index("Prochain versement") :]
    assert ", entre " in receipt.split("<table")[0]


def test_what_was_never_observed_is_neither_zero_nor_full(screens):
    said = html(opened("simulateur", cpts="CPTS-WEPP", s_atteinte="observee"))
    cards, table, *_ = said.split("<table")
    assert "pas encore observé" in cards and "entre 0,00 € et" in cards
    assert table.count("pas encore observé") >= 5


def test_what_is_taken_from_the_simulator_says_for_whom_and_on_which_hypothesis(screens, monkeypatch):
    taken = {}
    monkeypatch.setattr(
        "dashboard.ui.downloads.view_export", lambda made, kinds, view, **more: taken.update(vue=view, frame=made)
    )
    written = []
    monkeypatch.setattr("streamlit.download_button", lambda label, data, **more: written.append((more["key"], data)))
    opened("simulateur", cpts="CPTS-WEPP")
    forms = {key: data for key, data in written if key == "versements.csv"}
    with pytest.raises(AttributeError):  # the form itself is of another test: what it is given is looked at
        forms["versements.csv"]()
    said = taken["vue"]
    assert said.pour.startswith("CPTS des Weppes") and "(CPTS-WEPP)" in said.pour and "signé le" in said.pour
    assert "tous les objectifs atteints" in said.hypothese and "dus quels que soient les résultats" in said.hypothese
    assert set(taken["frame"]["moment"]) == {"passé", "à venir"}
