"""Who may have the original of a deposit: the bytes themselves are kept by the port ``Files`` of the store."""

from __future__ import annotations

import re

from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def kept_file(store: Store, scope: Scope, depot: str) -> tuple[bytes, str]:
    """The original of a deposit, byte for byte, and a file name fit for a download.

    For its author, and for those who may see every CPTS in it; a deposit that left lines out may hold lines about
    anyone: then its author and those who see every CPTS of the store. One that holds, or may hold, a count under
    statistical secrecy is for those who supply these values alone. Raises StoreError with one French sentence.
    """
    with store.read() as cursor:
        rows = cursor.rows(
            """
            WITH portees AS (
                SELECT id_cpts FROM observations WHERE depot = $depot
                UNION ALL SELECT id_cpts FROM confirmations WHERE depot = $depot
            ),
            bilan AS (
                SELECT count(*) AS n, count(*) FILTER (dans_la_portee($lecture, id_cpts)) AS visibles FROM portees
            )
            SELECT d.hash, d.fichier, d.auteur = $lecteur, b.visibles,
                   -- Deposits made before confirmations were kept do not tell which CPTS their unchanged lines were about.
                   b.visibles = b.n AND b.n = d.nouvelles + d.modifiees + d.identiques
                   AND NOT coalesce(d.partiel, false)
            FROM depots AS d, bilan AS b
            WHERE d.depot = $depot
            """,
            {"depot": depot, "lecture": scope.lecture, "lecteur": scope.lecteur},
        )
        hidden = cursor.rows(
            "SELECT 1 FROM porteurs_de_secrets($lecture) WHERE depot = $depot",
            {"lecture": scope.lecture, "depot": depot},
        )
    everything = scope.cpts is None
    if not rows or not (everything or rows[0][2] or rows[0][3]):
        raise StoreError(f"Aucun dépôt « {depot} » dans votre périmètre.")
    digest, name, own, _, whole = rows[0]
    if not (everything or own or whole):
        raise StoreError(
            f"Le fichier du dépôt {depot} concerne aussi d'autres CPTS que les vôtres : seul son auteur, ou qui voit "
            "toutes ces CPTS, peut le télécharger."
        )
    data = store.files.get(str(digest))  # a file altered since is said so, whatever it may hold
    if hidden:
        raise StoreError(
            f"Le fichier du dépôt {depot} peut contenir des effectifs protégés par le secret statistique : seul qui "
            "fournit ces valeurs peut le télécharger."
        )
    return data, _UNSAFE.sub("_", str(name)).strip(". ") or f"{depot}.csv"
