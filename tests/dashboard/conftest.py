"""A small store for the screens: the reference catalogue and one deposited month, marked as demonstration."""

from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st

from pipelines.ingest.deposits import deposit
from pipelines.store.connection import Store
from pipelines.store.scope import Scope

SAMPLES = Path(__file__).parents[2] / "data" / "sample"
MONTH_SENT = datetime(2026, 11, 30, 9, 0)


@pytest.fixture(scope="session")
def small_store(tmp_path_factory):
    """The path of a store that holds the complete sample month of the four CPTS."""
    path = tmp_path_factory.mktemp("ecran") / "store"
    file = SAMPLES / "DEMO_2026-11_complet.csv"
    done = deposit(
        Store.open(path),
        Scope.local(),
        file.read_bytes(),
        file.name,
        auteur="test",
        demonstration=True,
        maintenant=MONTH_SENT,
    )
    assert done.etat == "actif"
    return path


@pytest.fixture
def screens(small_store, monkeypatch):
    """Pages read the small store; nothing cached by another test is left."""
    monkeypatch.setenv("CPTS_STORE", str(small_store))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield small_store
    st.cache_resource.clear()
