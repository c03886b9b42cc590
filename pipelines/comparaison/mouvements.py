"""What moved in a year beyond noise: the stored months meet the test, once for the screens and the summaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from calculators.comparison.judgement import MIEUX, MOINS_BIEN, PLUS_BAS, PLUS_HAUT, ecarter
from calculators.comparison.movement import mouvements
from pipelines.catalogue import Indicateur
from pipelines.store.connection import Store
from pipelines.store.questions.mouvements import recent_changes
from pipelines.store.scope import Scope

#: Beyond noise; the rest is noise, or could not be tested.
BOUGE = (MIEUX, MOINS_BIEN, PLUS_HAUT, PLUS_BAS)
SYMBOLES = {MIEUX: "▲", MOINS_BIEN: "▼", PLUS_HAUT: "↑", PLUS_BAS: "↓"}


@dataclass(frozen=True)
class Moved:
    """``rows``: those of questions.mouvements.recent_changes with mouvement (a word of judgement; « semblable » is noise), z,
    p. ``tests``: how many were made together; ``attendus``: how many of them chance alone would name at 5 %.
    """

    rows: pd.DataFrame
    tests: int
    attendus: float

    def of(self, ids: set[str]) -> Moved:
        """Keep some CPTS; the tests stay those made on all: what was retained was so among all."""
        return Moved(self.rows[self.rows["id_cpts"].isin(ids)], self.tests, self.attendus)

    @property
    def named(self) -> pd.DataFrame:
        """The movements beyond noise, the clearest first."""
        kept = self.rows[self.rows["mouvement"].isin(BOUGE)]
        return kept.reindex(kept["z"].abs().sort_values(ascending=False, kind="stable").index)

    def count(self, *words: str) -> int:
        """How many rows have one of these words."""
        return int(self.rows["mouvement"].isin(words).sum())


def find_movements(store: Store, scope: Scope, *, mois: date, indicateurs: Mapping[str, Indicateur]) -> Moved:
    """Test every CPTS of the scope and every measured indicator, the three months up to ``mois`` against a year before."""
    return judge_movements(recent_changes(store, scope, mois=mois), indicateurs)


def judge_movements(frame: pd.DataFrame, indicateurs: Mapping[str, Indicateur]) -> Moved:
    """Test rows of questions.mouvements.recent_changes, all together: the very values they show.

    States and twelve-month values count once over the three months, for their months hold the same patients; what is
    counted month by month adds up.
    """
    monthly = frame["indicateur"].map({c: i.periode == "mois" for c, i in indicateurs.items()}).to_numpy(dtype=bool)
    count, share = (frame["type"].eq(kind).to_numpy() for kind in ("compte", "proportion"))
    sides = []
    for tail in ("", "_avant"):
        times = np.where(monthly, frame[f"n{tail}"].to_numpy(dtype="float64"), 1.0)
        top = frame[f"numerateur{tail}"].to_numpy(dtype="float64", na_value=np.nan)
        under = frame[f"denominateur{tail}"].to_numpy(dtype="float64", na_value=np.nan)
        sides.append((top * times, np.where(count, 1.0, under) * times))
    found = mouvements(
        *sides[0],
        numerateur_avant=sides[1][0],
        exposition_avant=sides[1][1],
        proportion=share,
        groupe=frame["indicateur"].to_numpy(dtype=str),
    )
    side = np.where(found.retenu, np.sign(np.nan_to_num(found.z)), 0)
    words = ecarter(side, sens=frame["sens"].to_numpy(dtype=str), jugeable=~np.isnan(found.z))
    return Moved(frame.assign(mouvement=words, z=found.z, p=found.p), found.n, found.attendus)
