"""The money: the agreement as data, entitlement, payments.

Read in this order: ``accord`` (the agreement), ``situation`` (one contract), ``droits`` (lines and payments),
``avertissements``, ``et_si``; ``simulation`` runs them. Its names are imported when they are used: the catalogue needs the
agreement alone, and must not wait for the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from calculators.aci.accord.load import Accord, AccordError, load_accord
    from calculators.aci.simulation import Resultat, simulate
    from calculators.aci.situation.read import SituationError, Situations, read_situation, read_situations, tabulate
    from calculators.aci.situation.schema import Situation

__all__ = [
    "Accord",
    "AccordError",
    "Resultat",
    "Situation",
    "SituationError",
    "Situations",
    "load_accord",
    "read_situation",
    "read_situations",
    "simulate",
    "tabulate",
]
_MODULES = {
    "accord.load": ("Accord", "AccordError", "load_accord"),
    "simulation": ("Resultat", "simulate"),
    "situation.read": ("SituationError", "Situations", "read_situation", "read_situations", "tabulate"),
    "situation.schema": ("Situation",),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
