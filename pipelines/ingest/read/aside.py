"""The lines that are no data: totals, aggregates, yearly cumulations, units, sources, repeated headers, blank lines.

Each is set aside with its reason and shown; nothing else is ever dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.inert import revived
from pipelines.ingest.column import Column
from pipelines.ingest.header.synonyms import SYNONYMS
from pipelines.ingest.months import covers_a_year
from pipelines.ingest.read.cells import MiseAPart
from pipelines.ingest.texts import plain

_NUMBER = re.compile(r"[\s\d.,%€\u00a0\u202f+−-]*\d[\s\d.,%€\u00a0\u202f-]*")
_AGGREGATE = re.compile(
    r"((sous|s|nombre|grand) )?tota(l|ux)\b.*|somme\b.*|ensemble\b.*|moyenne\b.*|mediane\b.*|cumul\b.*|(toute la )?france\b.*|national\b.*"
    r"|region\b.*|departement( \d.*)?|(cpam|ars|dcgdr|caisse primaire)\b.*|ecart type\b.*|min(imum)?|max(imum)?|tou(te?s?|s)\b.*|999"
)
# « Ensemble pour la santé » or « France Services » may as well be the name of a CPTS: a complete line so named is judged.
_MAYBE_A_NAME = re.compile(
    r"ensemble (?!(des?|du|cpts|region|departement|france|territoires?)\b).+"
    r"|france (?!(entiere|metropolitaine|metro|hors|total|ensemble)\b).+|tou(te?s?|s) ensemble\b.*"
)
_NOTE = re.compile(
    r"(source|note|champ|lecture|legende|extraction|extrait|edite|mise a jour|maj|nota|attention|avertissement)s?\b.*"
    r"|nb .+|secret stat.*|fait (a|le)\b.*|(page|p) \d+( (sur )?\d+)?|fin( (du|de l|de la|des) .*)?|donnees (au|arretees|provisoires)\b.*"
)
# The call of a note, the sign of a remark, or the key to a marker: « (1) … », « # … », « NS : non significatif ».
_STAR = re.compile(r"\s*(\*|\([\da-z]\)|[¹²³]|#|(?:ns|nc|nd|na|s|p|e)\.?\s*[:=]).*", re.IGNORECASE | re.DOTALL)
_RULED = re.compile(r"[-_=*~–—.\s]{2,}|[_=~]")


def set_aside(
    lines: NDArray[np.int32],
    keys: Mapping[str, Column],
    columns: Sequence[Column],
    numbers: Sequence[Column],
    names: Collection[str],
) -> tuple[NDArray[np.bool_], list[MiseAPart]]:
    """Which lines are data, and the others with their reason.

    ``keys``: the columns id_cpts, mois, indicateur that the file has; the first one tells most lines. ``columns``: all
    of them, ``numbers`` those of values. ``names`` (as ``plain`` gives them): known CPTS, never taken for a total.
    """
    name, key = next(iter(keys.items()), ("", Column(np.zeros(len(lines), dtype=np.int32), [""])))
    reasons = [_reason(cell, name, names) if cell.strip() else "" for cell in key.textes]
    doubtful = np.array([reason is not None for reason in reasons], dtype=bool)[key.codes]
    yearly = np.zeros(len(lines), dtype=bool)
    if "mois" in keys:
        yearly = np.array([covers_a_year(cell) for cell in keys["mois"].textes], dtype=bool)[keys["mois"].codes]
    kept = ~doubtful
    aside = []
    for position in np.flatnonzero(doubtful | yearly).tolist():
        filled = [cell.strip() for column in columns if (cell := column[position]).strip()]
        reason = reasons[key.codes[position]]
        if not reason and yearly[position] and not (doubtful[position] and _is_blank(key, position, filled)):
            reason = "cumul annuel"
            kept[position] = False
        elif reason == "":
            reason = _reason_without_key(position, filled, keys, numbers)
        read = (column[position].strip() for column in (*keys.values(), *numbers))
        if reason == "filet" and any(cell and not _RULED.fullmatch(revived(cell)) for cell in read):
            reason = None  # a dash for the code, but a line all the same
        if reason in ("source", "en-tête répété") and any(
            _NUMBER.fullmatch(column[position].strip()) for column in numbers
        ):
            reason = None  # « (1) CPTS-LITN », with its value: a line to judge, not a note; nor is it a header
        if (
            reason == "total"
            and _MAYBE_A_NAME.fullmatch(plain(key[position]))
            and _is_complete(position, keys, numbers)
        ):
            reason = None
        if reason is None:
            kept[position] = True
        elif filled:
            aside.append(MiseAPart(int(lines[position]), reason, " ; ".join(filled)))
    return kept, aside


def _is_complete(position: int, keys: Mapping[str, Column], numbers: Sequence[Column]) -> bool:
    return all(column[position].strip() for column in keys.values()) and any(c[position].strip() for c in numbers)


def _is_blank(key: Column, position: int, filled: Sequence[str]) -> bool:
    return not filled and not key[position].strip()


def _reason(cell: str, field: str = "id_cpts", names: Collection[str] = ()) -> str | None:
    """Why a line whose first key reads like this is no data line; None when it is one."""
    name = plain(cell)
    if name in names:
        return None
    if name in SYNONYMS[field]:
        return "en-tête répété"
    if not name and _RULED.fullmatch(revived(cell.strip())):
        return "filet"
    if _AGGREGATE.fullmatch(name) and not (field == "mois" and covers_a_year(cell)):
        return "total"
    return "source" if _NOTE.fullmatch(name) or _STAR.fullmatch(cell) else None


def _reason_without_key(
    position: int, filled: Sequence[str], keys: Mapping[str, Column], numbers: Sequence[Column]
) -> str | None:
    """The same for a line whose first key is empty; a blank line is told from the empty ``filled``."""
    if not filled:
        return "vide"
    for cell in filled:
        if reason := _reason(cell):
            return reason
    others = [column[position].strip() for name, column in keys.items() if name in ("mois", "indicateur")]
    if any(others) or any(_NUMBER.fullmatch(cell) for cell in filled):
        return None
    return "unités" if any(column[position].strip() for column in numbers) else "titres"
