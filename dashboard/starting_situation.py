"""What a situation file gives the form that starts from it. No Streamlit here."""

from collections.abc import Collection, Mapping
from typing import Any

from dashboard.simulation import FICHIER, FREE


def owner(start: str, base: Mapping[str, Any], *, known: Collection[str]) -> str:
    """Whose situation it is: the contract started from; for a file, the contract it names if it is in scope, else nobody."""
    named = str(base.get("id_cpts", ""))
    return start if start != FICHIER else named if named in known else FREE


def years_of(base: Mapping[str, Any], *, start: str, usual: int) -> int:
    """How many contract years: those the file asks for, else the usual number."""
    return int(base.get("annees") or usual) if start == FICHIER else usual


def rates_of(base: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """The rates that a situation gives, with their bounds when it gives them, by contract year and mission."""
    return {int(year): dict(by) for year, by in (base.get("atteinte") or {}).items()}
