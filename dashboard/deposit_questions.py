"""The questions about deposits and what is still awaited, answered once per committed state of the store."""

from datetime import date

import pandas as pd

from dashboard import session
from dashboard.asking import Key, asked, cached
from pipelines.store.connection import Store
from pipelines.store.gels import frozen as _frozen_months
from pipelines.store.queries_completude import completeness as _completeness_of


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
