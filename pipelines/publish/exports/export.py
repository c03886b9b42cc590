"""An export: a frame, what its columns are, and where it all comes from. The writers know nothing else of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

import pandas as pd

from pipelines.store.scope import Scope

Genre = Literal["texte", "entier", "nombre", "part", "valeur", "centimes", "taux", "date", "mois", "instant", "booleen"]
DEMONSTRATION = "Contient des données de démonstration, inventées."


@dataclass(frozen=True)
class Colonne:
    """One column of an export. ``titre`` is what people read.

    ``genre``: centimes are integer cents, written as euros; taux are millionths, written as a share; part is a share from
    0 to 1, a percentage for people; valeur is in the unit of the indicator, a percentage for people when the row's
    ``type`` is proportion. ``marque``: the column that
    holds what to write instead of an absent number. ``pour_lire``: in the forms made for people only.
    """

    nom: str
    titre: str
    genre: Genre = "texte"
    largeur: int = 14
    marque: str | None = None
    pour_lire: bool = False


@dataclass(frozen=True)
class Export:
    """A table to publish. ``nom``: the stem of its files. ``faits``: what must go with it, as (label, text).

    ``schema``: the Table Schema of the machine form, when there is one.
    """

    nom: str
    titre: str
    frame: pd.DataFrame
    colonnes: tuple[Colonne, ...]
    faits: tuple[tuple[str, str], ...]
    schema: dict[str, Any] | None = None

    def columns(self, *, machine: bool) -> list[Colonne]:
        """The columns of the form for machines, or of those for people."""
        return [c for c in self.colonnes if not (machine and c.pour_lire)]


def facts(
    scope: Scope, frame: pd.DataFrame, *, source: str, connu_le: datetime | None, maintenant: datetime
) -> tuple[tuple[str, str], ...]:
    """What every export says of itself: source, age of the data, reader's scope, size, software, invented or not."""
    seen = "toutes les CPTS" if scope.cpts is None else f"{len(scope.cpts)} CPTS visibles par ce lecteur"
    listed = [
        ("Source", source),
        ("Données connues au", "aucune donnée" if connu_le is None else f"{connu_le:%d/%m/%Y à %H:%M:%S}"),
        ("Exporté le", f"{maintenant:%d/%m/%Y à %H:%M}"),
        ("Périmètre", seen),
        ("Lignes", str(len(frame))),
        ("Logiciel", f"Pilotage CPTS {software_version()}"),
    ]
    if "demonstration" in frame and bool(frame["demonstration"].fillna(False).any()):
        listed.append(("Attention", DEMONSTRATION))
    return tuple(listed)


def say_filters(*, ids: Sequence[str] | None, debut: date | None, fin: date | None) -> str:
    """The filters as a sentence, for the facts."""
    words = [] if ids is None else [", ".join(ids) if len(ids) <= 10 else f"{len(ids)} CPTS choisies"]
    words += [f"à partir de {debut:%Y-%m}"] if debut else []
    words += [f"jusqu'à {fin:%Y-%m}"] if fin else []
    return " ; ".join(words) or "aucun filtre"


def software_version() -> str:
    """The version of the software as installed."""
    try:
        return version("pilotage-cpts")
    except PackageNotFoundError:
        return "non installée"
