"""From one page to another: pages as Streamlit wants them, each named by its address alone."""

from collections.abc import Callable
from importlib import import_module

import streamlit as st

from dashboard.asking.session import Session
from dashboard.pages import PageSpec


def navigable(spec: PageSpec, draw: Callable[[], None]) -> st.Page:
    """The page for Streamlit's navigation. Two made of one spec are the same page to it, whatever draws them."""
    return st.Page(draw, title=spec.title, icon=spec.icon, url_path=spec.path, default=spec.home)


def load(spec: PageSpec) -> Callable[[Session], None]:
    """What draws a page: `show` of its module, imported here when someone opens it, so that its failure is its own."""
    show: Callable[[Session], None] = import_module(spec.module).show
    return show


def _elsewhere() -> None:
    """What a link draws of the page it leads to."""


def go(spec: PageSpec, **filters: str) -> None:
    """Leave this page for another, with its filters."""
    st.switch_page(navigable(spec, _elsewhere), query_params=filters)


def link(spec: PageSpec, label: str, *, icon: str, **filters: str) -> None:
    """A link to another page, with its filters."""
    st.page_link(navigable(spec, _elsewhere), label=label, icon=icon, query_params=filters)
