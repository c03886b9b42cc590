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
            WITH fins AS (
                -- The last month, and the last version of that month, as one number: nothing else is carried along.
                SELECT b.id_cpts, b.indicateur,
                       date_diff('month', date_trunc('month', k.date_signature), b.mois) // 12 + 1 AS annee_contrat,
                       max(date_diff('month', DATE '1970-01-01', b.mois) * 100000 + b.version) AS rang
                FROM observations_actives_au(coalesce($connu_le, TIMESTAMP '9999-12-31')) AS b
                JOIN contrats AS k ON k.id_cpts = b.id_cpts
                WHERE k.date_signature IS NOT NULL
                  AND b.mois >= date_trunc('month', k.date_signature)
                  AND b.mois <= $au
                  AND ($portee IS NULL OR list_contains($portee, b.id_cpts))
                GROUP BY ALL
            ),
            dernieres AS MATERIALIZED (
                SELECT f.annee_contrat, b.*
                FROM observations_actives_au(coalesce($connu_le, TIMESTAMP '9999-12-31')) AS b
                JOIN fins AS f
                    ON f.id_cpts = b.id_cpts AND f.indicateur = b.indicateur
                   AND (DATE '1970-01-01' + to_months((f.rang // 100000)::INTEGER))::DATE = b.mois
                   AND (f.rang % 100000)::INTEGER = b.version
                -- A version that several deposits bear is one.
                QUALIFY row_number() OVER (PARTITION BY b.id_cpts, b.indicateur, b.mois ORDER BY b.depot) = 1
            ),
            lues AS (
                -- Secrecy judged on what is kept only: a tenth of the time of observations_actives_lisibles_au.
                SELECT o.*, effectif_secret($lecture, s.seuil, s.fourni, s.echelle, o.id_cpts, o.numerateur,
                                            o.denominateur, o.valeur, b.base, b.ecart) AS secrete
                FROM dernieres AS o
                LEFT JOIN indicateurs_proteges($lecture) AS s ON s.code = o.indicateur
                LEFT JOIN bases_des_valeurs_seules AS b ON b.id_cpts = o.id_cpts AND b.indicateur = o.indicateur
            )
            SELECT o.id_cpts, o.annee_contrat, o.indicateur, o.mois, CASE WHEN secrete THEN 'masquee' ELSE o.etat END AS etat,
                   CASE WHEN NOT secrete THEN o.valeur END AS valeur,
                   CASE WHEN NOT secrete THEN o.denominateur END AS denominateur, o.depot, o.ligne,
                   coalesce(o.provisoire, false) AS provisoire, coalesce(d.demonstration, false) AS demonstration
            FROM lues AS o
            LEFT JOIN depots AS d ON d.depot = o.depot
            ORDER BY o.id_cpts, o.annee_contrat, o.indicateur
            """,
            {"portee": scope.portee, "lecture": scope.lecture, "au": au, "connu_le": connu_le},
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
            SELECT c.id_cpts, date_diff('month', date_trunc('month', k.date_signature), c.mois) // 12 + 1 AS annee_contrat,
                   c.indicateur,
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
            JOIN contrats AS k ON k.id_cpts = c.id_cpts
            WHERE list_contains($indicateurs, c.indicateur)
              AND (c.etat <> 'valeur' OR c.denominateur > 0)
              AND k.date_signature IS NOT NULL
              AND c.mois >= date_trunc('month', k.date_signature)
              AND c.mois <= $au
              AND ($portee IS NULL OR list_contains($portee, c.id_cpts))
            GROUP BY ALL
            ORDER BY ALL
            """,
            {
                "portee": scope.portee,
                "lecture": scope.lecture,
                "indicateurs": list(indicateurs),
                "au": au,
                "connu_le": connu_le,
            },
        )
