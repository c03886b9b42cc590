"""What the pages of one CPTS and of one indicator ask the store, answered once per committed state of it."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import session
from dashboard.asking import Key, asked, cached
from dashboard.questions import Group
from pipelines.funding import Financement, funding
from pipelines.pairs import Pairs, peers
from pipelines.store.connection import Store
from pipelines.store.queries_comparaison import month_values, profile_all, series_of
from pipelines.store.queries_fiche import cpts_series, deposits_about, indicator_received


@cached
def _pairs(_store: Store, key: Key, id_cpts: str, choix: str, au: date) -> Pairs:
    return peers(_store, key.scope, id_cpts=id_cpts, choix=choix, au=au)


def pairs(id_cpts: str, choix: str, au: date) -> Pairs:
    """Who a CPTS is compared with. Raises StoreError with one French sentence."""
    found: Pairs = asked(_pairs, id_cpts, choix, au)
    return found


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
def _month(_store: Store, key: Key, indicateur: str, mois: date, group: Group) -> pd.DataFrame:
    return month_values(
        _store,
        key.scope,
        indicateur=indicateur,
        mois=mois,
        taille=group.taille,
        region=group.region,
        cpam=group.cpam,
    )


def month(indicateur: str, mois: date, group: Group) -> pd.DataFrame:
    """One indicator, one month, a group; columns of queries_comparaison.month_values."""
    return asked(_month, indicateur, mois, group)


@cached
def _series(_store: Store, key: Key, indicateur: str, ids: tuple[str, ...], jusqu_a: date, mois: int) -> pd.DataFrame:
    return series_of(_store, key.scope, indicateur=indicateur, ids=ids, jusqu_a=jusqu_a, mois=mois)


def series(indicateur: str, ids: tuple[str, ...], *, jusqu_a: date, mois: int) -> pd.DataFrame:
    """The last months of one indicator for some CPTS; columns of queries_comparaison.series_of."""
    return asked(_series, indicateur, ids, jusqu_a, mois)


@cached
def _received(_store: Store, key: Key, indicateur: str, jusqu_a: date, group: Group) -> pd.DataFrame:
    return indicator_received(
        _store,
        key.scope,
        indicateur=indicateur,
        jusqu_a=jusqu_a,
        taille=group.taille,
        region=group.region,
        cpam=group.cpam,
    )


def received(indicateur: str, jusqu_a: date, group: Group) -> pd.DataFrame:
    """What came of one indicator, month by month; columns of queries_fiche.indicator_received."""
    return asked(_received, indicateur, jusqu_a, group)
