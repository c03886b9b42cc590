"""The named scenarios kept beside the form, in the session and in the address."""

from collections.abc import Sequence

import streamlit as st

from calculators.aci import Situation
from calculators.aci.situation.write import write_situation
from dashboard.simulateur.saisie import codes, observed_scenario
from dashboard.simulateur.saisie.codes import NAME_MAX, Scenario, ScenarioError
from dashboard.ui import address

KEPT = "scenarios.gardes"
NAME = "scenarios.nom"
MOST = 3
CURRENT = "Saisie actuelle"


def find_all() -> list[Scenario]:
    """The scenarios of the session, read from the address first when it holds others."""
    texts = [st.query_params[f"sc{n}"] for n in range(1, MOST + 1) if f"sc{n}" in st.query_params]
    if texts and texts != st.session_state.get(f"{KEPT}.adresse"):
        found = []
        for text in texts:
            try:
                found.append(codes.decode(text))
            except ScenarioError as error:
                address.warn_of_link(str(error))
        st.session_state[KEPT] = found
    scenarios = list_session()
    _publish(scenarios)
    return scenarios


def list_session() -> list[Scenario]:
    """Those of the session, whatever the address says."""
    scenarios: list[Scenario] = st.session_state.get(KEPT, [])
    return scenarios


def _publish(scenarios: Sequence[Scenario]) -> None:
    texts = [codes.encode(scenario) for scenario in scenarios]
    for n in range(1, MOST + 1):
        name = f"sc{n}"
        if n <= len(texts) and st.query_params.get(name) != texts[n - 1]:
            st.query_params[name] = texts[n - 1]
        elif n > len(texts) and name in st.query_params:
            del st.query_params[name]
    st.session_state[KEPT] = list(scenarios)
    st.session_state[f"{KEPT}.adresse"] = texts


def keep(nom: str, situation: Situation, observed: bool) -> None:
    """Add a scenario, or replace the one of the same name; `observed`: its rates are read in the observations."""
    scenario = observed_scenario.lighten(Scenario(nom, write_situation(situation)), rates=observed)
    _publish([*(other for other in list_session() if other.nom != nom), scenario][:MOST])


def keep_current(situation: Situation, mark: str, observed: bool) -> None:
    """Keep the present entry under the name typed, else under a free one; `mark` goes with the name."""
    typed = str(st.session_state.get(NAME) or "").strip()[:NAME_MAX]
    used = {scenario.nom for scenario in list_session()}
    free = next(f"Scénario {n}" for n in range(1, MOST + 2) if f"Scénario {n}" not in used)
    chosen = free if typed in ("", CURRENT) else typed
    keep(f"{chosen[: NAME_MAX - len(mark)]}{mark}", situation, observed)
    st.session_state[NAME] = ""


def drop(nom: str) -> None:
    """Keep it no more."""
    _publish([scenario for scenario in list_session() if scenario.nom != nom])
