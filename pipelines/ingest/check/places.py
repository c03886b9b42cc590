"""Where the person sees the cells of a file, once the file is read: the titles and letters of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.ingest.column import Column
from pipelines.ingest.read.cells import Cells

Place = tuple[str, str | None]


@dataclass(frozen=True)
class Places:
    """The title and the letter of the column of each field (see :class:`Cells`), of the lines that were sound.

    In a file in wide form they change from one value to the next: ``titres_par_ligne`` and ``lettres_par_ligne`` then
    give them by rank in Verdict.observations.
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


def places_of(cells: Cells) -> Places:
    """The places of all the lines, without the cells."""
    return Places(cells.titres, cells.lettres, cells.titres_par_ligne, cells.lettres_par_ligne)
