"""The address that a supplier sends of a simulation holds nothing of the counts that only they see.

Twins again: two stores told apart by small counts alone give their supplier the same link, though not the same page.
"""

from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl

import pandas as pd
import pytest
import streamlit as st

from dashboard.asking import questions
from dashboard.simulateur.saisie import codes, form, observe, observed_scenario
from dashboard.simulateur.saisie.codes import Scenario
from dashboard.simulateur.saisie.observe import Observe
from pipelines.store.connection import Store
from tests.dashboard.opening import html, opened

OBSERVED = {f"{form.PREFIX}atteinte": form.OBSERVES}


@pytest.fixture(scope="module")
def twins(made):
    return [made("un"), made("comptes")]


@pytest.fixture(autouse=True)
def unfolded(monkeypatch):
    unfold = st.expander
    monkeypatch.setattr(Store, "snapshot", lambda _: "état")
    monkeypatch.setattr(st, "expander", lambda *args, **more: unfold(*args, **{**more, "expanded": True}))


def _simulator(folder, monkeypatch, supplier="tous", **params):
    monkeypatch.setenv("CPTS_STORE", str(folder))
    monkeypatch.setenv("CPTS_FOURNISSEUR", supplier)
    st.cache_data.clear()
    st.cache_resource.clear()
    return opened("simulateur", cpts="DEMO-A", vue="scenarios", **params)


def _press(page, label):
    next(b for b in page.button if b.label.startswith(label)).click().run()
    assert not page.exception
    return page


def _link(page) -> dict[str, str]:
    code = next(c.value for c in page.code if "p_total" in c.value)
    return dict(parse_qsl(code.split("?", 1)[1], keep_blank_values=True))


def _warned(page) -> bool:
    return any("ne porte pas le total" in caption.value for caption in page.caption)


@pytest.mark.parametrize(
    ("params", "pressed"),
    [
        ({}, ["+ Atteinte observée"]),
        ({}, ["+ Atteinte observée", "Reprendre"]),
        ({}, ["+ Atteinte observée", "Reprendre", "Garder la saisie"]),
        (OBSERVED, ["Garder la saisie"]),
        (OBSERVED, ["+ La moitié"]),
    ],
    ids=["observée", "reprise", "reprise et gardée", "gardée", "moitié"],
)
def test_a_link_made_of_observed_values_is_the_same_whatever_the_counts(twins, monkeypatch, params, pressed):
    links, addresses, shown = [], [], []
    for folder in twins:
        page = _simulator(folder, monkeypatch, **params)
        for label in pressed:
            _press(page, label)
        link = _link(page)
        assert link["p_total"] == "" and _warned(page)
        links.append(link)
        addresses.append({name: page.query_params[name] for name in page.query_params})
        shown.append(html(page))
    assert links[0] == links[1]
    assert addresses[0] == addresses[1]
    assert shown[0] != shown[1]  # its supplier does read the amounts


def test_whoever_opens_the_link_reads_the_rates_again_as_they_may_see_them(twins, monkeypatch):
    mine = _press(_simulator(twins[0], monkeypatch), "+ Atteinte observée")
    link = _link(mine)
    pages = {who: html(_simulator(twins[0], monkeypatch, who, sc1=link["sc1"])) for who in ("tous", "aucun")}
    theirs = html(_simulator(twins[1], monkeypatch, "aucun", sc1=link["sc1"]))
    assert pages["aucun"] == theirs
    assert pages["tous"] != pages["aucun"]


def test_a_reader_who_supplies_nothing_keeps_totals_and_scenarios_in_links(twins, monkeypatch):
    page = _press(_simulator(twins[0], monkeypatch, "aucun"), "+ Atteinte observée")
    link = _link(page)
    assert int(link["p_total"]) > 0 and not _warned(page)
    assert not codes.decode(link["sc1"]).relus


def _observe() -> Observe:
    goal = {"annee": 1, "mission": "acces", "code": "ACC_MT_70", "forme": "proportionnel"}
    return Observe(
        taux={1: {"acces": Decimal("0.25")}},
        cadres={},
        objectifs=[{**goal, "valeur": "99.3", "denominateur": 1000}],
        detail=pd.DataFrame(),
        demonstration=False,
        signature=date(2024, 3, 15),
        finies=(1,),
    )


def test_objectives_leave_the_values_observed_for_them(monkeypatch):
    monkeypatch.setattr(questions, "situations", lambda: {"DEMO-A": ("A", {})})
    monkeypatch.setattr(observe, "observed", lambda _: _observe())
    monkeypatch.setenv("CPTS_FOURNISSEUR", "cpam")
    observed, other = _observe().objectifs[0], {**_observe().objectifs[0], "code": "AUTRE", "valeur": "12"}
    situation = {
        "id_cpts": "DEMO-A",
        "annees": 2,
        "missions": {"acces": "2024-03-15", "parcours": "2024-03-15"},
        "atteinte": {1: {"parcours": "0.5"}, 2: {"acces": "0.25", "parcours": "0.5"}},
        "objectifs": [observed, other],
    }
    made = observed_scenario.lighten(Scenario("Essai", situation), rates=True)
    assert made.relus == ("atteinte", "objectifs")
    assert "valeur" not in made.situation["objectifs"][0] and made.situation["objectifs"][1] == other
    assert made.situation["atteinte"] == {1: {"parcours": "0.5"}, 2: {"parcours": "0.5"}}
    again = codes.decode(codes.encode(made))
    assert again == made
    assert observed_scenario.fill(again) == situation
    assert observed_scenario.keep_shareable([observed, other], "DEMO-A") == made.situation["objectifs"]
    monkeypatch.delenv("CPTS_FOURNISSEUR")
    assert observed_scenario.lighten(Scenario("Essai", situation), rates=True).situation == situation
