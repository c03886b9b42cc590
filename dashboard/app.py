"""The Streamlit entry: page settings, the store opened once, navigation. Run through server.py."""

from functools import partial
from pathlib import Path

import streamlit as st

from calculators.french_error import FrenchError
from dashboard import guide
from dashboard.asking import session
from dashboard.pages import DEPOT, PAGES, PageSpec
from dashboard.ui import address, links
from dashboard.ui.words import literal

CHROME = Path(__file__).parent / "chrome"
ABOUT = (
    "**Pilotage CPTS** suit les indicateurs des CPTS et calcule leur financement ACI. Logiciel libre, "
    "licence EUPL-1.2. Aucune donnée personnelle, aucun traceur, rien n’est chargé depuis l’extérieur."
)


def draw(spec: PageSpec) -> None:
    """One page, for the session of this run; one sentence instead when the data can't be read."""
    try:
        here = session.current()
    except FrenchError as error:
        st.title("Données indisponibles")
        st.error(literal(str(error)), icon=":material/database_off:")
        return
    links.load(spec)(here)


# A local icon: without one Streamlit fetches the page's icon from a font service.
st.set_page_config(
    page_title="Pilotage CPTS",
    page_icon=str(CHROME / "favicon.svg"),
    layout="wide",
    menu_items={"About": ABOUT},
)
st.logo(str(CHROME / "logo.svg"), size="large", link=None)
page = st.navigation([links.navigable(spec, partial(draw, spec)) for spec in PAGES], position="top")
# Each page by its own name, in the tab and for those who hear it.
st.set_page_config(page_title=f"{page.title} · Pilotage CPTS")
address.follow_history(page.url_path)
st.container(key="guide").html(guide.link(page.url_path or PAGES[0].path))
# Where pickers say that a link names something unknown.
st.session_state["avis"] = st.container()
if page.url_path != DEPOT.path:
    # The preview of a file weighs as much as the file: it does not outlive the page.
    st.session_state.pop("depot.apercu", None)
page.run()
