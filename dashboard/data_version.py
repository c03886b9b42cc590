"""The version of the data that a screen or a file rests on: the newest deposit of the reader, and a short mark of the store."""

from datetime import datetime

import pandas as pd

from dashboard import session
from dashboard.asking import Key, asked, cached
from pipelines.publish.synthese import short_mark
from pipelines.store import queries
from pipelines.store.connection import Store


@cached
def _last_deposit(_store: Store, key: Key) -> datetime | None:
    known = queries.deposits(_store, key.scope, limit=1)
    return None if known.empty else pd.Timestamp(known["depose_le"].iloc[0]).to_pydatetime()


def last_deposit() -> datetime | None:
    """When the newest deposit in scope came; None when there is none."""
    return asked(_last_deposit)


def mark() -> str:
    """Eight letters and figures that change whenever what is stored changes: two files with the same mark agree."""
    return short_mark(session.store())
