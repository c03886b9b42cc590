"""The data lines of a file as text, column by column, and the place where the person sees each cell.

The places outlive the cells: what only the store can say of a line is said later, at the place where it was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.ingest.column import Column, column_of
from pipelines.ingest.header.synonyms import SYNONYMS, UNIT
from pipelines.ingest.issues import Issue
from pipelines.ingest.texts import plain

FIELDS = tuple(SYNONYMS)


@dataclass(frozen=True)
class MiseAPart:
    """A line read but not counted as data, with the reason: titres, unités, total, cumul annuel, source, filet, en-tête répété."""

    ligne: int
    motif: str
    texte: str


Place = tuple[str, str | None]


@dataclass(frozen=True)
class Places:
    """The title and the letter of the column of each field (see :class:`Cells`), of some of its lines.

    In a file in wide form they change from one value to the next: ``titres_par_ligne`` and ``lettres_par_ligne`` then
    give them by rank among these lines.
    """

    titres: Mapping[str, str] = field(default_factory=dict)
    lettres: Mapping[str, str] = field(default_factory=dict)
    titres_par_ligne: Mapping[str, Column] = field(default_factory=dict)
    lettres_par_ligne: Mapping[str, Column] = field(default_factory=dict)

    def of(self, champs: Sequence[str], rows: pd.DataFrame, observations: pd.DataFrame) -> list[Place]:
        """The title and letter of one field for each of ``rows``: ligne, id_cpts, indicateur, mois, among
        ``observations``, those of the verdict. A field that the file has not keeps its own name.
        """
        if not self.titres_par_ligne:
            return [(self.titres.get(champ, champ), self.lettres.get(champ)) for champ in champs]
        keys = ["ligne", "id_cpts", "indicateur", "mois"]
        seen = observations.loc[observations["ligne"].isin(rows["ligne"]), keys].astype({"mois": "datetime64[us]"})
        ranks = dict(zip(seen.itertuples(index=False, name=None), seen.index, strict=True))
        wanted = rows[keys].astype({"mois": "datetime64[us]"}).itertuples(index=False, name=None)
        return [self._at(champ, ranks[key]) for champ, key in zip(champs, wanted, strict=True)]

    def keep(self, kept: NDArray[np.bool_]) -> Places:
        """The places of some of these lines."""
        return replace(
            self,
            titres_par_ligne={champ: column.keep(kept) for champ, column in self.titres_par_ligne.items()},
            lettres_par_ligne={champ: column.keep(kept) for champ, column in self.lettres_par_ligne.items()},
        )

    def _at(self, champ: str, rank: int) -> Place:
        titles, letters = self.titres_par_ligne.get(champ), self.lettres_par_ligne.get(champ)
        title = titles[rank] if titles else self.titres.get(champ, champ)
        return title or champ, letters[rank] if letters else self.lettres.get(champ)


NOWHERE = Places()


@dataclass(frozen=True)
class Cells:
    """The data lines of a file; positions are 0-based, lines the user's own.

    ``lignes`` (int32): the line of each position as the spreadsheet numbers it, from 1. ``colonnes``: the seven fields
    of FIELDS (texts, empty when the file has no such column), and of FIELDS_BESIDE if any. ``titres``: the header of each field as the user wrote
    it, ``lettres`` the letter of its column. In a file in wide form one line gives several positions, and the column of
    a field changes from one to the next: ``titres_par_ligne`` and ``lettres_par_ligne`` then give it by position.
    ``feuille``: the sheet of a workbook. ``courtes``: lines that stop before a column of numbers. ``entete``: the line
    of the header (its last one). ``unites``: what a line of units under the titles says, by letter. ``depuis_1904``: the workbook numbers its days from 1904, not from 1900.
    """

    lignes: NDArray[np.int32]
    colonnes: Mapping[str, Column]
    titres: Mapping[str, str]
    separateur: str
    encodage: str
    mises_a_part: tuple[MiseAPart, ...] = ()
    anomalies: tuple[Issue, ...] = ()
    courtes: frozenset[int] = frozenset()
    feuille: str | None = None
    titres_par_ligne: Mapping[str, Column] = field(default_factory=dict)
    entete: int | None = None
    lettres: Mapping[str, str] = field(default_factory=dict)
    lettres_par_ligne: Mapping[str, Column] = field(default_factory=dict)
    depuis_1904: bool = False
    unites: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of data lines."""
        return len(self.lignes)

    def texte(self, champ: str, position: int) -> str:
        """The cell of a field as written."""
        return self.colonnes[champ][position]

    def place(self, champ: str, position: int) -> tuple[int, str]:
        """The line and the header of a cell, as the person sees them."""
        varying = self.titres_par_ligne.get(champ)
        return int(self.lignes[position]), varying[position] if varying else self.titres[champ]

    def places(self) -> Places:
        """The places of all the cells, without the cells."""
        return Places(self.titres, self.lettres, self.titres_par_ligne, self.lettres_par_ligne)

    def en_pourcent(self) -> NDArray[np.bool_]:
        """The positions whose value is said in percent by the title of its column, or by the column of units."""
        if (units := self.colonnes.get(UNIT)) is not None:
            told = np.array([_in_percent(text) for text in units.textes], dtype=bool)
            return np.asarray(told[units.codes] | self._titled_in_percent())
        return self._titled_in_percent()

    def _titled_in_percent(self) -> NDArray[np.bool_]:
        varying = self.titres_par_ligne.get("valeur")
        if varying is None:
            return np.full(len(self), _in_percent(self.titres.get("valeur", "")))
        told: NDArray[np.bool_] = np.array([_in_percent(title) for title in varying.textes], dtype=bool)[varying.codes]
        return told

    def lettre(self, champ: str, position: int) -> str | None:
        """The letter of the column of a cell; None when the file has no such column."""
        varying = self.lettres_par_ligne.get(champ)
        return varying[position] if varying else self.lettres.get(champ)


def _in_percent(title: str) -> bool:
    return "%" in title or not {"pourcentage", "pct"}.isdisjoint(plain(title).split())


def no_cells(anomalies: Sequence[Issue], *, separateur: str = "", encodage: str = "") -> Cells:
    """A file of which nothing can be read."""
    nothing = np.empty(0, dtype=np.int32)
    return Cells(nothing, dict.fromkeys(FIELDS, column_of(())), {}, separateur, encodage, anomalies=tuple(anomalies))
