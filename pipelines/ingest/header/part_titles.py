"""Titles and words that say what part of a whole a line counts: a sex, an age, a commune, a profession, an objective…

A column of that kind is never left aside in silence: the part would be stored as the whole. Some titles (« Type »,
« Statut ») say many things; under them only the words that set an observation apart from an objective or a draft count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from pipelines.ingest.texts import plain

#: The fields of these columns, three of them at most: a file cut in more ways is refused on the first.
PARTS = ("part_1", "part_2", "part_3")
Nature = Literal["entier", "part", "visee", "autre"]

_SURE = re.compile(
    r"sexes?|genres?|(?:(?:tranche|classe|groupe)s? )?(?:d )?ages?(?: quinquennal)?|(?:code )?(?:insee )?(?:de la )?communes?(?: insee)?"
    r"|code insee|iris|cantons?|quartiers?|qpv|bassins?(?: de vie)?|professions?|specialites?"
    r"|categories?(?: socio ?)?(?: professionnelles?)?(?: de (?:ps|professionnels?|patients?))?|regimes?(?: d affiliation)?|caisses?"
    r"|sites?|etablissements?|populations?|sous populations?|publics?|modalites?|filtres?|strates?|secteurs?"
    r"|trimestres?|semestres?|semaines?|sex|gender"
)
_LOOSE = re.compile(
    r"types?(?: de (?:valeur|donnee|ligne)s?)?|natures?|statuts?|etats?|phases?|scenarios?|realise objectif|objectif realise"
)
_WHOLE = re.compile(
    r"|t|(?:tous|toutes|ensemble|total|totaux)(?: .*)?|tout|les deux(?: sexes)?|deux sexes|(?:hommes? et femmes?|femmes? et hommes?)"
    r"|h f|f h|hf|fh|all|both|global|entier|nd|na|n a|non (?:renseigne|precise|applicable)e?s?|inconnue?|sans objet"
)
_DONE = re.compile(r"(?:valeur )?(?:realise|observe|constate|definiti|reel|atteint|valide|mesure)[a-z]*")
_AIMED = re.compile(
    r"(?:valeur )?(?:objectif|cible|prevision|previsionnel|prevu|attendu|budget|projection|projete|simulation|simule|vise)[a-z]*(?: .*)?"
)
_DRAFT = re.compile(r"provisoires?|estime?e?s?|estimations?|a confirmer|brouillons?|consolide?e?s?|semi definiti[a-z]*")
_UNDER_A_TITLE = re.compile(
    r"hommes?|femmes?|garcons?|filles?|masculin|feminin|h|f|\d+ (?:a )?\d* ?ans(?: et (?:plus|moins))?"
)
_NUMBER = re.compile(r"[\d\s.,]+")


def find_part_columns(titles: Sequence[str], used: Mapping[str, int]) -> dict[str, int]:
    """The columns whose title says a part, by field of PARTS. ``used``: the column of each field already known."""
    taken = set(used.values())
    found = [i for i, title in enumerate(titles) if i not in taken and (_sure(title) or _LOOSE.fullmatch(plain(title)))]
    return dict(zip(PARTS, found, strict=False))


def tell_part(title: str, text: str) -> Nature:
    """What a cell under such a title says of its line: the whole, a part of it, a value aimed at and not observed, or nothing
    of the kind.
    """
    words = plain(text)
    if _AIMED.fullmatch(words):
        return "visee"
    if _WHOLE.fullmatch(words) or _DONE.fullmatch(words):
        return "entier"
    if not _sure(title):
        return "part" if _DRAFT.fullmatch(words) or _UNDER_A_TITLE.fullmatch(words) else "autre"
    # A population in figures is a fact about the territory, in letters it is that of the line.
    return "autre" if plain(title).startswith("population") and _NUMBER.fullmatch(text.strip()) else "part"


def is_part_under_title(text: str) -> bool:
    """True for what names a part in a second line of titles: « Hommes », « 65 à 74 ans »."""
    return _UNDER_A_TITLE.fullmatch(plain(text)) is not None


def _sure(title: str) -> bool:
    return _SURE.fullmatch(plain(title)) is not None
