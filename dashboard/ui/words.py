"""Sentences that several pages say in the same words."""

import re
from collections.abc import Mapping

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


def say_repeated(repeated: Mapping[int, Mapping[str, int]], names: Mapping[str, str]) -> str:
    """« Projection : les années pas encore observées répètent… l’année 2 (Prévention : l’année 3), avec sa fourchette. »

    ``repeated``: by contract year to come and mission, the year repeated. Empty when nothing is projected.
    """
    models = {mission: model for by in repeated.values() for mission, model in by.items()}
    if not models:
        return ""
    usual = max(set(models.values()), key=list(models.values()).count)
    others = [f"{names.get(m, m)} : l’année {model}" for m, model in models.items() if model != usual]
    aside = f" ({' ; '.join(others)})" if others else ""
    return (
        " Projection : les années pas encore observées répètent la dernière année observée en entier (à défaut, celle en "
        f"cours), l’année {usual}{aside}, avec sa fourchette. C’est une hypothèse."
    )
