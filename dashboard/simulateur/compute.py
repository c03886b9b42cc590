"""What the simulator computes, kept by the text of the situation: never computed twice, never keyed on a frame."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from calculators.aci import Resultat, Situation, read_situation, simulate
from calculators.aci.et_si.but import Recherche, seek
from calculators.aci.et_si.leviers import levers
from calculators.aci.et_si.risque import Risque, risk
from calculators.aci.et_si.scenarios import crossing, project
from calculators.aci.situation.write import write_situation
from dashboard.asking import session

_cached = st.cache_data(show_spinner=False, max_entries=256)


def text_of(situation: Mapping[str, Any]) -> str:
    """A situation as one JSON text, the same for the same situation: the key of everything below."""
    return json.dumps(situation, sort_keys=True, ensure_ascii=False, default=str)


def situation_of(text: str) -> dict[str, Any]:
    """The situation of a text; JSON has turned the years of the rates into texts."""
    data: dict[str, Any] = json.loads(text)
    data["atteinte"] = {int(year): rates for year, rates in (data.get("atteinte") or {}).items()}
    return data


def _read(text: str) -> Situation:
    return read_situation(situation_of(text), session.accord())


@_cached
def compute(text: str) -> Resultat:
    """Lines, payments and warnings. Raises SituationError with one French sentence per cause."""
    return simulate(_read(text), session.accord())


@_cached
def levers_of(text: str) -> pd.DataFrame:
    """Every step not reached; columns of calculators.aci.et_si.leviers.levers."""
    return levers(_read(text), session.accord())


@_cached
def risk_of(text: str, annee: int) -> Risque:
    """The spread of one contract year's variable part by chance alone. Raises ValueError without objectives."""
    return risk(_read(text), session.accord(), annee=annee)


@_cached
def seek_of(text: str, but_centimes: int) -> Recherche:
    """The smallest sets of steps whose total reaches an amount."""
    return seek(_read(text), session.accord(), but_centimes=but_centimes)


@_cached
def crossing_of(text: str) -> pd.DataFrame:
    """What the neighbouring tailles would change; columns of calculators.aci.et_si.scenarios.crossing."""
    return crossing(_read(text), session.accord())


@_cached
def projected(text: str) -> tuple[str, list[str]]:
    """The situation prolonged over a renewal, as a text, and what is assumed."""
    situation, assumptions = project(_read(text), session.accord())
    return text_of(write_situation(situation)), assumptions
