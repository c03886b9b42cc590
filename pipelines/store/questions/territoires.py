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
            FROM territoires_choisis($portee, NULL, NULL, NULL, NULL)
            ORDER BY nom, id_cpts
            """,
            {"portee": scope.portee},
        )


def stages(store: Store, scope: Scope) -> pd.DataFrame:
    """How many CPTS stand at each stage: etape (code, empty when unknown), demonstration, n."""
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT etape, demonstration, count(*) AS n
            FROM territoires_choisis($portee, NULL, NULL, NULL, NULL)
            WHERE nature = 'cpts'
            GROUP BY ALL ORDER BY ALL
            """,
            {"portee": scope.portee},
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
            FROM contrats AS k
            JOIN territoires_choisis($portee, NULL, NULL, NULL, NULL) AS t ON t.id_cpts = k.id_cpts
            ORDER BY k.id_cpts
            """,
            {"portee": scope.portee},
        )


def contract_missions(store: Store, scope: Scope) -> pd.DataFrame:
    """One row per contract and mission taken: id_cpts, mission, debut (empty when unknown), demonstration."""
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT id_cpts, mission, debut, demonstration
            FROM contrats_missions
            WHERE $portee IS NULL OR list_contains($portee, id_cpts)
            ORDER BY id_cpts, debut, mission
            """,
            {"portee": scope.portee},
        )


def objectives(store: Store, scope: Scope) -> pd.DataFrame:
    """One row per target, in the unit of the stored value.

    id_cpts, annee_contrat (empty: every year), indicateur, mission, reference, cible, sens, demonstration.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT id_cpts, annee_contrat, indicateur, mission, reference, cible, sens, demonstration
            FROM objectifs
            WHERE $portee IS NULL OR list_contains($portee, id_cpts)
            ORDER BY id_cpts, indicateur, annee_contrat
            """,
            {"portee": scope.portee},
        )
