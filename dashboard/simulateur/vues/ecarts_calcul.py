"""Two computations of the stored contracts set side by side: which day of data, which months, which rules.

Kept by (store, committed state, scope, what is asked), like every question of the screens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import streamlit as st

from calculators.aci.accord.statut import least_sure
from dashboard.asking import session
from dashboard.asking.questions import Key
from dashboard.simulateur import compute
from dashboard.simulateur.saisie.observe import key_of_store, only
from pipelines.financement.funding import Calcul, difference, funding
from pipelines.store.connection import Store

_cached = st.cache_data(show_spinner="Calcul des écarts…", max_entries=32)
#: What the fields of the form say of a contract; the rest (annex, objectives, attainment) stays as stored.
TYPED = ("population", "date_signature", "missions", "crise", "amorcage", "resiliation")


@dataclass(frozen=True)
class Horloge:
    """One side of the comparison: data known at the end of a day, months up to one, rules in force on a day (None: each
    contract year's own first day)."""

    connu_le: date
    mois: date
    regles: date | None


def replaced(id_cpts: str, text: str, stored: Mapping[str, Any]) -> str:
    """The stored contract with what the form says of it, as a text; empty when the form says nothing else."""
    typed = compute.situation_of(text)
    kept = {key: value for key, value in stored.items() if value is not None}
    other = {**kept, **{key: typed[key] for key in TYPED if typed.get(key) is not None}}
    return compute.text_of({**other, "id_cpts": id_cpts})


def _calcul(clock: Horloge, contrats: Mapping[str, Mapping[str, Any]] | None) -> Calcul:
    instant = None if clock.connu_le >= session.today() else datetime.combine(clock.connu_le, time.max)
    return Calcul(au=clock.mois, connu_le=instant, regles=clock.regles, contrats=contrats)


@_cached
def _gaps(_store: Store, key: Key, avant: Horloge, apres: Horloge, id_cpts: str, text: str) -> pd.DataFrame:
    scope = only(key.scope, id_cpts) if id_cpts else key.scope
    situation = compute.situation_of(text) if text else None
    contrats = {str(situation["id_cpts"]): situation} if situation else None
    last = _calcul(apres, contrats)
    table = difference(_store, scope, _calcul(avant, None), last)
    lines = funding(_store, scope, au=last.au, calcul=last).resultat.lignes
    due = lines[lines["montant_centimes"].ne(0)]
    statuts = due["statut"].astype(str).groupby(due["id_cpts"].astype(str)).agg(least_sure)
    return table.assign(statut=table["id_cpts"].map(statuts).fillna("attesté"))


def gaps(avant: Horloge, apres: Horloge, *, id_cpts: str, text: str) -> pd.DataFrame:
    """By CPTS: id_cpts, avant, a column of cents by cause, apres, statut (the least sure behind `apres`).

    `id_cpts`: one CPTS, or "" for every contract in scope; `text`: the situation that replaces the stored one of its
    CPTS in `apres`, "" for none. Raises SituationError when it can't be computed under the rules asked for.
    """
    store, key = key_of_store()
    return _gaps(store, key, avant, apres, id_cpts, text)
