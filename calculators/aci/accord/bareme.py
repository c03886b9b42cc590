"""The agreement turned into arrays, so that a cell is found by version, taille and slot for many CPTS at once.

Source: the blocks of calculators/aci/accord, each cell with its article (ACI CPTS, articles 7.2 and 8, avenant 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from calculators.aci.accord.load import Accord, cell_statut, tailles
from calculators.aci.accord.schema import FONCTIONNEMENT, LETTRE_INTENTION
from calculators.aci.accord.statut import ANNEXE
from calculators.aci.money import Entiers


@dataclass(frozen=True)
class Slot:
    """One kind of amount of the barème: a mission, a volet and, for the crisis mission, a case."""

    mission: str
    volet: str
    cas: str


@dataclass(frozen=True)
class Bareme:
    """Every cell of every version.

    ``slots``: the yearly kinds of amounts, in the order of a statement. ``cellule[version, taille - 1, slot]``: the
    number of the cell, -1 where the version has none. ``montants[cellule]``: cents. ``statuts``, ``articles``,
    ``references``, ``versions``: texts by cell; the last cell of each list stands for the contract's own annex.
    """

    slots: tuple[Slot, ...]
    cellule: NDArray[np.int64]
    montants: Entiers
    statuts: tuple[str, ...]
    articles: tuple[str, ...]
    references: tuple[str, ...]
    versions: tuple[str, ...]

    @property
    def annexe(self) -> int:
        """The number of the cell that stands for the contract's own annex."""
        return len(self.statuts) - 1

    def slot(self, mission: str, volet: str, cas: str = "") -> int:
        """Give the number of a slot. Raises ValueError when no version has it."""
        return self.slots.index(Slot(mission, volet, cas))


@lru_cache(maxsize=8)
def bareme(accord: Accord) -> Bareme:
    """Lay out an agreement as arrays (kept: an Accord never changes)."""
    order = {code: rank for rank, code in enumerate([FONCTIONNEMENT, *accord.missions, LETTRE_INTENTION])}
    volets = {"fixe": 0, "variable": 1, "majore": 2}
    found = {Slot(cell.mission, cell.volet, cell.cas or "") for bloc in accord.blocs for cell in bloc.cellules}
    slots = tuple(sorted(found, key=lambda slot: (order[slot.mission], volets[slot.volet], slot.cas == "mise_a_jour")))
    size = max(len(bloc.tailles) for bloc in accord.blocs)
    cells = np.full((len(accord.blocs), size, len(slots)), -1, dtype=np.int64)
    flat = [(rank, bloc, cell) for rank, bloc in enumerate(accord.blocs) for cell in bloc.cellules]
    for number, (rank, _, cell) in enumerate(flat):
        cells[rank, cell.taille - 1, slots.index(Slot(cell.mission, cell.volet, cell.cas or ""))] = number
    return Bareme(
        slots=slots,
        cellule=cells,
        montants=np.array([*(cell.centimes for _, _, cell in flat), 0], dtype=np.int64),
        statuts=(*(cell_statut(bloc, cell) for _, bloc, cell in flat), ANNEXE),
        articles=(*(cell.article for _, _, cell in flat), "annexe financière du contrat"),
        references=(*(bloc.references[cell.reference] for _, bloc, cell in flat), "annexe financière du contrat"),
        versions=(*(bloc.version for _, bloc, _ in flat), "contrat"),
    )


def version_rank(accord: Accord, on: NDArray[np.datetime64]) -> Entiers:
    """Give the number of the version in force on each day; -1 before the first."""
    starts = np.array([bloc.en_vigueur for bloc in accord.blocs], dtype="datetime64[D]")
    return np.asarray(np.searchsorted(starts, on, side="right") - 1, dtype=np.int64)


def taille_of(accord: Accord, versions: Entiers, populations: Entiers) -> Entiers:
    """Give the taille of each population under each row's own version."""
    result = np.zeros(len(populations), dtype=np.int64)
    for rank, bloc in enumerate(accord.blocs):
        mine = versions == rank
        result[mine] = tailles(bloc, populations[mine])
    return result
