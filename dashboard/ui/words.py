"""Sentences that several pages say in the same words."""

from calculators import french
from calculators.aci.accord.load import nearest_taille
from calculators.aci.accord.schema import Bloc


def say_taille(population: int, bloc: Bloc) -> str:
    """The taille of a population in words, with the distance to its nearest limit."""
    near = nearest_taille(bloc, population)
    if not near.ecart:
        return f"Taille {near.taille}."
    distance = abs(near.ecart)
    side = "de plus" if near.ecart > 0 else "de moins"
    people = f"{french.number(distance)} {french.plural(distance, 'habitant')} {side}"
    verb = french.plural(distance, "ferait", "feraient")
    return f"Taille {near.taille}. {people} {verb} passer en taille {near.autre}."
