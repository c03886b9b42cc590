"""The questions about deposits and what is still awaited, answered once per committed state of the store."""

from datetime import date, datetime

import pandas as pd

from dashboard.asking import session
from dashboard.asking.cache import Key, asked, cached
from pipelines.store.connection import Store
from pipelines.store.depots.gels import frozen as _frozen_months
from pipelines.store.depots.journal import journal as _journal_rows
from pipelines.store.depots.journal_valeurs import changes_at as _changes_of
from pipelines.store.questions import facade
from pipelines.store.questions.completude import completeness as _completeness_of

#: Nothing that was deposited is out of reach: one line each, a hundred a month for a century.
EVERY = 120_000


@cached
def _completeness(_store: Store, key: Key, debut: date, fin: date, aujourdhui: date) -> pd.DataFrame:
    return _completeness_of(_store, key.scope, debut=debut, fin=fin, aujourdhui=aujourdhui)


def completeness(debut: date, fin: date) -> pd.DataFrame:
    """CPTS × month × supplier from `debut` to `fin`, as of today; columns of queries_completude.completeness."""
    return asked(_completeness, debut, fin, session.today())


@cached
def _frozen(_store: Store, key: Key) -> pd.DataFrame:
    return _frozen_months(_store, key.scope)


def frozen() -> pd.DataFrame:
    """The months frozen now, one row per CPTS and month; columns of gels.frozen."""
    return asked(_frozen)


@cached
def _deposits(_store: Store, key: Key) -> pd.DataFrame:
    return facade.deposits(_store, key.scope, EVERY)


def deposits() -> pd.DataFrame:
    """The deposits, newest first; columns of queries.deposits."""
    return asked(_deposits)


@cached
def _journal(_store: Store, key: Key, depot: str | None, actions: tuple[str, ...] | None) -> pd.DataFrame:
    return _journal_rows(_store, key.scope, depot=depot, actions=actions, limite=EVERY)


def refusals() -> pd.DataFrame:
    """The deposits refused, newest first; columns of journal.journal."""
    return asked(_journal, None, ("depot_refuse",))


def journal_of(depot: str) -> pd.DataFrame:
    """What was done to one deposit, newest first; columns of journal.journal."""
    return asked(_journal, depot, None)


@cached
def _changes(_store: Store, key: Key, depot: str, quand: datetime) -> pd.DataFrame:
    return _changes_of(_store, key.scope, depot=depot, quand=quand)


def changes_at(depot: str, quand: datetime) -> pd.DataFrame:
    """The values that a line of a deposit's journal changed; columns of journal_valeurs.changes_at."""
    return asked(_changes, depot, quand)
