"""A situation file, or a kept scenario, put back into the form: checked first, then kept in the address."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import streamlit as st

from calculators.aci import SituationError, read_situation
from calculators.aci.strict_yaml import YamlError, load
from dashboard.asking import session
from dashboard.simulateur import compute
from dashboard.simulateur.saisie import codes, observed_scenario
from dashboard.simulateur.saisie.codes import Scenario, ScenarioError
from dashboard.simulateur.saisie.situation import FICHIER
from dashboard.ui import address, widgets

KEY = "situation"
LARGEST = 200_000
FAULT = "situation.refusee"


def find_loaded() -> Scenario | None:
    """The situation loaded, from the address or the session, observed values read again where it leaves them out; None when
    there is none, or when the link was cut."""
    code = address.recall(KEY)
    if not code:
        return None
    try:
        found = codes.decode(code)
        found = replace(found, situation=observed_scenario.fill(found))
        compute.compute(read_situation(found.situation, session.accord()))
    except ScenarioError as error:
        address.warn_of_link(str(error))
        return None
    except SituationError as error:
        address.warn_of_link(f"La situation du lien ne se calcule plus : {error.sentences[0]}")
        return None
    return found


def start_from(scenario: Scenario) -> None:
    """Make the form start from a whole situation; what was typed gives way to it. For a button's callback."""
    address.keep(KEY, codes.encode(scenario))
    st.query_params["cpts"] = FICHIER
    st.session_state["simulateur.recharger"] = True


def read(raw: bytes, name: str) -> Scenario:
    """The situation of a YAML file. Raises ScenarioError with every finding, in French."""
    if len(raw) > LARGEST:
        raise ScenarioError(f"« {name} » dépasse 200 ko : ce n’est pas une situation.")
    try:
        data = _plain(load(raw.decode("utf-8-sig")))
        compute.compute(read_situation(data, session.accord()))
    except UnicodeDecodeError as error:
        raise ScenarioError(f"« {name} » n’est pas un texte en UTF-8 : enregistrez-le dans ce codage.") from error
    except YamlError as error:
        raise ScenarioError(f"« {name} » : {error}") from error
    except SituationError as error:
        raise ScenarioError("\n\n".join(f"« {name} » : {sentence}" for sentence in error.sentences[:8])) from error
    scenario = Scenario(name.removesuffix(".yaml").removesuffix(".yml")[: codes.NAME_MAX], data)
    if len(codes.encode(scenario)) > codes.LONGEST:
        raise ScenarioError(f"« {name} » est trop longue pour tenir dans l’adresse de la page.")
    return scenario


def _plain(value: Any) -> Any:
    """Dates as ISO texts, so that the situation is the same through JSON."""
    if isinstance(value, dict):
        return {_plain(key) if isinstance(key, date) else key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def ask_file() -> None:
    """The field that takes the file; what was wrong with the last one stays in sight."""
    turn = st.session_state.get("situation.tour", 0)
    folded = st.expander("Reprendre une situation (YAML)", icon=":material/upload_file:", key="situation.depot")
    with folded:
        st.caption("Le fichier YAML exporté au bas de cette page, ou celui que lit la commande cpts simulate.")
        st.file_uploader(
            "Situation (YAML)",
            type=["yaml", "yml"],
            max_upload_size=1,
            key=f"situation.fichier.{turn}",
            on_change=_take,
            args=(turn,),
            label_visibility="collapsed",
        )
        fault = st.session_state.pop(FAULT, None)
        if fault:
            widgets.refuse(fault)


def _take(turn: int) -> None:
    dropped = st.session_state.get(f"situation.fichier.{turn}")
    if dropped is None:
        return
    try:
        scenario = read(dropped.getvalue(), dropped.name[:80])
    except ScenarioError as error:
        st.session_state[FAULT] = str(error)
        return
    st.session_state["situation.tour"] = turn + 1
    start_from(scenario)
