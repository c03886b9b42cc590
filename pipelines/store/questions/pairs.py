"""What CPTS are compared on to find peers: size, place, density, age of the contract. Filtered by Scope in SQL."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.scope import Scope


def peer_variables(store: Store, scope: Scope, *, au: date) -> pd.DataFrame:
    """One row per CPTS under contract in scope, by name.

    id_cpts, nom, taille, regions and cpam (values joined by |), population (of the contract, else announced, else
    INSEE), densite (inhabitants per km²), anciennete (years from the signature to ``au``; empty before it). What is
    unknown is empty. The three numbers are those of calculators.comparison.peers.VARIABLES.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT id_cpts, nom, taille, regions, cpam, population,
                   CASE WHEN superficie_km2 > 0 THEN population / superficie_km2 END AS densite,
                   CASE WHEN date_signature <= $au THEN date_diff('day', date_signature, $au) / 365.25 END AS anciennete,
                   demonstration
            FROM territoires_lisibles($lecture)
            WHERE nature = 'cpts' AND sous_contrat
            ORDER BY nom, id_cpts
            """,
            {"lecture": scope.lecture, "au": au},
        )
