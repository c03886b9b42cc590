"""Every value of one month, CPTS by indicator, as arrays: read once, it serves every CPTS looked at."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class MonthGrid:
    """Arrays (CPTS, indicators) of what the reader may see, NaN elsewhere; `masquees`: where there is a value
    that they may not see; `population`: (CPTS,). Read only: it is shared.

    `rows` and `columns`: the place of each CPTS and of each indicator.
    """

    rows: pd.Index
    columns: pd.Index
    numerateur: NDArray[np.float64]
    denominateur: NDArray[np.float64]
    valeur: NDArray[np.float64]
    masquees: NDArray[np.bool_]
    population: NDArray[np.float64]

    def places(self, ids: Collection[str]) -> NDArray[np.int64]:
        """The rows of some CPTS; those out of the reader's scope have none."""
        found: NDArray[np.int64] = self.rows.get_indexer(pd.Index(list(ids), dtype=self.rows.dtype))
        return found[found >= 0]

    def hidden(self, code: str) -> NDArray[np.bool_]:
        """Which CPTS have a value of an indicator that the reader may not see."""
        if code not in self.columns:
            return np.zeros(len(self.rows), dtype=bool)
        found: NDArray[np.bool_] = self.masquees[:, self.columns.get_loc(code)]
        return found

    def column(self, name: str, code: str) -> NDArray[np.float64]:
        """Numerators, denominators or values of an indicator, by CPTS; NaN when nobody shows it that month."""
        if code not in self.columns:
            return np.full(len(self.rows), np.nan)
        found: NDArray[np.float64] = getattr(self, name)[:, self.columns.get_loc(code)]
        return found


def month_grid(values: pd.DataFrame, population: pd.Series) -> MonthGrid:
    """Put a month in a grid. `values`: rows of questions.comparaison.month_all; `population`: inhabitants of every CPTS, by id."""
    shown = values["etat"].eq("valeur").to_numpy(dtype=bool)
    kept = values["etat"].eq("masquee").to_numpy(dtype=bool)
    to, columns = pd.factorize(values["indicateur"])
    at = population.index.get_indexer(pd.Index(values["id_cpts"]))
    hidden = np.zeros((len(population), len(columns)), dtype=bool)
    hidden[at[kept], to[kept]] = True
    arrays = {}
    for name in ("numerateur", "denominateur", "valeur"):
        array = np.full((len(population), len(columns)), np.nan)
        array[at[shown], to[shown]] = values[name].to_numpy(dtype=np.float64, na_value=np.nan)[shown]
        arrays[name] = array
    inhabitants = population.to_numpy(dtype=np.float64, na_value=np.nan)
    return MonthGrid(
        rows=population.index, columns=pd.Index(columns), masquees=hidden, population=inhabitants, **arrays
    )
