"""One indicator, the CPTS compared, the last months, as arrays: what every judgement and every view of it reads."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.comparaison.mesure import Mesure


@dataclass(frozen=True)
class Panel:
    """`cpts`: one row per CPTS, as stored for the month asked: id_cpts, nom, taille, cpam, population, lat, lon, etat,
    numerateur, denominateur, valeur, cible, provisoire, demonstration, and dans_groupe.

    Arrays (CPTS, months), the last column is the month asked: numerateur, denominateur, valeur as compared (mesure.Mesure.counts),
    NaN where there is nothing to show; provisoire: the value came before the month was over; masquees: there is a value,
    hidden from the reader.
    """

    mesure: Mesure
    cpts: pd.DataFrame
    mois: tuple[date, ...]
    numerateur: NDArray[np.float64]
    denominateur: NDArray[np.float64]
    valeur: NDArray[np.float64]
    provisoire: NDArray[np.bool_]
    masquees: NDArray[np.bool_]

    @property
    def groupe(self) -> NDArray[np.bool_]:
        """Which rows make the reference; the others are only shown beside."""
        return self.cpts["dans_groupe"].to_numpy(dtype=bool)


def panel_of(cpts: pd.DataFrame, series: pd.DataFrame, mesure: Mesure, *, mois: date) -> Panel:
    """Put a month and a series together. `cpts`: questions.indicateurs.indicator_month, with lat, lon and dans_groupe;
    `series`: questions.comparaison.series_of for the same CPTS. Months nobody sent before the first one known are not in it."""
    first = series["mois"].min() if len(series) else pd.Timestamp(mois)
    months = pd.date_range(first, pd.Timestamp(mois), freq="MS")
    shape = (len(cpts), len(months))
    arrays = {name: np.full(shape, np.nan) for name in ("numerateur", "denominateur", "valeur")}
    provisional = np.zeros(shape, dtype=bool)
    shown = series[series["etat"].eq("valeur")]
    row = pd.Index(cpts["id_cpts"]).get_indexer(pd.Index(shown["id_cpts"]))
    column = months.get_indexer(pd.DatetimeIndex(shown["mois"]))
    known = (row >= 0) & (column >= 0)
    for name, array in arrays.items():
        array[row[known], column[known]] = shown[name].to_numpy(dtype="float64", na_value=np.nan)[known]
    hidden = np.zeros(shape, dtype=bool)
    kept = series[series["etat"].eq("masquee")]
    at = pd.Index(cpts["id_cpts"]).get_indexer(pd.Index(kept["id_cpts"]))
    when = months.get_indexer(pd.DatetimeIndex(kept["mois"]))
    hidden[at[(at >= 0) & (when >= 0)], when[(at >= 0) & (when >= 0)]] = True
    provisional[row[known], column[known]] = shown["provisoire"].to_numpy(dtype=bool, na_value=False)[known]
    population = cpts["population"].to_numpy(dtype="float64", na_value=np.nan)[:, None]
    x, n, value = mesure.counts(**arrays, population=population)
    return Panel(
        mesure=mesure,
        cpts=cpts.reset_index(drop=True),
        mois=tuple(m.date() for m in months),
        numerateur=x,
        denominateur=n,
        valeur=value,
        provisoire=provisional,
        masquees=hidden,
    )


def month_panel(rows: pd.DataFrame, mesure: Mesure, *, mois: date) -> Panel:
    """One month alone, without the ones before.

    `rows`, one per CPTS: numerateur, denominateur, valeur as stored (NaN where not shown), masquee, population, cible,
    dans_groupe.
    """
    sent = {
        name: rows[name].to_numpy(dtype="float64", na_value=np.nan)
        for name in ("numerateur", "denominateur", "valeur", "population")
    }
    x, n, value = mesure.counts(**sent)
    return Panel(
        mesure=mesure,
        cpts=rows,
        mois=(mois,),
        numerateur=x[:, None],
        denominateur=n[:, None],
        valeur=value[:, None],
        provisoire=np.zeros((len(rows), 1), dtype=bool),
        masquees=rows["masquee"].to_numpy(dtype=bool)[:, None],
    )
