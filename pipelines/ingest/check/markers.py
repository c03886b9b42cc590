"""The words and signs that stand where a number should: hidden, missing, or a fault with its own sentence.

Hidden: the supplier has the number and keeps it (« NS », « NC », « non communiqué », « < 11 », « 1 à 10 », « secret »).
Missing: nobody gives it (« ND », « en attente », « sans objet », a dash, nothing). Neither is zero, and neither is the
other: what may be either (« néant »: none, or not known?) is refused, and so is a word not listed here. Source:
domain.md §5 and §7; « nc » is read as « non communiqué », the marker of the suppliers, and not as « non connu ».
"""

from __future__ import annotations

import re
from datetime import date

from pipelines.ingest.months import MONTH_WORDS, read_month
from pipelines.ingest.read.spreadsheet_errors import is_error
from pipelines.ingest.texts import plain

#: Up to that number, a band from 0 or 1 is a hidden count; a wider one says something else.
SECRET_BAND = 10
_SPACES = re.compile(r"\s+")
_COUNTED = r"(?: (?:patients?|personnes?|cas|professionnels?|beneficiaires?|bénéficiaires?))?"
_HIDDEN_SIGNS = re.compile(
    rf"n[./]? ?s\.?|n[./]? ?c\.?|s|\*+|(?:[<≤]|&lt;) ?=? ?(?:à )?\d+{_COUNTED}(?: ?\*+)?|=< ?\d+{_COUNTED}"
    rf"|(?:moins de|inf\.?(?:érieure?s?|erieure?s?)?(?: (?:à|a))?) ?(?:\d+|cinq|dix|onze){_COUNTED}"
)
_HIDDEN = re.compile(
    r"secret(?: (?:stat|statistique|medical|des? donnees))?s?|(?:donnees? )?(?:masque|cache|secrete|confidentielle)e?s?"
    r"|confidentiels?|non (?:communique|diffuse|publie)e?s?|non (?:communicable|diffusable)s?"
    r"|non significati(?:f|ve)s?|sous (?:le )?seuil|(?:petits? effectifs?|effectifs? trop (?:petit|faible)s?)"
)
_MISSING_SIGNS = re.compile(
    r"|n[./]? ?d\.?|n[./]? ?r\.?|n[./]?a\.?|s[./]?o\.?|\.|…|\.{2,3}|[-–—]+|_+|\?+|/+|\(vide\)|null|<?nan?>?|none"
)
_MISSING = re.compile(
    r"(?:donnees? )?(?:non|pas|pas encore|plus) (?:disponible|renseigne|connu|recu|transmis|fourni|calcule|mesure|recueilli"
    r"|saisi|parvenu|applicable|concerne|calculable)e?s?|(?:donnees? )?(?:indisponible|manquant|absent|inconnu)e?s?|vide"
    r"|(?:pas de|aucune|sans) donnees?|sans objet|en attente(?: .*)?|(?:donnees? )?en cours(?: .*)?"
    r"|a (?:venir|completer|renseigner|saisir|confirmer|recevoir|transmettre)"
)
_DOUBTFUL = re.compile(r"neant|aucune?s?|rien|ras|nul(?:le)?s?")
_BAND = re.compile(r"[\[(]?(?:entre |de )?(\d+) ?(?:-|–|—|à|a|et|\.\.\.?|;) ?(\d+)[\])]?" + _COUNTED)
_ABOUT = re.compile(
    r"(?:[>≥~≈±]|&gt;|environ|env\.?|plus de|au moins|près de|autour de|≃|supérieure? à) ?=? ?[\d ]+(?:[.,]\d+)?.*|[\d ]+ ?\+"
)
_DAY = re.compile(rf"(?:\d{{1,2}} )?(?:{'|'.join(MONTH_WORDS)})(?: \d{{1,4}})?")
# A number, then anything but another: « 91* », « 92 (p) », « 450 femmes », « 57,6 ± 1,2 », « ▲ 80 ».
_ARROWS = "▲▼↑↓↗↘→"
_NOTED = re.compile(
    rf"[{_ARROWS}] ?[0-9][0-9 .,]*|[0-9 ]*[0-9](?:[.,][0-9]+)? ?[%‰]?"
    rf"(?:[*†‡¹²³°]+| ?\([0-9]\)| ?\([^0-9].*\)| [^0-9\s].*| ?[{_ARROWS}])"
)
_NOTE_CALL = re.compile(r"\(\d\)$")
_TWO = re.compile(r"[\d ]+(?:/|sur|parmi) ?[\d ]+|[\d ]+ ?\([\d ]+(?:[.,]\d+)? ?%?\)")


def marker_of(text: str) -> str | None:
    """``masquee`` or ``manquante`` when the cell says that its number is hidden or missing; None otherwise.

    ``text``: the cell without the spaces around it.
    """
    seen, words = _SPACES.sub(" ", text.lower()), plain(text)
    if is_error(text):  # « #INCONNU! » is no « inconnu »
        return None
    if _HIDDEN_SIGNS.fullmatch(seen) or _HIDDEN.fullmatch(words):
        return "masquee"
    if _MISSING_SIGNS.fullmatch(seen) or _MISSING.fullmatch(words):
        return "manquante"
    band = _BAND.fullmatch(seen)
    return "masquee" if band and int(band[1]) <= 1 < int(band[2]) <= SECRET_BAND else None


def fault_of(text: str) -> str:
    """The rule broken by a cell that is neither a number nor a marker.

    zero_ou_manquant (« néant »), nombre_approche (« ~50 », « 11 à 20 »), nombre_en_date (« 10-oct », what Excel makes
    of « 1-10 »), deux_nombres (« 450/812 »), nombre_annote (« 92 (p) »), erreur_excel; nombre_illisible for the others.
    """
    seen, words = _SPACES.sub(" ", text.lower()), plain(text)
    if is_error(text):
        return "erreur_excel"
    if _DOUBTFUL.fullmatch(words):
        return "zero_ou_manquant"
    if ((band := _BAND.fullmatch(seen)) and int(band[1]) < int(band[2])) or _ABOUT.fullmatch(seen):
        return "nombre_approche"
    if _DAY.fullmatch(words) or _is_day(text):
        return "nombre_en_date"
    if _TWO.fullmatch(seen) and not _NOTE_CALL.search(seen):
        return "deux_nombres"
    return "nombre_annote" if _NOTED.fullmatch(seen) else "nombre_illisible"


def _is_day(text: str) -> bool:
    """True for a whole date, or a year and a month: ``01/10/2025``, ``2025-10``; ``1 2025`` is a number cut in two."""
    read = read_month(text) if re.search(r"\d[-/.]\d", text) else ""
    return isinstance(read, date) or read == "jour_inattendu"
