"""Charts: a frame goes in, a Plotly figure, its French sentence and its table come out. No Streamlit here."""
