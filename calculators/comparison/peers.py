"""Who to compare a CPTS with: same taille, same region, same CPAM, or its nearest neighbours, distances shown.

Neighbours follow CIPFA's and NHS England's « similar » areas: variables standardised over all CPTS, Euclidean distance.
Population and density are on a log scale (from 8 500 to 350 000 inhabitants, a ratio says more than a difference).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from calculators.comparison.intervals import Reels

#: Column, and whether its log is compared.
VARIABLES: Mapping[str, bool] = MappingProxyType({"population": True, "densite": True, "anciennete": False})
#: Several codes in one cell, as data/reference/cpts.csv writes a CPTS over two regions.
SEPARATEUR = "|"


@dataclass(frozen=True)
class Voisins:
    """The nearest neighbours of one CPTS.

    ``voisins``: nearest first, columns id_cpts, distance, and for each variable its value and ``ecart_…``, the gap in
    standard deviations (signed; the distance is the root of the mean of their squares). ``variables``: those compared;
    ``variables_manquantes``: unknown for the CPTS itself, so left out; ``exclues``: how many CPTS lack one of the
    variables compared.
    """

    voisins: pd.DataFrame
    variables: tuple[str, ...]
    variables_manquantes: tuple[str, ...]
    exclues: int


def memes(frame: pd.DataFrame, id_cpts: str, *, colonne: str) -> pd.Series:
    """Say which rows share a value of ``colonne`` (taille, region, cpam…) with a CPTS, itself included.

    ``frame``: one row per CPTS, column id_cpts. A cell may hold several values (``27|44``): one in common is enough. An
    unknown value is shared with nobody. Raises KeyError when the CPTS or the column is unknown.
    """
    own = _codes(frame[colonne].iloc[_row(frame, id_cpts)])
    shared = frame[colonne].map(lambda cell: bool(_codes(cell) & own))
    return pd.Series(shared.to_numpy(dtype=bool) | frame["id_cpts"].eq(id_cpts).to_numpy(), index=frame.index)


def voisins(
    frame: pd.DataFrame, id_cpts: str, *, nombre: int = 10, variables: Mapping[str, bool] = VARIABLES
) -> Voisins:
    """Find the CPTS most like one: ``frame`` has id_cpts and the variables (inhabitants, per km², years), NaN if unknown.

    Standard deviations are those of all the rows given, so the same frame gives the same distances to everyone. Equal
    distances are ordered by id_cpts. Raises KeyError on an unknown CPTS, ValueError when it has no variable at all.
    """
    row = _row(frame, id_cpts)
    scaled = {name: _standardised(frame[name], log=log) for name, log in variables.items()}
    used = tuple(name for name, column in scaled.items() if not np.isnan(column[row]))
    if not used:
        raise ValueError(f"Aucune des variables de comparaison n'est connue pour {id_cpts}.")
    gaps = np.column_stack([scaled[name] - scaled[name][row] for name in used])
    distance = np.round(np.sqrt(np.mean(gaps**2, axis=1)), 12)
    others = frame["id_cpts"].ne(id_cpts).to_numpy()
    table = pd.DataFrame({"id_cpts": frame["id_cpts"].to_numpy(), "distance": distance})
    for place, name in enumerate(used):
        table[name], table[f"ecart_{name}"] = frame[name].to_numpy(), gaps[:, place]
    kept = table[others & ~np.isnan(distance)].sort_values(["distance", "id_cpts"], kind="stable").head(nombre)
    return Voisins(
        voisins=kept.reset_index(drop=True),
        variables=used,
        variables_manquantes=tuple(name for name in variables if name not in used),
        exclues=int((others & np.isnan(distance)).sum()),
    )


def _row(frame: pd.DataFrame, id_cpts: str) -> int:
    found = np.flatnonzero(frame["id_cpts"].eq(id_cpts))
    if len(found) != 1:
        raise KeyError(id_cpts)
    return int(found[0])


def _codes(cell: object) -> frozenset[str]:
    if pd.isna(cell):  # type: ignore[call-overload]
        return frozenset()
    return frozenset(filter(None, (part.strip() for part in str(cell).split(SEPARATEUR))))


def _standardised(column: pd.Series, *, log: bool) -> Reels:
    """Give a variable in standard deviations around its mean; NaN where unknown, or not positive on a log scale."""
    values = column.to_numpy(dtype="float64", na_value=np.nan)
    if log:
        values = np.log(np.where(values > 0, values, np.nan))
    known = values[~np.isnan(values)]
    spread = float(known.std()) if known.size else 0.0
    # Everyone alike: the variable takes nobody away from anybody.
    return np.asarray((values - known.mean()) / spread if spread > 0 else values * 0, dtype=np.float64)
