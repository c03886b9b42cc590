"""How a page asks the store: once per committed state, never keyed on a frame, whose hash Streamlit samples.

A question is a function of the session and of filters, decorated by :func:`question`; it is asked with the filters alone.
Its answer is kept by the store, its committed state, the day, the rights of whoever asks, and the filters: readers of the
same rights share it. It is asked by nobody in particular, so that it can't depend on the reader's name; a question about what
belongs to one reader (their groups, their own deposits) says so, and is kept by reader.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, wraps
from hashlib import sha256
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar, overload

import streamlit as st

from dashboard.asking import session
from dashboard.asking.session import Session
from pipelines.store.scope import Scope

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class State:
    """What an answer depends on beside the filters: the store, its committed state, the day, who may see what."""

    store: str
    snapshot: str
    today: date
    reader: str


@lru_cache(maxsize=256)
def _mark(scope: Scope) -> str:
    """A short text that two scopes share when they are the same: Streamlit takes long to hash hundreds of CPTS."""
    parts = (scope.lecteur, *(None if s is None else sorted(s) for s in (scope.cpts, scope.depots, scope.fournisseurs)))
    return sha256(repr(parts).encode()).hexdigest()


@overload
def question(ask: Callable[Concatenate[Session, P], R], /) -> Callable[P, R]: ...


@overload
def question(
    *, entries: int = 128, copied: bool = True, personal: bool = False, spinner: bool | str = False
) -> Callable[[Callable[Concatenate[Session, P], R]], Callable[P, R]]: ...


def question(
    ask: Callable[..., Any] | None = None,
    /,
    *,
    entries: int = 128,
    copied: bool = True,
    personal: bool = False,
    spinner: bool | str = False,
) -> Callable[..., Any]:
    """Keep the answers of a function of (session, filters…); it is then asked with the filters alone.

    `entries`: how many answers are kept; `copied`: each asking gets its own copy, else all share one, which nobody may
    change; `personal`: the answer belongs to one reader, not to their rights; `spinner`: what is said while it is computed.
    Filters must be hashable by Streamlit and short: no frame. Raises RuntimeError when a personal question is asked inside one
    that is not: its answer would reach other readers.
    """

    def decorate(ask: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
        parameters = signature(ask)

        def answer(_compute: Callable[[], R], state: State, filters: tuple[object, ...]) -> R:
            return _compute()

        # By these names Streamlit tells one cache from another.
        answer.__module__, answer.__qualname__ = ask.__module__, ask.__qualname__
        kept: Callable[[Callable[[], R], State, tuple[object, ...]], R]
        if copied:
            kept = st.cache_data(show_spinner=spinner, max_entries=entries)(answer)
        else:
            kept = st.cache_resource(show_spinner=spinner, max_entries=entries)(answer)

        @wraps(ask)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            now = session.current()
            if not personal:
                now = replace(now, scope=now.scope.rights)
            elif session.is_shared():
                raise RuntimeError(f"{ask.__qualname__} belongs to one reader: it can't be asked for all of them")
            bound = parameters.bind(now, *args, **kwargs)
            bound.apply_defaults()
            filters = tuple(bound.arguments.values())[1:]

            def compute() -> R:
                with session.asking(now, shared=not personal):
                    return ask(now, *args, **kwargs)

            return kept(compute, _state(now), filters)

        return asked

    return decorate if ask is None else decorate(ask)


def _state(now: Session) -> State:
    return State(now.store.identity, now.store.snapshot(), now.today, _mark(now.scope))
