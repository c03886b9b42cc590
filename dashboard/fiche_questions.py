"""What the pages of one CPTS and of one indicator ask the store, answered once per committed state of it."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.asking import Key, asked, cached
from pipelines.funding import Financement, funding
from pipelines.store.connection import Store
from pipelines.store.queries_comparaison import profile_all
from pipelines.store.queries_fiche import cpts_series, deposits_about, indicator_received


@cached
def _beside_peers(_store: Store, key: Key, id_cpts: str, mois: date, ids: tuple[str, ...]) -> pd.DataFrame:
    return profile_all(_store, key.scope, id_cpts=id_cpts, mois=mois, ids=ids)


def beside_peers(id_cpts: str, mois: date, ids: tuple[str, ...]) -> pd.DataFrame:
    """Every indicator of one CPTS and of its peers, one month; columns of queries_comparaison.profile_all."""
    return asked(_beside_peers, id_cpts, mois, ids)


@cached
def _past(_store: Store, key: Key, id_cpts: str, jusqu_a: date) -> pd.DataFrame:
    return cpts_series(_store, key.scope, id_cpts=id_cpts, jusqu_a=jusqu_a)


def past(id_cpts: str, jusqu_a: date) -> pd.DataFrame:
    """Sixty months of every indicator of one CPTS; columns of queries_fiche.cpts_series."""
    return asked(_past, id_cpts, jusqu_a)


@cached
def _deposits(_store: Store, key: Key, id_cpts: str) -> pd.DataFrame:
    return deposits_about(_store, key.scope, id_cpts=id_cpts)


def deposits(id_cpts: str) -> pd.DataFrame:
    """The last deposits about one CPTS; columns of queries_fiche.deposits_about."""
    return asked(_deposits, id_cpts)


@st.cache_resource(show_spinner=False, max_entries=64)
def _money(_store: Store, key: Key, id_cpts: str, au: date) -> Financement:
    return funding(_store, key.scope.narrowed([id_cpts]), au=au)


def money(id_cpts: str) -> Financement:
    """What one contract is due with the observations received up to today. Read only: it is shared."""
    found: Financement = asked(_money, id_cpts, session.today())
    return found


@cached
def _received(_store: Store, key: Key, indicateur: str, jusqu_a: date, ids: tuple[str, ...]) -> pd.DataFrame:
    return indicator_received(_store, key.scope, indicateur=indicateur, jusqu_a=jusqu_a, ids=ids)


def received(indicateur: str, jusqu_a: date, ids: tuple[str, ...]) -> pd.DataFrame:
    """What came of one indicator from some CPTS, month by month; columns of queries_fiche.indicator_received."""
    return asked(_received, indicateur, jusqu_a, ids)
