"""Sentences that several pages say in the same words."""

from calculators import french
from calculators.aci.accord.schema import Bloc


def taille_note(population: int, bloc: Bloc) -> str:
    """The taille of a population in words, with the distance to its nearest limit."""
    band = next(b for b in bloc.tailles if b.de <= population and (b.a is None or population <= b.a))
    limits = [
        (population - band.de + 1, band.taille - 1) if band.de else None,
        (band.a + 1 - population, band.taille + 1) if band.a is not None else None,
    ]
    distance, other = min(limit for limit in limits if limit)
    side = "de plus" if other > band.taille else "de moins"
    people = f"{french.number(distance)} {french.plural(distance, 'habitant')} {side}"
    verb = french.plural(distance, "ferait", "feraient")
    return f"Taille {band.taille}. {people} {verb} passer en taille {other}."


def typeset(text: str) -> str:
    """A sentence of the calculators as the screens write it: French spaces and apostrophes."""
    return french.typography(text).replace("'", "’")
