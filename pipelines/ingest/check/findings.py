"""Gathers what is found on the lines of one file: which lines are refused, and the worded findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.ingest.issues import Issue
from pipelines.ingest.read.cells import Cells
from pipelines.ingest.rules.table import REGLES, finding
from pipelines.ingest.texts import plural

CAP = 5_000
Facts = Callable[[int], Mapping[str, Any]]


class Findings:
    """Findings on the data lines of ``cells``; positions are 0-based positions in its columns."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self.issues: list[Issue] = []
        self.refused: NDArray[np.bool_] = np.zeros(len(cells), dtype=bool)

    def add(self, regle: str, positions: Iterable[int], *, champ: str, facts: Facts | None = None) -> None:
        """Record one rule broken at some rows, in one field; ``facts`` gives the words of the message for a row.

        Beyond CAP rows for one rule and field, the rest is counted in a last finding (a whole column may be wrong).
        """
        where = np.asarray(list(positions), dtype=np.int64)
        if REGLES[regle].bloquante:
            self.refused[where] = True
        for position in where[:CAP].tolist():
            line, column = self._cells.place(champ, position)
            words = {"valeur": self._cells.texte(champ, position).strip(), **(facts(position) if facts else {})}
            letter = self._cells.lettre(champ, position)
            self.issues.append(finding(regle, ligne=line, colonne=column, lettre=letter, **words))
        if len(where) > CAP:
            line, column = self._cells.place(champ, int(where[CAP]))
            self.issues.append(beyond_cap(regle, len(where), line=line, colonne=column))


def beyond_cap(regle: str, count: int, *, line: Any, colonne: str | None = None) -> Issue:
    """The finding that stands for those of one rule beyond CAP, from ``line`` on: it blocks as they do."""
    others = plural(count - CAP, "autre ligne", "autres lignes")
    more = finding("trop_de_constats", colonne=colonne, valeur=others, detail=regle, attendu=line)
    return replace(more, bloquante=REGLES[regle].bloquante)
