"""An empty page with one button: the floor of the page timings."""

import streamlit as st

st.title("Plancher")
st.text(f"Clics : {st.session_state.get('clics', 0)}")
if st.button("Encore"):
    st.session_state["clics"] = st.session_state.get("clics", 0) + 1
