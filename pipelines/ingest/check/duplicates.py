"""Lines about the same CPTS, month and indicator: the same thing twice counts once, two different things block both."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.ingest.check.findings import Findings
from pipelines.ingest.check.typed import INCONNU
from pipelines.ingest.check.typed_numbers import FAUTE, NUMBERS

KEY = ["id_cpts", "indicateur", "mois"]
CONTENT = ["numerateur", "denominateur", "valeur", "etat", "marqueur"]


def find_duplicates(frame: pd.DataFrame, ids: frozenset[str], found: Findings) -> NDArray[np.intp]:
    """The positions of the sound lines that repeat an earlier one; those that contradict another one are refused.

    A line refused for something else is compared too, as far as it can be read: one fault does not hide the other.
    """
    told = frame["id_cpts"].isin(ids) & (frame["type"] != INCONNU) & frame["mois"].notna()
    for field in NUMBERS:
        told &= frame[f"{field}_etat"] != FAUTE
    lines = frame if told.all() else frame[told]
    repeated, contradicting = _compare(lines)
    others = pd.concat([repeated["autre_ligne"], contradicting["autre_ligne"]]).to_dict()

    def about(position: int) -> dict[str, Any]:
        row = frame.loc[position]
        detail = f"{row['indicateur']} de {row['id_cpts']} pour {row['mois']:%Y-%m}"
        return {"attendu": others[position], "detail": detail}

    found.add("doublon_contradictoire", contradicting.index, champ="id_cpts", facts=about)
    again = repeated.index.to_numpy(dtype=np.intp)
    again = again[~found.refused[again]]
    found.add("doublon_identique", again, champ="id_cpts", facts=about)
    return again


def _compare(observations: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The lines that repeat an earlier one, and the lines that contradict another one.

    ``observations``: ligne, the key and the content of each line, in the order of the file. Both answers keep its
    index and give ``autre_ligne``, the first other line concerned.
    """
    twice = _keys(observations).duplicated(keep=False).to_numpy()
    if not twice.any():
        none = pd.DataFrame({"autre_ligne": pd.Series(dtype="int64")}, index=observations.index[:0])
        return none, none
    some = observations[twice]
    some = some.astype({name: object for name in KEY + CONTENT if some[name].dtype == "category"})
    keys = [some[name] for name in KEY]
    contents = some.groupby(KEY + CONTENT, sort=False, dropna=False).ngroup()
    disagree = contents.groupby(keys, sort=False).transform("nunique") > 1
    lines = some.groupby(KEY, sort=False)["ligne"]
    first, last = lines.transform("first"), lines.transform("last")
    some = some.assign(autre_ligne=first.where(first != some["ligne"], last))
    return some[~disagree & (first != some["ligne"])], some[disagree]


def _keys(observations: pd.DataFrame) -> pd.Series:
    """One whole number per different key: millions of lines are told apart by it as fast as they are read."""
    key = pd.Series(0, index=observations.index, dtype="int64")
    for name in KEY:
        codes, texts = pd.factorize(observations[name])
        key = key * len(texts) + codes
    return key
