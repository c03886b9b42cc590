"""What a page starts from: the store, who is asking, the catalogue, the accord, the day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

import streamlit as st

from calculators.aci.accord.load import Accord, load_accord
from pipelines.catalogue import Catalogue, load_catalogue
from pipelines.store.connection import Store
from pipelines.store.scope import Scope


@dataclass(frozen=True, eq=False)
class Session:
    """What one run of a page rests on, the same from its first line to its last."""

    store: Store
    scope: Scope
    catalogue: Catalogue
    accord: Accord
    today: date


#: The session a question is being answered for, and whether the answer goes to every reader of its rights.
_ANSWERING: ContextVar[tuple[Session, bool] | None] = ContextVar("answering", default=None)


def current() -> Session:
    """The session of a run that begins, or of the question being answered. Raises StoreError or CatalogueError."""
    answering = _ANSWERING.get()
    if answering is not None:
        return answering[0]
    return Session(store=store(), scope=scope(), catalogue=catalogue(), accord=accord(), today=today())


@contextmanager
def asking(one: Session, *, shared: bool) -> Iterator[None]:
    """While a question is answered, those it asks in turn are answered for the same session."""
    token = _ANSWERING.set((one, shared))
    try:
        yield
    finally:
        _ANSWERING.reset(token)


def is_shared() -> bool:
    """True while a question is answered for every reader of some rights."""
    answering = _ANSWERING.get()
    return answering is not None and answering[1]


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The store named by CPTS_STORE, else data/store; one object for the whole process."""
    return Store.open()


def scope() -> Scope:
    """Who is asking. Everything reads through it; sign-in will fill it from the identity."""
    return Scope.local()


def snapshot() -> str:
    """The committed state of the store, first part of every cache key."""
    return store().snapshot()


def catalogue() -> Catalogue:
    """CPTS, indicators, missions, contracts of reference."""
    return load_catalogue()


def accord() -> Accord:
    """The agreement, all versions."""
    return load_accord()


def today() -> date:
    """The day the screens are read."""
    return date.today()
