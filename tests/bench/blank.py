"""An empty page with one picker: the floor of the page timings."""

import streamlit as st

st.title("Plancher")
st.text(f"Choix : {st.selectbox('Choix', ['un', 'deux', 'trois'])}")
