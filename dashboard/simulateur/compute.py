"""What the simulator computes, kept by the situation itself: never computed twice.

Results are shared between readers: they are read, never changed.
"""

from functools import lru_cache

import pandas as pd

from calculators.aci import Accord, Resultat, Situation, simulate
from calculators.aci.et_si.but import Recherche, seek
from calculators.aci.et_si.leviers import levers
from calculators.aci.et_si.risque import Risque, risk
from calculators.aci.et_si.scenarios import crossing, project
from dashboard.asking import session

#: Each is asked with the agreement: another one gives another answer.
_kept = lru_cache(maxsize=256)


def compute(situation: Situation, accord: Accord | None = None) -> Resultat:
    """Lines, payments and warnings, under the agreement in force unless another is given.

    Raises SituationError with one French sentence per cause.
    """
    return _compute(situation, accord or session.accord())


@_kept
def _compute(situation: Situation, accord: Accord) -> Resultat:
    return simulate(situation, accord)


def list_levers(situation: Situation) -> pd.DataFrame:
    """Every step not reached; columns of calculators.aci.et_si.leviers.levers."""
    return _list_levers(situation, session.accord())


@_kept
def _list_levers(situation: Situation, accord: Accord) -> pd.DataFrame:
    return levers(situation, accord)


def draw_chance(situation: Situation, annee: int) -> Risque:
    """The spread of one contract year's variable part by chance alone. Raises ValueError without objectives."""
    return _draw_chance(situation, session.accord(), annee)


@_kept
def _draw_chance(situation: Situation, accord: Accord, annee: int) -> Risque:
    return risk(situation, accord, annee=annee)


def seek_goal(situation: Situation, but_centimes: int) -> Recherche:
    """The smallest sets of steps whose total reaches an amount."""
    return _seek_goal(situation, session.accord(), but_centimes)


@_kept
def _seek_goal(situation: Situation, accord: Accord, but_centimes: int) -> Recherche:
    return seek(situation, accord, but_centimes=but_centimes)


def cross_tailles(situation: Situation) -> pd.DataFrame:
    """What the neighbouring tailles would change; columns of calculators.aci.et_si.scenarios.crossing."""
    return _cross_tailles(situation, session.accord())


@_kept
def _cross_tailles(situation: Situation, accord: Accord) -> pd.DataFrame:
    return crossing(situation, accord)


def prolong(situation: Situation) -> tuple[Situation, list[str]]:
    """The situation prolonged over a renewal, and what is assumed."""
    return project(situation, session.accord())
