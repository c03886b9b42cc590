"""Lines that count a part of what the indicator counts: never stored as the whole without a word."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calculators.french import list_first
from pipelines.ingest.check.findings import Findings
from pipelines.ingest.header.part_titles import PARTS, tell_part
from pipelines.ingest.read.cells import Cells
from pipelines.ingest.rules.table import finding
from pipelines.ingest.texts import short


def say_parts(cells: Cells, frame: pd.DataFrame, found: Findings) -> None:
    """An aimed value is refused; so are lines of one key told apart by their part alone; a lone part is to be accepted.

    ``frame``: id_cpts, mois, indicateur of each line. To be called before lines are compared with one another: two
    professions with the same count are no repetition.
    """
    kept = [field for field in PARTS if field in cells.colonnes]
    if not kept:
        return
    natures = {field: _natures(cells, field) for field in kept}
    of_a_part, labels = np.zeros(len(cells), dtype=bool), np.zeros((len(kept), len(cells)), dtype=np.int64)
    for rank, (field, nature) in enumerate(natures.items()):
        found.add("valeur_visee", np.flatnonzero(nature == "visee"), champ=field)
        told = np.isin(nature, ("part", "lieu"))
        of_a_part |= told
        # Every way to say the whole is one label.
        labels[rank] = np.where(
            told, cells.colonnes[field].codes.astype(np.int64) + 1, -(nature == "visee").astype(np.int64)
        )
    keys = frame[["id_cpts", "mois", "indicateur"]].astype({"id_cpts": str, "indicateur": str})
    same_key = keys.assign(label=[str(label) for label in labels.T.tolist()], part=of_a_part).groupby(
        list(keys), observed=True, dropna=False
    )
    # With its parts beside it, the line of the whole waits too: which of them is meant is for a person to say.
    told_apart = same_key["label"].transform("nunique").gt(1) & same_key["part"].transform("any")
    split = told_apart.to_numpy(dtype=bool) & (labels >= 0).all(axis=0)
    for rank, (field, nature) in enumerate(natures.items()):
        own = labels[rank] > 0
        title = {"detail": short(cells.titres[field], 40)}
        where = np.flatnonzero(split & (own | (~of_a_part & (rank == 0))))
        found.add("parts_d_un_tout", where, champ=field, facts=lambda _, f=title: f)  # type: ignore[misc]
        alone = np.flatnonzero((nature == "part") & ~split & ~found.refused)
        if len(alone):
            words = list(dict.fromkeys(cells.colonnes[field][int(position)].strip() for position in alone))
            facts = {"detail": list_first([short(word, 40) for word in words], 5), "attendu": str(len(alone))}
            found.add("part_seule", alone[:1], champ=field, facts=lambda _, f=facts: f)  # type: ignore[misc]
        elif not len(where) and np.isin(nature, ("autre", "lieu")).any():
            found.issues.append(finding("colonne_ignoree", ligne=cells.entete, valeur=cells.titres[field], **title))


def _natures(cells: Cells, field: str) -> NDArray[np.str_]:
    """What that column says of each line (see :func:`tell_part`)."""
    column = cells.colonnes[field]
    return np.array([tell_part(cells.titres[field], text) for text in column.textes], dtype=str)[column.codes]
