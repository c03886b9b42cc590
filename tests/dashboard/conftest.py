"""A small store for the screens: the reference catalogue and one deposited month, marked as demonstration."""

import shutil
from contextlib import ExitStack
from datetime import date, datetime

import pandas as pd
import pytest
import streamlit as st
from starlette.testclient import TestClient

from dashboard import server
from dashboard.warming import Warmer
from pipelines.catalogue import load_catalogue
from pipelines.ingest.apart.readers import READERS
from pipelines.store.connection import Store
from pipelines.store.questions.comparaison import month_values
from pipelines.store.scope import Scope
from tests.dashboard.opening import MONTH_SENT, SAMPLES, read_provisional
from tests.depositing import deposit
from tests.once import made_once


@pytest.fixture(scope="session")
def client():
    """The ASGI application, started once: a second start in the same process would wait forever for Streamlit's runtime.

    It asks nothing by itself: its thread would read, for as long as the tests last, the stores they close.
    """
    with ExitStack() as served:
        # While it starts, no longer: other tests are about the thread itself.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Warmer, "start", lambda self: None)
            # Nor does it have files read by another process: the tests of this one look at how they are read.
            patch.setattr(READERS, "await_files", lambda: None)
            client = served.enter_context(TestClient(server.app))
        yield client


@pytest.fixture(scope="session")
def small_store(tmp_path_factory):
    """The path of a store that holds the complete sample month of the four CPTS: one for each worker, groups are saved in it."""

    def load(path):
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

    made = made_once(tmp_path_factory, "ecran", load)
    return shutil.copytree(made, tmp_path_factory.mktemp("ecran") / "store")


@pytest.fixture(scope="session")
def waiting_store(demo_folder, tmp_path_factory):
    """The demonstration with one more month, sent before it was over: its values are provisional."""
    path = tmp_path_factory.mktemp("provisoire") / "store"
    shutil.copytree(demo_folder, path)
    store, scope = Store.open(path), Scope.local()
    lines = ["id_cpts;mois;indicateur;numerateur;denominateur;valeur"]
    for code, item in load_catalogue().indicateurs.items():
        known = month_values(store, scope, indicateur=code, mois=date(2026, 10, 1))
        for row in known[known["etat"].eq("valeur")].itertuples():
            if pd.notna(row.denominateur):
                lines.append(f"{row.id_cpts};2026-11;{code};{row.numerateur:.0f};{row.denominateur:.0f};")
            elif item.type == "livrable":
                lines.append(f"{row.id_cpts};2026-11;{code};;;{'oui' if row.valeur else 'non'}")
            elif item.type == "compte":
                lines.append(f"{row.id_cpts};2026-11;{code};;;{row.valeur:.0f}")
    content = "\r\n".join([*lines, ""]).encode()
    done = deposit(
        store, scope, content, "novembre.csv", auteur="test", demonstration=True, maintenant=datetime(2026, 11, 25, 9)
    )
    assert done.etat == "actif" and done.nouvelles > 500
    return path


@pytest.fixture
def waiting(waiting_store, monkeypatch):
    """Pages read the store whose last month is provisional, on a day of that month."""
    read_provisional(waiting_store, monkeypatch)
    yield waiting_store
    st.cache_resource.clear()


@pytest.fixture
def screens(small_store, monkeypatch):
    """Pages read the small store; nothing cached by another test is left."""
    monkeypatch.setenv("CPTS_STORE", str(small_store))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield small_store
    st.cache_resource.clear()


@pytest.fixture
def empty(screens, tmp_path, monkeypatch):
    """A store of its own, with the reference catalogue alone."""
    monkeypatch.setenv("CPTS_STORE", str(tmp_path / "neuf"))
    return Store.open(tmp_path / "neuf")
