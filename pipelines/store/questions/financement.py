"""What the money asks the store: the observation that closes each contract year. Takes a Scope and filters in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.scope import Scope


def observations_by_contract_year(
    store: Store, scope: Scope, *, au: date, connu_le: datetime | None = None
) -> pd.DataFrame:
    """One row per CPTS, contract year and indicator: the last month received in that contract year, up to a day.

    id_cpts, annee_contrat, indicateur, mois, etat (valeur, masquee, manquante), valeur, denominateur, depot, ligne,
    provisoire (the supplier says the value may still move), demonstration (the observation is invented). Contract years
    are counted in whole months from the month of the signature, as targets are. ``connu_le``: data as known then.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT o.id_cpts, o.annee_contrat, o.indicateur, o.mois, o.etat, o.valeur, o.denominateur, o.depot, o.ligne,
                   o.provisoire, coalesce(d.demonstration, false) AS demonstration
            FROM dernieres_de_l_annee_lisibles($lecture, coalesce($connu_le, TIMESTAMP '9999-12-31'), $au) AS o
            LEFT JOIN origines AS d ON d.depot = o.depot
            ORDER BY o.id_cpts, o.annee_contrat, o.indicateur
            """,
            {"lecture": scope.lecture, "au": au, "connu_le": connu_le},
        )


def flows_by_contract_year(
    store: Store, scope: Scope, *, indicateurs: Sequence[str], au: date, connu_le: datetime | None = None
) -> pd.DataFrame:
    """One row per CPTS, contract year and indicator: what the months of the year received up to a day add up to.

    id_cpts, annee_contrat, indicateur, numerateur, denominateur, n_mois (months added up), part_basse and part_haute
    (lowest and highest share of one month), provisoire (one of the months is), n_sans_valeur (months received hidden or
    missing, left out of the sums), mois_sans_valeur and etat_sans_valeur (the last of them). Only for indicators counted
    month by month: a single month would carry the season instead of the year.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT c.id_cpts, annee_contrat(k.date_signature, c.mois) AS annee_contrat, c.indicateur,
                   sum(c.numerateur) FILTER (c.etat = 'valeur') AS numerateur,
                   sum(c.denominateur) FILTER (c.etat = 'valeur') AS denominateur,
                   count(*) FILTER (c.etat = 'valeur') AS n_mois,
                   min(c.numerateur / c.denominateur) FILTER (c.etat = 'valeur') AS part_basse,
                   max(c.numerateur / c.denominateur) FILTER (c.etat = 'valeur') AS part_haute,
                   coalesce(bool_or(c.provisoire), false) AS provisoire,
                   count(*) FILTER (c.etat <> 'valeur') AS n_sans_valeur,
                   max(c.mois) FILTER (c.etat <> 'valeur') AS mois_sans_valeur,
                   max_by(c.etat, c.mois) FILTER (c.etat <> 'valeur') AS etat_sans_valeur
            FROM observations_lisibles_au($lecture, coalesce($connu_le, TIMESTAMP '9999-12-31')) AS c
            JOIN contrats_lisibles($lecture) AS k ON k.id_cpts = c.id_cpts
            WHERE list_contains($indicateurs, c.indicateur)
              AND (c.etat <> 'valeur' OR c.denominateur > 0)
              AND c.mois >= date_trunc('month', k.date_signature)
              AND c.mois <= $au
            GROUP BY ALL
            ORDER BY ALL
            """,
            {
                "lecture": scope.lecture,
                "indicateurs": list(indicateurs),
                "au": au,
                "connu_le": connu_le,
            },
        )
