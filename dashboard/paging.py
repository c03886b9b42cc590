"""A long table a page at a time: which rows to show, and how to say so."""

import streamlit as st

from dashboard import french

PER_PAGE = 20


def page_of(total: int, *, key: str, size: int = PER_PAGE) -> slice:
    """The rows of the page chosen, of `total`; the pager shows only when there is more than one page.

    A list that changes length starts again at its first page.
    """
    pages = -(-total // size)
    page = st.pagination(pages, key=f"{key}.page.{total}") if pages > 1 else 1
    return slice((page - 1) * size, min(page * size, total))


def shown(rows: slice, total: int) -> str:
    """« ; du 21e au 40e », for the caption of one page of many; nothing when everything shows."""
    if rows.stop - rows.start >= total:
        return ""
    first = "1er" if rows.start == 0 else f"{french.number(rows.start + 1)}e"
    if rows.stop == rows.start + 1:
        return f" ; le {first} seul"
    return f" ; du {first} au {french.number(rows.stop)}e"
