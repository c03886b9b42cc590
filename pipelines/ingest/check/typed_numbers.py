"""Cells of numbers to typed columns: each distinct text is read once, then spread over the lines as small codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.ingest.check.numbers import UNITES, Reading, Separators, find_separators, read_number
from pipelines.ingest.column import Column
from pipelines.ingest.texts import SPACES, plain

Codes = NDArray[np.int32]
# For a field and a rule broken by unreadable cells, their positions (0-based rows).
Faults = dict[tuple[str, str], NDArray[np.intp]]
NUMBERS = ("numerateur", "denominateur", "valeur")
# What a cell of numbers says, as a code: its rank here.
ETATS = ("vide", "valeur", "masquee", "manquante", "faute")
VIDE, VALEUR, MASQUEE, MANQUANTE, FAUTE = range(5)
_YES = frozenset(
    [
        "oui",
        "o",
        "yes",
        "vrai",
        "true",
        "x",
        "1",
        "ok",
        "fait",
        "faite",
        "realise",
        "realisee",
        "tenu",
        "tenue",
        "atteint",
        "effectue",
        "effectuee",
        "valide",
        "validee",
        "termine",
        "terminee",
        "✓",
        "✔",
        "☑",
        "✅",
    ]
)
_NO = frozenset(
    ["non", "n", "no", "faux", "false", "0", "pas fait", "✗", "✘", "❌", "☐"]
    + [f"non {done}{e}" for done in ("fait", "realise", "tenu", "effectue", "valide") for e in ("", "e")]
)
_ANSWERS = _YES | _NO


def type_numbers(
    columns: Mapping[str, Column],
    *,
    cell_separator: str,
    deliverable: NDArray[np.bool_],
    unknown: NDArray[np.bool_],
    faults: Faults,
) -> tuple[dict[str, NDArray[Any]], tuple[str, ...]]:
    """The four columns of each field of NUMBERS (see ``Typed``), and the distinct markers, the first one empty.

    ``deliverable``: the lines whose value is read as yes or no; ``unknown``: those of an unknown indicator, whose yes or
    no is not held against them. Unreadable cells are added to ``faults``.
    """
    read = {field: read_plain_numbers(columns[field].textes) for field in NUMBERS}
    doubtful = (columns[f].textes[rank] for f in NUMBERS for rank in np.flatnonzero(np.isnan(read[f])).tolist())
    known = find_separators(doubtful, cell_separator=cell_separator)
    markers: dict[str, int] = {"": 0}
    typed: dict[str, NDArray[Any]] = {}
    for field in NUMBERS:
        others = _others(columns[field], read[field], known)
        codes = columns[field].codes
        if field == "valeur" and (deliverable.any() or unknown.any()):
            answered = np.zeros(len(columns[field].textes), dtype=bool)
            answered[[rank for rank in others if _answer(columns[field].textes[rank]) in _ANSWERS]] = True
            codes = _answers(columns[field], deliverable | (unknown & answered[codes]), others)
        typed |= _spread(field, codes, read[field], others, markers=markers, faults=faults)
    return typed, tuple(markers)


def _others(column: Column, numbers: NDArray[np.float64], known: Separators) -> dict[int, Reading]:
    """The readings of the texts that were not read at once, by rank."""
    return {rank: read_number(column.textes[rank], known) for rank in np.flatnonzero(np.isnan(numbers)).tolist()}


def _answers(column: Column, deliverable: NDArray[np.bool_], others: dict[int, Reading]) -> Codes:
    """Add to ``others`` the cells of deliverables, read as yes or no, and return the codes that point there."""
    size = len(column.textes)
    used = np.unique(column.codes[deliverable])
    others |= {new: _yes_no(column.textes[old], others.get(old)) for new, old in enumerate(used.tolist(), size)}
    moved = np.zeros(size, dtype=np.int32)
    moved[used] = np.arange(size, size + len(used), dtype=np.int32)
    return np.where(deliverable, moved[column.codes], column.codes)


def _yes_no(text: str, number: Reading | None) -> Reading:
    """The answer of a deliverable: yes is 1, no is 0; a marker stays a marker, but « en cours » is no answer."""
    answer = _answer(text)
    if number is not None and number.etat in ("masquee", "manquante") and not answer.startswith("en cours"):
        return number
    if answer in _YES:
        return Reading("valeur", 1.0)
    return Reading("valeur", 0.0) if answer in _NO else Reading("faute", faute="oui_non")


def _answer(text: str) -> str:
    """The words of an answer, or its sign, which has none."""
    return plain(text) or text.strip(SPACES)


def _spread(
    field: str,
    codes: Codes,
    numbers: NDArray[np.float64],
    others: Mapping[int, Reading],
    *,
    markers: dict[str, int],
    faults: Faults,
) -> dict[str, NDArray[Any]]:
    size = max(chain([len(numbers)], (rank + 1 for rank in others)))
    values = np.full(size, np.nan)
    values[: len(numbers)] = numbers
    states = np.full(size, VALEUR, dtype=np.int8)
    marks = np.zeros(size, dtype=np.int32)
    units = np.zeros(size, dtype=np.int8)
    broken: dict[str, list[int]] = {}
    for rank, reading in others.items():
        values[rank] = reading.nombre
        states[rank] = VIDE if reading.marqueur == "" else ETATS.index(reading.etat)
        marks[rank] = markers.setdefault(reading.marqueur or "", len(markers))
        units[rank] = UNITES.index(reading.unite)
        if reading.faute:
            broken.setdefault(reading.faute, []).append(rank)
    for rule, ranks in broken.items():
        concerned = np.zeros(size, dtype=bool)
        concerned[ranks] = True
        # A text may be unreadable as a number without any line but those of deliverables, where it is an answer.
        if len(positions := np.flatnonzero(concerned[codes])):
            faults[field, rule] = positions
    return {
        field: values[codes],
        f"{field}_etat": states[codes],
        f"{field}_marqueur": marks[codes],
        f"{field}_unite": units[codes],
    }


# At most fifteen digits: a float holds them all.
_PLAIN = rf"^[{SPACES}]*(\d{{1,15}}|\d{{1,3}}([{SPACES}]\d{{3}}){{1,4}})[{SPACES}]*$"


def read_plain_numbers(texts: Sequence[str]) -> NDArray[np.float64]:
    """The number of each text, NaN for those that ``read_number`` must look at; what is read here it reads alike."""
    array = pa.array(texts, pa.string())
    plain = pc.match_substring_regex(array, _PLAIN)
    digits = pc.replace_substring_regex(array.filter(plain), f"[{SPACES}]", "")
    numbers: NDArray[np.float64] = np.full(len(texts), np.nan)
    numbers[plain.to_numpy(zero_copy_only=False)] = digits.cast(pa.float64()).to_numpy()
    return numbers
