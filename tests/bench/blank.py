"""An empty page with one button: the floor of the page timings."""

import streamlit as st


def count() -> None:
    """Count one more click."""
    st.session_state["clics"] = st.session_state.get("clics", 0) + 1


st.title("Plancher")
st.button("Encore", on_click=count)
st.text(f"Clics : {st.session_state.get('clics', 0)}.")
