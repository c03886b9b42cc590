"""Lines about the same CPTS, month and indicator: the same thing twice counts once, two different things block both."""

from __future__ import annotations

import pandas as pd

KEY = ["id_cpts", "indicateur", "mois"]
CONTENT = ["numerateur", "denominateur", "valeur", "etat", "marqueur"]


def duplicates(observations: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
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
