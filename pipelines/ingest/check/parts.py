"""Lines that count a part of what the indicator counts: never stored as the whole without a word."""

from __future__ import annotations

import numpy as np
import pandas as pd

from calculators.french import list_first
from pipelines.ingest.check.findings import Facts, Findings
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
    partial, labels = np.zeros(len(cells), dtype=bool), np.zeros((len(kept), len(cells)), dtype=np.int64)
    for rank, field in enumerate(kept):
        column, title = cells.colonnes[field], cells.titres[field]
        natures = [tell_part(title, text) for text in column.textes]
        aimed = np.array([nature == "visee" for nature in natures], dtype=bool)[column.codes]
        part = np.array([nature == "part" for nature in natures], dtype=bool)[column.codes]
        if "autre" in natures and not (aimed.any() or part.any()):
            told = finding("colonne_ignoree", ligne=cells.entete, valeur=title, detail=short(title, 40))
            found.issues.append(told)
        found.add("valeur_visee", np.flatnonzero(aimed), champ=field, facts=_said(cells, field))
        partial |= part
        # Every way to say the whole is one label.
        labels[rank] = np.where(part, column.codes.astype(np.int64) + 1, np.where(aimed, -1, 0))
    keys = frame[["id_cpts", "mois", "indicateur"]].astype({"id_cpts": str, "indicateur": str})
    same_key = keys.assign(label=[str(label) for label in labels.T.tolist()], part=partial).groupby(
        list(keys), observed=True, dropna=False
    )
    # With its parts beside it, the line of the whole waits too: which of them is meant is for a person to say.
    told_apart = same_key["label"].transform("nunique").gt(1) & same_key["part"].transform("any")
    split = told_apart.to_numpy(dtype=bool) & (labels >= 0).all(axis=0)
    for rank, field in enumerate(kept):
        own = labels[rank] > 0
        found.add(
            "parts_d_un_tout",
            np.flatnonzero(split & (own | (~partial & (rank == 0)))),
            champ=field,
            facts=_said(cells, field),
        )
        alone = np.flatnonzero(own & ~split & ~found.refused)
        if len(alone):
            words = list(dict.fromkeys(cells.colonnes[field][int(position)].strip() for position in alone))
            facts = {"detail": list_first([short(word, 40) for word in words], 5), "attendu": str(len(alone))}
            found.add("part_seule", alone[:1], champ=field, facts=lambda _, f=facts: f)  # type: ignore[misc]


def _said(cells: Cells, field: str) -> Facts:
    return lambda _: {"detail": short(cells.titres[field], 40)}
