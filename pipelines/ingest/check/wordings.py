"""The wordings that stand beside codes (« CPTS-WEPP ; CPTS des Weppes »): which columns they are, and what they contradict.

Only the code decides where a number goes. A code of one CPTS beside the name of another is the worst of errors, since
nothing else shows it: the line is refused when the wording is, beyond doubt, another entry of the reference; a wording
that merely is not the known one is a remark. Judged on distinct pairs: a long file has few.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.catalogue import Indicateur
from pipelines.ingest.check.findings import Findings
from pipelines.ingest.check.repairs import SHOWN, Codes, cpts_codes, indicator_codes
from pipelines.ingest.column import Column
from pipelines.ingest.read.cells import Cells
from pipelines.ingest.texts import and_alike, plain

_LETTER = re.compile(r"[^\W\d_]")
# Words that most names share: they tell no CPTS from another.
_COMMON = frozenset(
    ["cpts", "de", "des", "du", "d", "la", "le", "les", "l", "en", "et", "a", "pole", "sante", "territoire"]
)


@dataclass(frozen=True)
class _Known:
    """How the codes of one kind are read, and the names of each code."""

    codes: Codes
    names: Mapping[str, Sequence[str]]


def say_contradictions(
    cells: Cells, found: Findings, *, territoires: pd.DataFrame, indicateurs: Mapping[str, Indicateur]
) -> None:
    """Refuse the lines whose wording is that of another entry than their code, and remark the unknown wordings.

    ``territoires``: id_cpts and nom of the CPTS that the depositor may name; the others are no entry here.
    """
    cpts = _Known(
        cpts_codes(territoires), {c: [n] for c, n in zip(territoires["id_cpts"], territoires["nom"], strict=True)}
    )
    labels = {i.code: [i.libelle, i.court] for i in indicateurs.values()}
    for field, wording, known in (
        ("id_cpts", "nom_cpts", cpts),
        ("indicateur", "libelle_indicateur", _Known(indicator_codes(indicateurs), labels)),
    ):
        if (column := cells.colonnes.get(wording)) is not None:
            _judge(cells, (cells.colonnes[field], column), known, found, wording)


def _judge(cells: Cells, columns: tuple[Column, Column], known: _Known, found: Findings, wording: str) -> None:
    codes, labels = columns
    pairs = codes.codes.astype(np.int64) * len(labels.textes) + labels.codes
    others: dict[int, dict[str, str]] = {}
    unlike: dict[int, str] = {}
    for pair in pd.unique(pairs).tolist():
        code, how = known.codes.read(codes.textes[pair // len(labels.textes)])
        label = labels.textes[pair % len(labels.textes)]
        if how == "inconnu" or not _LETTER.search(label):
            continue
        named, how = known.codes.read(label)
        if how != "inconnu" and named != code:
            others[pair] = {"attendu": named, "detail": code}
        elif how == "inconnu" and not _alike(label, [code, *known.names[code]]):
            unlike[pair] = code
    if others:
        where = np.flatnonzero(np.isin(pairs, list(others)))
        found.refused[where] = True
        found.add("libelle_contredit", _one_a_line(cells, where), champ=wording, facts=lambda p: others[int(pairs[p])])
    _remark(cells, pairs, unlike, found, wording)


def _remark(cells: Cells, pairs: NDArray[np.int64], unlike: Mapping[int, str], found: Findings, wording: str) -> None:
    """One remark for each wording at its first line; beyond SHOWN of them, one for all: the column is written so."""
    if not unlike:
        return
    where = np.flatnonzero(np.isin(pairs, list(unlike)))
    where = _one_a_line(cells, where)
    several, firsts, counts = np.unique(pairs[where], return_index=True, return_counts=True)
    order = np.argsort(firsts)
    shown = order[:1] if len(order) > SHOWN else order
    for rank in shown.tolist():
        alike = int(len(where) if len(order) > SHOWN else counts[rank]) - 1
        facts = {"attendu": unlike[int(several[rank])], "detail": and_alike(alike)}
        found.add("libelle_different", [int(where[firsts[rank]])], champ=wording, facts=lambda _, f=facts: f)  # type: ignore[misc]


def _one_a_line(cells: Cells, positions: NDArray[np.intp]) -> NDArray[np.intp]:
    """The first of the positions of each line: in a wide file, one wording holds for several values."""
    return positions[np.unique(cells.lignes[positions], return_index=True)[1]]


def _alike(label: str, names: Sequence[str]) -> bool:
    """True when the label may be one of these names: cut short, or with a word more or less."""
    text, words = plain(label), _words(label)
    return any(
        (words and words <= _words(name)) or (_words(name) and _words(name) <= words) or plain(name).startswith(text)
        for name in names
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split()) - _COMMON
