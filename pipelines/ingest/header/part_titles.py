"""Titles and words that say what part of a whole a line counts: a sex, an age, a commune, a profession, an objective…

A column of that kind is never left aside in silence: the part would be stored as the whole. Some titles (« Type »,
« Statut ») say many things; under them only the words that set an observation apart from an objective or a draft count.
A town, a zone or a fund may be that of the CPTS: it tells lines apart, and says nothing of a lone one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from pipelines.ingest.texts import plain

#: The fields of these columns: more than any file was seen to be cut by.
PARTS = tuple(f"part_{rank}" for rank in range(1, 13))
Nature = Literal["entier", "part", "lieu", "visee", "autre"]

# « Tranche d'âge », « Catégorie de patients », « Profession de santé », « Code commune INSEE »: a kind, its noun, what follows.
_KIND = r"(?:(?:tranche|classe|groupe|categorie|type|code|libelle|nom|mode|niveau)s? (?:de la |de l |de |d |du |des )?)"
_AFTER = r"(?: (?:du|de|des|d|l|la|insee|cible|ans|quinquennal|socio|professionnelles?).*)?"
_NOUNS = (
    r"sexes?|sex|genres?|gender|ages?|age (?:group|band|range)|communes?|insee|iris|cantons?|quartiers?|qpv|professions?"
    r"|specialites?|regimes?|affiliation|populations?|sous populations?|publics?"
    r"|modalites?|dimensions?|ventilations?|segments?|filtres?|strates?|trimestres?|semestres?|semaines?"
    r"|hommes? femmes?|h f|f h|m f|categories?"
)
_SURE = re.compile(
    rf"{_KIND}?(?:{_NOUNS}){_AFTER}|{_KIND}(?:patients?|professionnels?|ps|beneficiaires?|exercice){_AFTER}"
)
_PLACE = re.compile(
    rf"{_KIND}?(?:villes?|postal|lieux?|zones?|epci|bassins?|adresses?|caisses?|cpam|sites?|etablissements?|secteurs?){_AFTER}"
)
_LOOSE = re.compile(
    r"(?:types?|natures?|statuts?|etats?|phases?|scenarios?)(?: .*)?|realise (?:ou |et )?objectif|objectif (?:ou |et )?realise"
)
_WHOLE = re.compile(
    r"|t|(?:tous|toutes|ensemble|total|totaux)(?: .*)?|(?:population )?(?:totale|generale|entiere)|tout|les deux(?: sexes)?|deux sexes|(?:hommes? et femmes?|femmes? et hommes?)"
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
    found = [i for i, title in enumerate(titles) if i not in taken and _says_a_part(plain(title))]
    return dict(zip(PARTS, found, strict=False))


def tell_part(title: str, text: str) -> Nature:
    """What a cell under such a title says of its line: the whole, a part of it, a place, a value aimed at and not observed,
    or nothing of the kind.
    """
    name, words = plain(title), plain(text)
    if _AIMED.fullmatch(words):
        return "visee"
    if _WHOLE.fullmatch(words) or _DONE.fullmatch(words):
        return "entier"
    if _PLACE.fullmatch(name):
        return "lieu"
    if not _SURE.fullmatch(name):
        return "part" if _DRAFT.fullmatch(words) or _UNDER_A_TITLE.fullmatch(words) else "autre"
    # A population in figures is a fact about the territory, in letters it is that of the line.
    return "autre" if name.startswith("population") and _NUMBER.fullmatch(text.strip()) else "part"


def is_part_under_title(text: str) -> bool:
    """True for what names a part in a second line of titles: « Hommes », « 65 à 74 ans »."""
    return _UNDER_A_TITLE.fullmatch(plain(text)) is not None


def _says_a_part(name: str) -> bool:
    return any(pattern.fullmatch(name) for pattern in (_SURE, _PLACE, _LOOSE))
