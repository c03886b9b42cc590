"""Text cells to typed columns, and the findings on the cells that cannot be typed.

Distinct texts are read once each, then spread over the lines: a month or a code is read once however long the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.catalogue import Indicateur
from pipelines.inert import revived
from pipelines.ingest.check.repairs import cpts_codes, indicator_codes
from pipelines.ingest.check.typed_numbers import Faults, type_numbers
from pipelines.ingest.column import Column
from pipelines.ingest.months import read_month
from pipelines.ingest.read.cells import Cells
from pipelines.ingest.texts import SPACES

# The types of indicators as codes: their rank here; the first one for an unknown indicator.
TYPES = ("", "proportion", "taux_1000", "compte", "livrable")
INCONNU, PROPORTION, TAUX, COMPTE, LIVRABLE = range(5)


@dataclass(frozen=True)
class Typed:
    """The lines of a file as typed columns, one row per line of the cells, in the same order.

    ``frame``: ligne; id_cpts and indicateur (category: the known code, else the text as written); type (rank in TYPES),
    bas and haut (of the indicator, else empty); mois (datetime64, NaT when unreadable); commentaire (category); and for
    each of numerateur, denominateur, valeur: the number itself, ``<x>_etat`` (rank in ETATS), ``<x>_marqueur`` (rank in
    ``marqueurs``, whose first one is empty), ``<x>_unite`` (rank in UNITES).
    ``fautes``: for each field and rule broken by unreadable cells, their positions (0-based rows).
    """

    frame: pd.DataFrame
    marqueurs: tuple[str, ...]
    fautes: Faults


def read_types(cells: Cells, *, territoires: pd.DataFrame, indicateurs: Mapping[str, Indicateur]) -> Typed:
    """Type every cell. ``territoires``: id_cpts and nom of the CPTS that the depositor may name."""
    columns = cells.colonnes
    cpts, labels = cpts_codes(territoires), indicator_codes(indicateurs)
    faults: Faults = {}
    indicators = spread(columns["indicateur"], lambda text: labels.read(text)[0])
    known = _known_of(indicators, indicateurs)
    numbers, markers = type_numbers(
        columns,
        cell_separator=cells.separateur,
        deliverable=known["type"] == LIVRABLE,
        unknown=known["type"] == INCONNU,
        faults=faults,
    )
    frame = pd.DataFrame(
        {
            "ligne": cells.lignes,
            "id_cpts": spread(columns["id_cpts"], lambda text: cpts.read(text)[0]),
            "indicateur": indicators,
            **known,
            "mois": _months(columns["mois"], faults, since_1904=cells.depuis_1904),
            "commentaire": spread(columns["commentaire"], lambda text: revived(text.strip(SPACES))),
            **numbers,
        },
        copy=False,
    )
    return Typed(frame, markers, faults)


def spread(column: Column, read: Callable[[str], str]) -> pd.Categorical:
    """What each text means, on every line; the categories are in alphabetical order."""
    texts, ranks = np.unique(np.array([read(text) for text in column.textes], dtype=object), return_inverse=True)
    return pd.Categorical.from_codes(ranks.astype(np.int32)[column.codes], pd.Index(texts, dtype="str"))


def _known_of(indicators: pd.Categorical, indicateurs: Mapping[str, Indicateur]) -> dict[str, NDArray[Any]]:
    """What the catalogue says of each line's indicator: type, and the bounds bas and haut of its value."""
    known = [indicateurs.get(str(code)) for code in indicators.categories]
    codes = indicators.codes
    return {
        "type": np.array([TYPES.index(i.type) if i else INCONNU for i in known], dtype=np.int8)[codes],
        "bas": np.array([i.bornes[0] if i else np.nan for i in known], dtype="float64")[codes],
        "haut": np.array([i.bornes[1] if i else np.nan for i in known], dtype="float64")[codes],
    }


def _months(column: Column, faults: Faults, *, since_1904: bool) -> NDArray[np.datetime64]:
    read = [read_month(text, since_1904=since_1904) for text in column.textes]
    for rule in sorted({month for month in read if isinstance(month, str)}):
        faults["mois", rule] = np.flatnonzero(np.array([month == rule for month in read])[column.codes])
    days = np.array([m if isinstance(m, date) else None for m in read], dtype="datetime64[D]")
    return days.astype("datetime64[us]")[column.codes]
