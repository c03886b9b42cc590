"""A view of the screens as an export: its rows, what it takes to read them, and the version of the data on each line.

A CSV has no place for notes: what must never be lost (definition, age and version of the data, invented or not) is
written in columns of its own; a workbook says it once, on its sheet « À propos ».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from pipelines.publish.exports.export import DEMONSTRATION, Colonne, Export, facts
from pipelines.store.scope import Scope

_AJOUTEES = (
    Colonne("definition", "Définition", largeur=40),
    Colonne("donnees_connues_le", "Données connues le", "instant", largeur=18),
    Colonne("version_donnees", "Version des données", largeur=12),
    Colonne("demonstration", "Démonstration", "booleen", largeur=14),
)
_SUJET = (Colonne("pour", "Pour", largeur=30), Colonne("hypothese", "Hypothèse", largeur=40))


@dataclass(frozen=True)
class Vue:
    """What was seen. ``phrase``: the sentence of the figure; ``reperes``: (label, text) pairs, unit, direction…

    ``connu_le``: the newest deposit it rests on; ``version``: mark of the store; ``demonstration``: some of it is invented;
    ``pour``: of whom all of it speaks, ``hypothese``: on which one its amounts rest; both also a column of each line.
    """

    titre: str
    phrase: str = ""
    reperes: Sequence[tuple[str, str]] = ()
    definition: str = ""
    precautions: str = ""
    source: str = ""
    connu_le: datetime | None = None
    version: str = ""
    demonstration: bool = False
    pour: str = ""
    hypothese: str = ""


def view_export(
    frame: pd.DataFrame, colonnes: Sequence[Colonne], vue: Vue, *, nom: str, scope: Scope, maintenant: datetime
) -> Export:
    """The view, ready for export_csv, export_csv_fr and export_xlsx. Only the columns told are kept."""
    told = {c.nom for c in colonnes} | {c.marque for c in colonnes if c.marque}
    kept = frame[[name for name in frame.columns if name in told]].reset_index(drop=True)
    added: dict[str, Any] = {
        "pour": vue.pour,
        "hypothese": vue.hypothese,
        "definition": vue.definition or vue.titre,
        "donnees_connues_le": pd.Timestamp(vue.connu_le) if vue.connu_le else pd.NaT,
        "version_donnees": vue.version,
        "demonstration": vue.demonstration,
    }
    missing = [column for column in _AJOUTEES if column.nom not in told]
    missing += [column for column in _SUJET if added[column.nom] and column.nom not in told]
    kept = kept.assign(**{column.nom: added[column.nom] for column in missing})
    said = [
        ("Pour", vue.pour),
        ("Hypothèse", vue.hypothese),
        ("Ce que cela montre", vue.phrase),
        ("Définition", vue.definition),
        *((label, text) for label, text in vue.reperes if label != "Source"),
        ("Précautions", vue.precautions),
        ("Version des données", vue.version),
        ("Cases vides", "valeur absente ou cachée par le secret statistique, jamais zéro"),
    ]
    described = facts(scope, kept, source=vue.source, connu_le=vue.connu_le, maintenant=maintenant)
    if vue.pour:  # all of it speaks of one: what the reader could see besides is no matter
        described = tuple((label, vue.pour if label == "Périmètre" else text) for label, text in described)
    if vue.demonstration and all(label != "Attention" for label, _ in described):
        described = (*described, ("Attention", DEMONSTRATION))
    return Export(
        nom=nom,
        titre=vue.titre,
        frame=kept,
        colonnes=(*colonnes, *missing),
        faits=(*((label, text) for label, text in said if text), *described),
    )
