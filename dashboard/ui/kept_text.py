"""Texts without a field of their own, kept in the address of the page and in the session."""

import streamlit as st

from dashboard.ui import pickers


def keep(key: str, text: str) -> None:
    """Keep a text; an empty one is left out of the address."""
    pickers.publish(key, value=text, text=text, default_text="")


def kept(key: str) -> str:
    """A text kept by `keep`: that of the address, else of the session; empty when there is none."""
    text = str(st.query_params.get(key, st.session_state.get(f"memoire.{key}", "")))
    keep(key, text)
    return text
