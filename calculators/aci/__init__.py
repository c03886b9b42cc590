"""The money: the agreement as data, entitlement, payments."""

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
