"""The Streamlit entry: page settings, the store opened once, navigation. Run through server.py."""

from pathlib import Path

import streamlit as st

from dashboard.asking import session
from dashboard.pages import PAGES
from dashboard.ui import pickers
from pipelines.catalogue import CatalogueError
from pipelines.store.errors import StoreError

CHROME = Path(__file__).parent / "chrome"
ABOUT = (
    "**Pilotage CPTS** suit les indicateurs des CPTS et calcule leur financement ACI. Logiciel libre, "
    "licence EUPL-1.2. Aucune donnée personnelle, aucun traceur, rien n’est chargé depuis l’extérieur."
)

# A local icon: without one Streamlit fetches the page's icon from a font service.
st.set_page_config(
    page_title="Pilotage CPTS",
    page_icon=str(CHROME / "favicon.svg"),
    layout="wide",
    menu_items={"About": ABOUT},
)
st.logo(str(CHROME / "logo.svg"), size="large", link=None)
page = st.navigation(
    [
        st.Page(spec.script, title=spec.title, icon=spec.icon, url_path=spec.path, default=spec is PAGES[0])
        for spec in PAGES
    ],
    position="top",
)
try:
    session.store()
    session.catalogue()
except (StoreError, CatalogueError) as error:
    st.title("Données indisponibles")
    st.error(str(error), icon=":material/database_off:")
    st.stop()
pickers.follow_history(page.url_path)
# Where pickers say that a link names something unknown.
st.session_state["avis"] = st.container()
if page.url_path != "depot":
    # The preview of a file weighs as much as the file: it does not outlive the page.
    st.session_state.pop("depot.apercu", None)
page.run()
