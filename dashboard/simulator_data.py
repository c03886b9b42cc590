"""What the store knows of one CPTS for the simulator: attainment observed by contract year, targets, file names.

Kept by (store, committed state, scope, CPTS, day), like every question of the screens.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.questions import Key
from pipelines.funding import funding
from pipelines.objectifs import Objectifs, objectives_of
from pipelines.store import queries
from pipelines.store.connection import Store
from pipelines.store.scope import Scope

_cached = st.cache_data(show_spinner=False, max_entries=64)


@dataclass(frozen=True)
class Observe:
    """Attainment of one CPTS as observed.

    `taux`: by contract year and mission, a ratio; `detail`: a row per contract year and indicator, columns of
    pipelines.funding.Financement.detail; `demonstration`: some observation is invented; `signature`: that of the
    stored contract, whose years are meant; `finies`: the contract years already ended.
    """

    taux: dict[int, dict[str, Decimal]]
    detail: pd.DataFrame
    demonstration: bool
    signature: date
    finies: tuple[int, ...]

    def extended(self, years: int) -> tuple[dict[int, dict[str, Decimal]], int | None]:
        """The rates of every contract year: those to come take the last year ended, else the last one observed.

        Gives the rates and the contract year so repeated (None when no year is to come).
        """
        known = sorted(self.taux)
        model = max((n for n in known if n in self.finies), default=known[-1])
        missing = range(known[-1] + 1, years + 1)
        return {**self.taux, **dict.fromkeys(missing, self.taux[model])}, model if missing else None


def key_of_store() -> tuple[Store, Key]:
    """The store, and the first part of every cache key."""
    store = session.store()
    return store, Key(str(store.path.resolve()), store.snapshot(), session.scope())


def only(scope: Scope, id_cpts: str) -> Scope:
    """The scope narrowed to one CPTS it already sees."""
    seen = scope.cpts is None or id_cpts in scope.cpts
    return Scope(scope.lecteur, frozenset({id_cpts}) if seen else frozenset(), scope.depots)


@_cached
def _observed(_store: Store, key: Key, id_cpts: str, au: date) -> Observe | None:
    found = funding(_store, only(key.scope, id_cpts), au=au)
    rates = found.atteintes[found.atteintes["mission"].ne("crise")]
    if rates.empty:
        return None
    taux: dict[int, dict[str, Decimal]] = {}
    for row in rates.itertuples():
        taux.setdefault(int(row.annee_contrat), {})[str(row.mission)] = Decimal(int(row.taux_millioniemes)) / 1_000_000
    lines = found.resultat.lignes
    ended = lines.loc[lines["fin"] < pd.Timestamp(au), "annee_contrat"].unique()
    return Observe(
        taux=taux,
        detail=found.detail[found.detail["mission"].ne("crise")].reset_index(drop=True),
        demonstration=bool(rates["demonstration"].any()),
        signature=found.resultat.situations.contrats["date_signature"].iloc[0].date(),
        finies=tuple(int(n) for n in sorted(ended) if n),
    )


def observed(id_cpts: str) -> Observe | None:
    """The observed attainment of a CPTS up to today; None without contract, target or observation."""
    store, key = key_of_store()
    return _observed(store, key, id_cpts, session.today())


@_cached
def _objectives(_store: Store, key: Key, id_cpts: str, annee: int, au: date) -> Objectifs | None:
    return objectives_of(_store, key.scope, id_cpts=id_cpts, annee=annee, au=au)


def objectives(id_cpts: str, annee: int) -> Objectifs | None:
    """The targets of one contract year as objectives, with where each value comes from; None when there are none."""
    store, key = key_of_store()
    return _objectives(store, key, id_cpts, annee, session.today())


@_cached
def _files(_store: Store, key: Key) -> dict[str, str]:
    kept = queries.deposits(_store, key.scope, limit=1_000_000)
    return dict(zip(kept["depot"].astype(str), kept["fichier"].astype(str), strict=True))


def files() -> dict[str, str]:
    """The name of the file behind each deposit."""
    store, key = key_of_store()
    return _files(store, key)
