"""Why an amount moved: two clocks (rules in force on a day, data as known on a day) on each side, or a proposed accord."""

from collections.abc import Mapping

import streamlit as st

from calculators import french
from calculators.aci import Situation
from calculators.aci.et_si.taux import CONVENTION
from dashboard.simulateur.vues import ecarts_accord, ecarts_dates
from dashboard.ui import pickers

CHOIX = {"dates": "Entre deux dates", "accord": "Avec un accord proposé"}


def show(situation: Situation, names: Mapping[str, str], id_cpts: str) -> None:
    """The whole view. `situation`: that of the form."""
    st.caption(french.typography(CONVENTION))
    asked = pickers.choose_segment("Comparer", CHOIX, key="ecart")
    if asked == "accord":
        ecarts_accord.show(situation, names)
    else:
        ecarts_dates.show(situation, id_cpts)
