"""How a page asks the store: once per committed state, never keyed on a frame, whose hash Streamlit samples.

Every cached question takes (store, Key, filters). Frames given back are copies of the cached ones; pages may change them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import session
from pipelines.store.scope import Scope

cached = st.cache_data(show_spinner=False, max_entries=128)


@dataclass(frozen=True)
class Key:
    """What an answer depends on beside the filters: which store, in which committed state, asked by whom."""

    path: str
    snapshot: str
    scope: Scope


def asked(question: Callable[..., Any], *filters: Any) -> Any:
    """The answer of a cached question on the store as it is now, for whoever is asking."""
    store = session.store()
    return question(store, Key(str(store.path.resolve()), store.snapshot(), session.scope()), *filters)
