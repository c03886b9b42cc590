"""Questions about who: territories, stages, contracts, mission starts, targets. All filtered by Scope in SQL."""

from __future__ import annotations

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.scope import Scope


def territories(store: Store, scope: Scope) -> pd.DataFrame:
    """Every territory in scope, by name.

    id_cpts, nom, nature (cpts | region), etape, etape_date, cpam, ars, departements, regions (values joined by |),
    taille, population (contract, else announced, else INSEE), population_contrat, population_insee, date_signature,
    sous_contrat, demonstration, lat, lon, adherents.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT id_cpts, nom, nature, etape, etape_date, cpam, ars, departements, regions, taille, population,
                   population_contrat, population_insee, date_signature, sous_contrat, demonstration, lat, lon,
                   adherents
            FROM territoires_lisibles($lecture)
            ORDER BY nom, id_cpts
            """,
            {"lecture": scope.lecture},
        )


def stages(store: Store, scope: Scope) -> pd.DataFrame:
    """How many CPTS stand at each stage: etape (code, empty when unknown), demonstration, n."""
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT etape, demonstration, count(*) AS n
            FROM territoires_lisibles($lecture)
            WHERE nature = 'cpts'
            GROUP BY ALL ORDER BY ALL
            """,
            {"lecture": scope.lecture},
        )


def contracts(store: Store, scope: Scope) -> pd.DataFrame:
    """One row per contract, by id.

    id_cpts, nom, taille, date_signature, annees, population, situation (JSON text), statut, demonstration.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT k.id_cpts, t.nom, t.taille, k.date_signature, k.annees, k.population, k.situation, k.statut,
                   k.demonstration
            FROM contrats_lisibles($lecture) AS k
            JOIN territoires_lisibles($lecture) AS t ON t.id_cpts = k.id_cpts
            ORDER BY k.id_cpts
            """,
            {"lecture": scope.lecture},
        )


def contract_missions(store: Store, scope: Scope) -> pd.DataFrame:
    """One row per contract and mission taken: id_cpts, mission, debut (empty when unknown), demonstration."""
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT id_cpts, mission, debut, demonstration
            FROM missions_lisibles($lecture)
            ORDER BY id_cpts, debut, mission
            """,
            {"lecture": scope.lecture},
        )


def objectives(store: Store, scope: Scope) -> pd.DataFrame:
    """One row per target, in the unit of the stored value.

    id_cpts, annee_contrat (empty: every year), indicateur, mission, reference, cible, sens, demonstration.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT id_cpts, annee_contrat, indicateur, mission, reference, cible, sens, demonstration
            FROM objectifs_lisibles($lecture)
            ORDER BY id_cpts, indicateur, annee_contrat
            """,
            {"lecture": scope.lecture},
        )
