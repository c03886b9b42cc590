"""Sentences that several pages say in the same words."""

import re

from calculators import french
from calculators.aci.accord.load import nearest_taille
from calculators.aci.accord.schema import Bloc

#: What Markdown, or Streamlit's own marks in it, would take for something else than itself.
MARKS = re.compile(
    r"[\\`*\[\]<>~$|&#]|(?<![a-z0-9])_|_(?![a-z0-9])|:(?=[a-z])|^\s*[-+](?=\s)", re.IGNORECASE | re.MULTILINE
)
#: Where an address of the web or of a person is recognised after the marks were read: no escape holds it, a joiner does.
ADDRESSES = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)


def literal(text: str) -> str:
    """A text that is not ours (an address, a file, a field, a person) where Markdown is read: shown as it is, never obeyed."""
    return ADDRESSES.sub("\u2060", MARKS.sub(lambda mark: mark[0][:-1] + "\\" + mark[0][-1], text))


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
