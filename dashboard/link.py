"""Names that lead to their page, as HTML for tables."""

from html import escape
from urllib.parse import quote


def cpts(id_cpts: str, name: str) -> str:
    """The name of a CPTS, to its Fiche."""
    return _link("fiche?cpts=", id_cpts, name)


def indicator(code: str, name: str) -> str:
    """The name of an indicator, to its page."""
    return _link("indicateur?indicateur=", code, name)


def deposit(depot: str, name: str) -> str:
    """The file of a deposit, to its detail."""
    return _link("depot?depot=", depot, name)


def _link(address: str, code: str, name: str) -> str:
    return f'<a href="{address}{quote(code, safe="")}" target="_self">{escape(name)}</a>'
