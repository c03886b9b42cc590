"""How a page asks the store: once per committed state, never keyed on a frame, whose hash Streamlit samples.

Every cached question takes (store, Key, filters). Frames given back are copies of the cached ones; pages may change them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.asking import session
from pipelines.publish.synthese.document import short_mark
from pipelines.store.connection import Store
from pipelines.store.questions import facade
from pipelines.store.scope import Scope

cached = st.cache_data(show_spinner=False, max_entries=128)


@dataclass(frozen=True)
class Key:
    """What an answer depends on beside the filters: which store, in which committed state, asked by whom."""

    store: str
    snapshot: str
    scope: Scope


def asked(question: Callable[..., Any], *filters: Any) -> Any:
    """The answer of a cached question on the store as it is now, for whoever is asking."""
    store = session.store()
    return question(store, Key(store.identity, store.snapshot(), session.scope()), *filters)


@cached
def _last_deposit(_store: Store, key: Key) -> datetime | None:
    known = facade.deposits(_store, key.scope, limit=1)
    return None if known.empty else pd.Timestamp(known["depose_le"].iloc[0]).to_pydatetime()


def last_deposit() -> datetime | None:
    """When the newest deposit in scope came; None when there is none."""
    return asked(_last_deposit)


def mark() -> str:
    """Eight letters and figures that change whenever what is stored changes: two files with the same mark agree."""
    return short_mark(session.store())
