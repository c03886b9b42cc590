"""The questions pages ask the store, answered once per committed state of it.

Every cached function is keyed on (store, snapshot, scope, filters): never on a frame, whose hash Streamlit samples.
"""

import json
from typing import Any

import streamlit as st

from dashboard import session
from pipelines.store import queries
from pipelines.store.connection import Store
from pipelines.store.scope import Scope

cached = st.cache_data(show_spinner=False, max_entries=64)


@cached
def _situations(_store: Store, path: str, snapshot: str, scope: Scope) -> dict[str, tuple[str, dict[str, Any]]]:
    frame = queries.contracts(_store, scope)
    known = frame[frame["date_signature"].notna()]
    ordered = known.sort_values(["demonstration", "nom"])
    return {
        row.id_cpts: (f"{row.nom}{' (démonstration)' if row.demonstration else ''}", json.loads(row.situation))
        for row in ordered.itertuples()
    }


def situations() -> dict[str, tuple[str, dict[str, Any]]]:
    """Contracts with a known signature: id → (name, situation), the real ones first."""
    store = session.store()
    return _situations(store, str(store.path), store.snapshot(), session.scope())
