"""Open a page as its address names it, and read what it wrote."""

from datetime import date, datetime
from pathlib import Path

import streamlit as st
from pytest import MonkeyPatch
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import pages

APP = Path(pages.__file__).parent / "app.py"
SAMPLES = Path(__file__).parents[2] / "data" / "sample"
#: When the complete month of the samples came into the small store.
MONTH_SENT = datetime(2026, 11, 30, 9, 0)


def opened(path: str, **params: str) -> AppTest:
    page = asked(path, **params)
    assert not page.exception, page.exception
    return page


def asked(path: str, **params: str) -> AppTest:
    """The page, whether it failed or not."""
    page = AppTest.from_file(str(APP), default_timeout=30)
    page._page_hash = calc_hash(path)  # as Streamlit names a page: by its address
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def read_provisional(store: Path, patch: MonkeyPatch) -> None:
    """Pages read the store whose last month is provisional, on a day of that month; nothing cached is left."""
    patch.setenv("CPTS_STORE", str(store))
    patch.setattr("dashboard.asking.session.today", lambda: date(2026, 11, 26))
    st.cache_data.clear()
    st.cache_resource.clear()


def html(page: AppTest) -> str:
    """Everything the page wrote as HTML."""
    return (
        "\n".join(str(element.proto.body) for element in page.get("html")).replace("\u202f", " ").replace("\xa0", " ")
    )
