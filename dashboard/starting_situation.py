"""What a situation file gives the form that starts from it. No Streamlit here."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from dashboard.simulation import FICHIER, FREE


def owner(start: str, base: Mapping[str, Any], *, known: Collection[str]) -> str:
    """Whose situation it is: the contract started from; for a file, the contract it names if it is in scope, else nobody."""
    named = str(base.get("id_cpts", ""))
    return start if start != FICHIER else named if named in known else FREE


def years_of(base: Mapping[str, Any], *, start: str, usual: int) -> int:
    """How many contract years: those the file asks for, else the usual number."""
    return int(base.get("annees") or usual) if start == FICHIER else usual


def rates_of(base: Mapping[str, Any]) -> dict[int, dict[str, Decimal]]:
    """The rates that a situation gives, by contract year and mission."""
    given = base.get("atteinte") or {}
    return {int(year): {code: Decimal(str(rate)) for code, rate in by.items()} for year, by in given.items()}
