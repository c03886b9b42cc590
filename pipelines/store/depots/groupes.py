"""Groups of CPTS of a reader's own, under a name: kept for that reader, and never wider than the scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.cursor import Value
from pipelines.store.depots.journal import instant_of
from pipelines.store.errors import StoreError
from pipelines.store.questions.territoires import territories
from pipelines.store.scope import Scope

LONGUEUR = 60


def save_group(store: Store, scope: Scope, *, nom: str, ids: Sequence[str], maintenant: datetime | None = None) -> str:
    """Keep a group, in place of the reader's one of the same name, and give its name as kept.

    Raises StoreError with one French sentence: no name, too long, no CPTS, one that is not in scope.
    """
    name = " ".join(nom.split())
    if not name or len(name) > LONGUEUR or not name.isprintable():
        raise StoreError(f"Donnez au groupe un nom de 1 à {LONGUEUR} caractères.")
    members = list(dict.fromkeys(ids))
    if not members:
        raise StoreError(f"Le groupe « {name} » est vide : choisissez au moins une CPTS.")
    known = territories(store, scope)
    unknown = sorted(set(members) - set(known.loc[known["nature"] == "cpts", "id_cpts"]))
    if unknown:
        raise StoreError(
            f"« {unknown[0][:40]} » n'est pas une CPTS de votre périmètre : le groupe n'est pas enregistré."
        )
    with store.write() as cursor:
        facts: dict[str, Value] = {
            "lecteur": scope.lecteur,
            "nom": name,
            "ids": members,
            "quand": instant_of(cursor, maintenant),
        }
        cursor.execute("DELETE FROM groupes WHERE lecteur = $lecteur AND nom = $nom", facts)
        cursor.execute("INSERT INTO groupes SELECT $lecteur, $nom, unnest($ids::VARCHAR[]), $quand", facts)
    return name


def groups(store: Store, scope: Scope) -> pd.DataFrame:
    """The reader's groups by name, one row per CPTS in scope: nom, id_cpts, nom_cpts, enregistre_le."""
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT g.nom, g.id_cpts, t.nom AS nom_cpts, g.enregistre_le
            FROM groupes AS g
            JOIN territoires_lisibles($lecture) AS t ON t.id_cpts = g.id_cpts
            WHERE g.lecteur = $lecteur
            ORDER BY g.nom, t.nom, g.id_cpts
            """,
            {"lecture": scope.lecture, "lecteur": scope.lecteur},
        )


def group_members(store: Store, scope: Scope, nom: str) -> list[str]:
    """The CPTS, in scope, of one of the reader's groups. Raises StoreError when there is no such group."""
    found = groups(store, scope)
    mine = found.loc[found["nom"] == " ".join(nom.split()), "id_cpts"]
    if mine.empty:
        raise StoreError(f"Vous n'avez pas de groupe « {nom[:LONGUEUR]} ».")
    return mine.tolist()


def delete_group(store: Store, scope: Scope, nom: str) -> None:
    """Forget one of the reader's groups. Raises StoreError when there is no such group."""
    group_members(store, scope, nom)
    with store.write() as cursor:
        cursor.execute(
            "DELETE FROM groupes WHERE lecteur = $lecteur AND nom = $nom",
            {"lecteur": scope.lecteur, "nom": " ".join(nom.split())},
        )
