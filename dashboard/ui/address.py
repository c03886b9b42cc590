"""The address of the page: it holds what was chosen, so that a link shows what its sender saw.

Streamlit's own `bind="query-params"` writes labels in the URL and falls back in silence on an unknown value; here the
URL holds codes, a link that names something unknown says so, and a value carried from page to page is remembered for the
session.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from calculators import french
from dashboard.ui.words import literal


def restore(key: str, *, label: str, read: Callable[[str], Any], default: Any, valid: Callable[[Any], bool]) -> str:
    """Put into the widget's state what the URL, else the session's memory, else the default says. Gives its key."""
    widget = f"choix.{key}"
    state = st.session_state
    raw = st.query_params.get(key)
    if raw is not None and raw != state.get(f"url.{key}"):
        try:
            value = read(raw)
            if not valid(value):
                raise ValueError(raw)
            state[widget] = value
        except ValueError:
            warn_of_link(
                f"Le lien demande « {raw[:80]} » pour « {label} » : cette valeur n’existe pas ici. "
                "La valeur habituelle est affichée."
            )
    if widget not in state or not valid(state[widget]):
        remembered = state.get(f"memoire.{key}")
        state[widget] = remembered if remembered is not None and valid(remembered) else default
    return widget


def warn_of_link(text: str) -> None:
    """Say, at the top of the page, what of its address can't be shown; nothing that it quotes is obeyed."""
    st.session_state.get("avis", st).warning(literal(french.typography(text)), icon=":material/link_off:")


def publish(key: str, *, value: Any, text: str, default_text: str | None = None) -> None:
    """Remember the value and write it in the URL; a value equal to `default_text` is left out of it."""
    st.session_state[f"memoire.{key}"] = value
    st.session_state.setdefault(f"cles.{st.session_state.get('page', '')}", set()).add(key)
    if default_text is not None and text == default_text:
        if key in st.query_params:
            del st.query_params[key]
    elif st.query_params.get(key) != text:
        st.query_params[key] = text
    st.session_state[f"url.{key}"] = text


def follow_history(page: str) -> None:
    """Called before each page. After Back or Forward the URL holds the whole truth: what it leaves out is the default
    again, not what the session remembers. `chrome/historique.js` marks these arrivals."""
    state = st.session_state
    if state.get("page") != page:
        # Two pages may name a filter alike with other labels: a widget starts again from what is remembered.
        for name in [name for name in state if str(name).startswith("choix.")]:
            del state[name]
    state["page"] = page
    if "retour" in st.query_params:
        del st.query_params["retour"]
        forget(*(key for key in state.get(f"cles.{page}", ()) if key not in st.query_params))


def forget(*keys: str) -> None:
    """Drop what was chosen for some keys, in the session and in the URL: their defaults come back."""
    for key in keys:
        for prefix in ("choix", "url", "memoire"):
            st.session_state.pop(f"{prefix}.{key}", None)
        if key in st.query_params:
            del st.query_params[key]


def has_changed(name: str, value: object) -> bool:
    """True when `value` differs from that of the previous run of this page in the session."""
    before = st.session_state.get(f"avant.{name}", value)
    st.session_state[f"avant.{name}"] = value
    return bool(before != value)


def keep(key: str, text: str) -> None:
    """Keep a text that has no field of its own; an empty one is left out of the address."""
    publish(key, value=text, text=text, default_text="")


def recall(key: str) -> str:
    """A text kept by `keep`: that of the address, else of the session; empty when there is none."""
    text = str(st.query_params.get(key, st.session_state.get(f"memoire.{key}", "")))
    keep(key, text)
    return text
