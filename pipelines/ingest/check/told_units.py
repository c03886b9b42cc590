"""What unit the numbers of each line are in, told by a column, a title or a line above: converted when sure, else refused.

A unit that is not that of the indicator is never ignored: 125 for 10 000 is not 125 for 1 000, 2 870 € are no patients.
The narrowest wins: the column of units, then the title, then the table.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.ingest.check.facts import french_number
from pipelines.ingest.check.findings import Findings
from pipelines.ingest.check.numbers import UNITES
from pipelines.ingest.check.typed import COMPTE, INCONNU, LIVRABLE, PROPORTION, TAUX
from pipelines.ingest.check.typed_numbers import VALEUR
from pipelines.ingest.column import Column
from pipelines.ingest.header.synonyms import UNIT
from pipelines.ingest.read.cells import Cells
from pipelines.ingest.units import Unite, read_unit, read_unit_above

Mask = NDArray[np.bool_]
_EXPECTED = {
    PROPORTION: "un pourcentage",
    TAUX: "un taux pour 1 000",
    COMPTE: "un nombre entier",
    LIVRABLE: "oui ou non",
}
POUR_MILLE = UNITES.index("‰")


def told_units(cells: Cells, field: str) -> NDArray[np.object_]:
    """The unit told of a field at each position (Unite, or None)."""
    varying, letters = cells.titres_par_ligne.get(field), cells.lettres_par_ligne.get(field)
    if varying is not None:
        units = _spread([read_unit(title) for title in varying.textes], varying)
    else:
        units = _spread([read_unit(cells.titres.get(field, ""))], None, size=len(cells))
    if letters is not None and cells.unites:
        units = _unless(units, _spread([read_unit(cells.unites.get(letter, "")) for letter in letters.textes], letters))
    if (above := _above(cells, field)) is not None:
        units = _unless(units, _spread([above], None, size=len(cells)))
    if (column := cells.colonnes.get(UNIT)) is not None:
        units = _unless(_spread([read_unit(text) for text in column.textes], column), units)
    return units


def _above(cells: Cells, field: str) -> Unite | None:
    """The unit that a line above the header tells of the whole table, or one of units under it of the only column of values."""
    head = cells.entete or 1
    told = [read_unit_above(line.texte) for line in cells.mises_a_part if line.motif == "titres" and line.ligne < head]
    if field == "valeur" and not cells.unites:
        told += [read_unit(line.texte) for line in cells.mises_a_part if line.motif == "unités" and line.ligne > head]
    return next((unit for unit in told if unit is not None), None)


def _unless(units: NDArray[np.object_], others: NDArray[np.object_]) -> NDArray[np.object_]:
    """``units``, and ``others`` where there is none."""
    return np.where(_where(units, lambda _: True), units, others)


def _spread(units: list[Unite | None], column: Column | None, *, size: int = 0) -> NDArray[np.object_]:
    distinct = np.empty(len(units), dtype=object)
    distinct[:] = units
    return distinct[column.codes] if column is not None else np.repeat(distinct, size)


def apply_units(frame: pd.DataFrame, cells: Cells, found: Findings) -> pd.DataFrame:
    """The frame (see Typed) with ``valeur`` in the unit of its indicator where another was told; findings recorded.

    Shares in percent are left as written: their neighbours have a say (see ``values``). A share told otherwise comes back
    per 1 000, under that sign.
    """
    for field in ("numerateur", "denominateur"):
        _refuse_counts(frame, cells, field, found)
    told = told_units(cells, "valeur")
    if not _where(told, lambda _: True).any():
        return frame
    kind, sign = frame["type"].to_numpy(), frame["valeur_unite"].to_numpy()
    written = (frame["valeur_etat"].to_numpy() == VALEUR) & (kind != INCONNU)
    nature = np.array([unit.nature if unit is not None else "" for unit in told])
    scale = np.array([unit.echelle if unit is not None else 1 for unit in told], dtype="float64")
    values = frame["valeur"].to_numpy(dtype="float64")
    bare, ratio = written & (sign == 0), nature == "rapport"
    share = bare & ratio & (kind == PROPORTION)
    rate = bare & ratio & (kind == TAUX)
    counted = bare & (nature == "multiple") & (kind == COMPTE)
    percent = np.isin(nature, ("pourcent", "rapport")) & (kind == PROPORTION)
    # The sign of a share is its own unit, narrower than any other, which it may not gainsay.
    signed = (kind == PROPORTION) & (sign > 0) & (nature != "euros")
    signed &= ~percent | np.where(sign == POUR_MILLE, scale == 1_000, scale == 100)
    refused = written & (nature != "") & ~(rate | counted | signed | (percent & (sign == 0)))
    # A sign in the cell that is wrong for the indicator is told apart, by a rule of its own.
    refused &= ~((kind != PROPORTION) & (sign > 0) & (nature != "euros"))

    def about(row: int) -> dict[str, str]:
        return {"detail": told[row].dit, "attendu": _EXPECTED[int(kind[row])]}

    found.add("unite_autre", np.flatnonzero(refused), champ="valeur", facts=about)
    moved = share & (scale != 100)
    fixed = values.copy()
    fixed[moved | rate] = values[moved | rate] * 1_000 / scale[moved | rate]
    fixed[counted] = np.round(values[counted] * scale[counted], 6)

    def becomes(row: int) -> dict[str, str]:
        number = french_number(float(fixed[row] / (10 if moved[row] else 1)))
        unit = " %" if moved[row] else " pour 1 000" if rate[row] else ""
        return {"detail": told[row].dit, "attendu": number + unit}

    found.add("unite_convertie", np.flatnonzero(moved | (rate & (scale != 1_000))), champ="valeur", facts=becomes)
    found.add("multiple_converti", np.flatnonzero(counted), champ="valeur", facts=becomes)
    return frame.assign(valeur=fixed, valeur_unite=np.where(moved, POUR_MILLE, sign).astype(sign.dtype))


def _refuse_counts(frame: pd.DataFrame, cells: Cells, field: str, found: Findings) -> None:
    """A numerator or denominator told in thousands, in euros or, by its own title, as a share: no count is left."""
    told = told_units(cells, field)
    wrong = _where(told, lambda unit: unit.nature in ("multiple", "euros"))
    if (titled := read_unit(cells.titres.get(field, ""))) is not None and titled.nature in ("pourcent", "rapport"):
        wrong |= _where(told, lambda _: True)
    written = (frame[f"{field}_etat"].to_numpy() == VALEUR) & (frame["type"].to_numpy() != INCONNU)

    def about(row: int) -> dict[str, str]:
        return {"detail": told[row].dit, "attendu": _EXPECTED[COMPTE]}

    found.add("unite_autre", np.flatnonzero(wrong & written), champ=field, facts=about)


def _where(told: NDArray[np.object_], wanted: Callable[[Unite], bool]) -> Mask:
    return np.array([unit is not None and wanted(unit) for unit in told], dtype=bool)
