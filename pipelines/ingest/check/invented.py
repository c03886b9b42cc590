"""Invented data stays invented: a file that says so of itself, in a column or beside its lines, is never stored as real.

What is exported of the demonstration has a column that says so, and its template a title; both come back.
"""

from __future__ import annotations

import re

import numpy as np

from pipelines.ingest.check.findings import Findings
from pipelines.ingest.header.synonyms import INVENTED
from pipelines.ingest.read.cells import Cells
from pipelines.ingest.rules.table import finding
from pipelines.ingest.texts import plain

_SAID = re.compile(
    r"\b(?:donnees?|valeurs?|chiffres?|exemples?|fichier|indicateurs?) (?:\w+ ){0,3}?(?:de demonstration|inventee?s?|simulee?s?|fictifs?|fictives?|factices?)\b"
)
_DENIED = re.compile(r"\b(?:non|pas|aucune?|ni|sans)\b(?! reel)")
_YES = frozenset(["true", "vrai", "oui", "o", "yes", "y", "1", "x"])
_YES_WORDS = re.compile(r"(?:demonstration|demo|inventee?|simulee?|fictive?|fictif|factice|test)s?")


def find_invented(cells: Cells, found: Findings) -> bool:
    """True when the lines of the file are invented, which is said; lines invented among others are refused.

    A deposit is invented or real as a whole: with both in one file, one kind would be stored as the other.
    """
    if not len(cells):
        return False
    for aside in cells.mises_a_part:
        words = plain(aside.texte)
        if aside.motif != "non remplie" and (said := _SAID.search(words)) and not _DENIED.search(words[: said.end()]):
            found.issues.append(finding("donnees_inventees", ligne=aside.ligne, valeur=aside.texte))
            return True
    if INVENTED not in cells.colonnes:
        return False
    column = cells.colonnes[INVENTED]
    told = np.array([_is_yes(text) for text in column.textes], dtype=bool)[column.codes]
    if told.all():
        title, letter = cells.titres[INVENTED], cells.lettres.get(INVENTED)
        found.issues.append(
            finding("donnees_inventees", ligne=cells.entete, colonne=title, lettre=letter, valeur=column.textes[0])
        )
        return True
    found.add("inventee_parmi_d_autres", np.flatnonzero(told), champ=INVENTED)
    return False


def _is_yes(text: str) -> bool:
    words = plain(text)
    return words in _YES or _YES_WORDS.fullmatch(words) is not None
