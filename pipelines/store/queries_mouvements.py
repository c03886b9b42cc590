"""What is needed to say what moved: the last months of every series beside the same months of the year before."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.scope import Scope

#: Months on each side. Three rather than one: a single odd month, at either end, makes no movement.
POINTS = 3


def recent_changes(store: Store, scope: Scope, *, mois: date, points: int = POINTS) -> pd.DataFrame:
    """One row per CPTS and measured indicator known in most of the ``points`` months up to ``mois`` and a year before.

    id_cpts, nom, indicateur, type, sens; then of the last months, and with ``_avant`` of the same ones a year before:
    n (months with a value), numerateur, denominateur, valeur (means of the months; numerateur is the count itself for an
    indicator that is one); ecart (of the two values), provisoire (True when one of the last months is). Hidden values are
    not in it. Only these months are read.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH o AS (
                SELECT *, mois <= ($mois::DATE - INTERVAL 1 YEAR)::DATE AS avant FROM observations_lisibles($lecture)
                WHERE etat = 'valeur' AND (
                    (mois <= $mois AND mois > ($mois::DATE - to_months($points))::DATE)
                    OR (mois <= ($mois::DATE - INTERVAL 1 YEAR)::DATE
                        AND mois > ($mois::DATE - to_months(12 + $points))::DATE)
                )
            ),
            g AS (
                SELECT o.id_cpts, o.indicateur,
                       count(*) FILTER (NOT avant) AS n, count(*) FILTER (avant) AS n_avant,
                       avg(coalesce(o.numerateur, CASE WHEN i.type = 'compte' THEN o.valeur END)) FILTER (NOT avant) AS numerateur,
                       avg(coalesce(o.numerateur, CASE WHEN i.type = 'compte' THEN o.valeur END)) FILTER (avant) AS numerateur_avant,
                       avg(o.denominateur) FILTER (NOT avant) AS denominateur,
                       avg(o.denominateur) FILTER (avant) AS denominateur_avant,
                       avg(o.valeur) FILTER (NOT avant) AS valeur, avg(o.valeur) FILTER (avant) AS valeur_avant,
                       coalesce(bool_or(o.provisoire) FILTER (NOT avant), false) AS provisoire
                FROM o
                JOIN indicateurs AS i ON i.code = o.indicateur
                WHERE i.type <> 'livrable'
                GROUP BY ALL
                HAVING count(*) FILTER (NOT avant) * 2 > $points AND count(*) FILTER (avant) * 2 > $points
            )
            SELECT t.id_cpts, t.nom, i.code AS indicateur, i.type, i.sens, g.n, g.n_avant, g.numerateur, g.denominateur,
                   g.valeur, g.numerateur_avant, g.denominateur_avant, g.valeur_avant, g.valeur - g.valeur_avant AS ecart,
                   g.provisoire
            FROM territoires_choisis($portee, NULL, NULL, NULL, NULL) AS t
            JOIN g ON g.id_cpts = t.id_cpts
            JOIN indicateurs AS i ON i.code = g.indicateur
            WHERE t.nature = 'cpts'
            ORDER BY t.nom, t.id_cpts, i.rang
            """,
            {"portee": scope.portee, "lecture": scope.lecture, "mois": mois, "points": points},
        )
