"""What the money asks the store: the observation that closes each contract year. Takes a Scope and filters in SQL."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.scope import Scope


def observations_by_contract_year(store: Store, scope: Scope, *, au: date) -> pd.DataFrame:
    """One row per CPTS, contract year and indicator: the last month received in that contract year, up to a day.

    id_cpts, annee_contrat, indicateur, mois, etat (valeur, masquee, manquante), valeur, depot, ligne. Contract years
    are counted in whole months from the month of the signature, as targets are.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT o.id_cpts, o.annee_contrat, o.indicateur, o.mois, o.etat, o.valeur, o.depot, o.ligne
            FROM (
                SELECT c.id_cpts, c.indicateur, c.mois, c.etat, c.valeur, c.depot, c.ligne,
                       date_diff('month', date_trunc('month', k.date_signature), c.mois) // 12 + 1 AS annee_contrat
                FROM observations_courantes AS c
                JOIN contrats AS k ON k.id_cpts = c.id_cpts
                WHERE k.date_signature IS NOT NULL
                  AND c.mois >= date_trunc('month', k.date_signature)
                  AND c.mois <= $au
                  AND ($portee IS NULL OR list_contains($portee, c.id_cpts))
            ) AS o
            QUALIFY row_number() OVER (PARTITION BY o.id_cpts, o.indicateur, o.annee_contrat ORDER BY o.mois DESC) = 1
            ORDER BY o.id_cpts, o.annee_contrat, o.indicateur
            """,
            {"portee": scope.portee, "au": au},
        )
