"""The agreement as dated data: load it, check it, and read the rules in force on a day.

Source of every number: the YAML blocks beside this file, each cell with its status, reference and checked-on date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import ValidationError

from calculators.aci import strict_yaml
from calculators.aci.accord import bloc_files
from calculators.aci.accord.schema import Bloc, Cellule, Mission, Tranche
from calculators.aci.accord.statut import PROPOSE
from calculators.aci.french_errors import sentences
from calculators.french_error import FrenchError

_KEYS = {*Bloc.model_fields, *Cellule.model_fields, *Tranche.model_fields, *Mission.model_fields}


class AccordError(FrenchError, ValueError):
    """A block of the agreement that can't be used; the message is one French sentence a line."""


@dataclass(frozen=True, eq=False)  # compared by identity: computations are kept per agreement
class Accord:
    """The versions of the agreement, oldest first. Versions do not overlap: each runs until the next one starts."""

    blocs: tuple[Bloc, ...]

    def en_vigueur_le(self, day: date) -> Bloc:
        """Give the version in force on a day. Raises AccordError before the first one."""
        candidates = [bloc for bloc in self.blocs if bloc.en_vigueur <= day]
        if not candidates:
            first = self.blocs[0].en_vigueur
            raise AccordError(
                f"Aucun accord n'était en vigueur le {day:%d/%m/%Y} : le premier date du {first:%d/%m/%Y}."
            )
        return candidates[-1]

    def bloc(self, version: str) -> Bloc:
        """Give a version by its code. Raises KeyError when there is none."""
        return next(bloc for bloc in self.blocs if bloc.version == version)

    @property
    def missions(self) -> dict[str, Mission]:
        """Every mission of any version, in the order of the latest version that has it."""
        ordered: dict[str, Mission] = {}
        for bloc in reversed(self.blocs):
            for mission in bloc.missions:
                ordered.setdefault(mission.code, mission)
        return ordered

    def table(self, on: date) -> pd.DataFrame:
        """Give the barème in force on a day, a row per cell.

        Columns: taille, mission, volet, cas (empty text when the cell has none), montant_centimes (int64), statut,
        article, reference (the sentence, not the key), verifie_le, version.
        """
        bloc = self.en_vigueur_le(on)
        return pd.DataFrame(
            [
                {
                    "taille": cell.taille,
                    "mission": cell.mission,
                    "volet": cell.volet,
                    "cas": cell.cas or "",
                    "montant_centimes": cell.centimes,
                    "statut": cell_statut(bloc, cell),
                    "article": cell.article,
                    "reference": bloc.references[cell.reference],
                    "verifie_le": pd.Timestamp(cell.verifie_le),
                    "version": bloc.version,
                }
                for cell in bloc.cellules
            ]
        )

    def taille(self, population: int, on: date) -> int:
        """Give the taille of a population under the rules in force on a day. Raises AccordError when it is negative."""
        if population < 0:
            raise AccordError(f"Une population ne peut pas être négative ({population}).")
        return int(tailles(self.en_vigueur_le(on), np.array([population]))[0])


@dataclass(frozen=True)
class Voisine:
    """The taille of a population, and how many inhabitants more (``ecart`` > 0) or fewer would give it the nearest other one."""

    taille: int
    autre: int
    ecart: int


def nearest_taille(bloc: Bloc, population: int) -> Voisine:
    """Give the taille of a population under one version and the nearest limit of it; 0 when there is one taille only."""
    band = bloc.tailles[int(tailles(bloc, np.array([population]))[0]) - 1]
    limits = [
        *([Voisine(band.taille, band.taille - 1, band.de - 1 - population)] if band.de else []),
        *([Voisine(band.taille, band.taille + 1, band.a + 1 - population)] if band.a is not None else []),
    ]
    return min(limits, key=lambda limit: abs(limit.ecart), default=Voisine(band.taille, band.taille, 0))


def cell_statut(bloc: Bloc, cell: Cellule) -> str:
    """Give the status of a cell: everything in a proposed block is proposed, whatever its source."""
    return PROPOSE if bloc.nature == "proposé" else cell.statut


def tailles(bloc: Bloc, populations: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the taille of each population (inhabitants, int64) under one version."""
    starts = np.array([band.de for band in bloc.tailles], dtype=np.int64)
    return np.asarray(np.searchsorted(starts, populations, side="right"), dtype=np.int64)


def read_bloc(text: str, name: str) -> Bloc:
    """Read and check one block of the agreement; ``name`` is the file name used in messages.

    Raises AccordError with one French sentence a line: the place, the value and the rule.
    """
    try:
        return Bloc.model_validate(strict_yaml.load(text))
    except strict_yaml.YamlError as error:
        raise AccordError(f"{name} : {error}") from error
    except ValidationError as error:
        found = [f"{name} : {sentence}" for sentence in sentences(error, _KEYS)]
        raise AccordError("\n".join(found)) from error


def make_accord(blocs: Iterable[Bloc]) -> Accord:
    """Put versions in order. Raises AccordError when two share a code or a date, or when there is none."""
    ordered = tuple(sorted(blocs, key=lambda bloc: bloc.en_vigueur))
    if not ordered:
        raise AccordError("Aucune version de l'accord n'a été trouvée.")
    for field in ("version", "en_vigueur"):
        values = [getattr(bloc, field) for bloc in ordered]
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise AccordError(f"Deux versions de l'accord portent la même valeur de « {field} » : {twice}.")
    return Accord(ordered)


def with_bloc(accord: Accord, bloc: Bloc) -> Accord:
    """Give the agreement with one more version, or with a version of the same code replaced (a corrected one)."""
    return make_accord([*(kept for kept in accord.blocs if kept.version != bloc.version), bloc])


@lru_cache(maxsize=8)
def load_accord(directory: Path | None = None) -> Accord:
    """Load every block of a directory (by default the agreement shipped with the software).

    Raises AccordError with one French sentence on the first block that can't be used.
    """
    files = bloc_files(directory)
    return make_accord(read_bloc(file.read_text(encoding="utf-8"), file.name) for file in files)
