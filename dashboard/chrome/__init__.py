"""Style, logo, French for what Streamlit says in English, addresses of files that nobody can guess."""
