"""What is asked before anyone does: the answers serve the pages, follow the store, and never stop the server."""

import sys
import threading

import pytest
import streamlit as st

from dashboard import warming
from dashboard.asking import questions
from dashboard.vue_ensemble import questions as vue_ensemble_questions
from pipelines.store.errors import StoreError
from tests.dashboard.opening import opened

PATIENCE = 20.0


@pytest.fixture
def cold():
    st.cache_data.clear()
    st.cache_resource.clear()


def counted(monkeypatch, module, name):
    """Replace a function by one that counts its calls."""
    calls = []
    inner = getattr(module, name)

    def wrapped(*args, **kwargs):
        calls.append(args)
        return inner(*args, **kwargs)

    monkeypatch.setattr(module, name, wrapped)
    return calls


def test_a_page_opened_after_it_computes_no_money_and_no_movement_again(screens, cold, monkeypatch):
    money, moved = (
        counted(monkeypatch, questions, "funding"),
        counted(monkeypatch, vue_ensemble_questions, "find_movements"),
    )
    warming.ask()
    assert len(money) == 1 and moved
    before = len(moved)
    opened("vue-ensemble")
    opened("fiche")
    assert (len(money), len(moved)) == (1, before)


def test_every_module_of_the_pages_is_loaded():
    warming.load_pages()
    assert {"dashboard.simulateur.vues.leviers", "dashboard.fiche.peers", "dashboard.depot.preview"} <= set(sys.modules)
    assert "dashboard.app" not in sys.modules  # a script, run at each visit


class Asked:
    """Counts the questions; each may be waited for."""

    def __init__(self, fails=False):
        self.times, self.fails = 0, fails
        self.event = threading.Event()

    def __call__(self):
        self.times += 1
        self.event.set()
        if self.fails:
            raise StoreError("Les données sont occupées.")

    def again(self):
        self.event.clear()
        return self.event.wait(PATIENCE)


def test_it_asks_again_once_what_is_stored_has_changed_and_rests():
    ask, marks, rested = Asked(), ["a"], threading.Semaphore(0)

    def mark():
        rested.release()
        return marks[-1]

    def looked(times):
        for _ in range(times):
            assert rested.acquire(timeout=PATIENCE)

    warmer = warming.Warmer(prepare=lambda: None, ask=ask, mark=mark, period=0.01)
    warmer.start()
    try:
        assert ask.event.wait(PATIENCE)
        looked(5)
        assert ask.times == 1  # nothing changed since
        marks.append("b")
        assert ask.again()
        assert ask.times == 2
    finally:
        warmer.stop()


def test_while_the_store_keeps_changing_nothing_is_asked():
    ask, count, done = Asked(), iter(range(10**6)), threading.Event()

    def mark():
        at = next(count)
        if at > 30:
            done.set()
        return at

    warmer = warming.Warmer(prepare=lambda: None, ask=ask, mark=mark, period=0.001)
    warmer.start()
    assert done.wait(PATIENCE)
    warmer.stop()
    assert ask.times == 0


def test_a_store_that_cannot_be_read_stops_neither_it_nor_the_server():
    ask, marks = Asked(fails=True), ["a"]
    warmer = warming.Warmer(prepare=lambda: None, ask=ask, mark=lambda: marks[-1], period=0.01)
    warmer.start()
    try:
        assert ask.event.wait(PATIENCE)
        marks.append("b")
        assert ask.again()
    finally:
        warmer.stop()


def test_without_a_store_nothing_is_asked_nor_created(tmp_path, monkeypatch):
    monkeypatch.setenv("CPTS_STORE", str(tmp_path / "rien"))
    assert warming.mark() is None
    assert not (tmp_path / "rien").exists()
