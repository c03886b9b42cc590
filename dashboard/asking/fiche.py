"""What the pages of one CPTS and of one indicator ask the store, answered once per committed state of it."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.asking import questions, session
from dashboard.asking.cache import Key, asked, cached
from pipelines.comparaison.cartes import OwnCard, cards, read_bases
from pipelines.comparaison.colonne import placed
from pipelines.comparaison.grille import MonthGrid, month_grid
from pipelines.financement.funding import Part, part_of
from pipelines.store.connection import Store
from pipelines.store.questions.comparaison import month_all
from pipelines.store.questions.fiche import cpts_series, deposits_about, indicator_received


@st.cache_resource(show_spinner=False, max_entries=6)
def _grid(_store: Store, key: Key, mois: date) -> MonthGrid:
    known = questions.territories().set_index("id_cpts")
    return month_grid(month_all(_store, key.scope, mois=mois), known["population"])


def month(mois: date) -> MonthGrid:
    """Every value of one month, read once for every CPTS looked at. Read only: it is shared."""
    found: MonthGrid = asked(_grid, mois)
    return found


@cached
def _beside_peers(
    _store: Store, key: Key, id_cpts: str, mois: date, ids: tuple[str, ...], membre: bool
) -> pd.DataFrame:
    own, items = questions.profile(id_cpts, mois), session.catalogue().indicateurs
    return placed(month(mois), own, id_cpts=id_cpts, ids=ids, indicateurs=items, membre=membre)


def beside_peers(id_cpts: str, mois: date, ids: tuple[str, ...], *, membre: bool = True) -> pd.DataFrame:
    """Every indicator of one CPTS beside its peers, one month; columns of spine_placed.placed."""
    return asked(_beside_peers, id_cpts, mois, ids, membre)


@cached
def _own_past(_store: Store, key: Key, id_cpts: str, jusqu_a: date, bases: str) -> list[OwnCard]:
    past = cpts_series(_store, key.scope, id_cpts=id_cpts, jusqu_a=jusqu_a)
    rebases = read_bases(bases, id_cpts=id_cpts)
    return cards(past, session.catalogue().indicateurs, jusqu_a=jusqu_a, rebasages=rebases)


def own_past(id_cpts: str, jusqu_a: date, bases: str) -> list[OwnCard]:
    """The control charts of one CPTS over sixty months; `bases`: rebases as the address keeps them."""
    found: list[OwnCard] = asked(_own_past, id_cpts, jusqu_a, bases)
    return found


@cached
def _deposits(_store: Store, key: Key, id_cpts: str) -> pd.DataFrame:
    return deposits_about(_store, key.scope, id_cpts=id_cpts)


def deposits(id_cpts: str) -> pd.DataFrame:
    """The last deposits about one CPTS; columns of queries_fiche.deposits_about."""
    return asked(_deposits, id_cpts)


@st.cache_resource(show_spinner=False, max_entries=64)
def _money(_store: Store, key: Key, id_cpts: str, au: date) -> Part:
    return part_of(questions.money(), id_cpts)


def money(id_cpts: str) -> Part:
    """What one contract is due with the observations received up to today: its part of what all of the scope are due.

    Read only: it is shared.
    """
    found: Part = asked(_money, id_cpts, session.today())
    return found


@cached
def _received(_store: Store, key: Key, indicateur: str, jusqu_a: date, ids: tuple[str, ...]) -> pd.DataFrame:
    return indicator_received(_store, key.scope, indicateur=indicateur, jusqu_a=jusqu_a, ids=ids)


def received(indicateur: str, jusqu_a: date, ids: tuple[str, ...]) -> pd.DataFrame:
    """What came of one indicator from some CPTS, month by month; columns of queries_fiche.indicator_received."""
    return asked(_received, indicateur, jusqu_a, ids)
