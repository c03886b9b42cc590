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

    id_cpts, nom, indicateur, type, sens; then of the last months, and with ``_avant`` of the same ones a year before: n
    (months counted), numerateur, denominateur (means of these months; numerateur is the count itself for an indicator that
    is one), valeur; ecart (of the two values), provisoire (True when one of the last months counted is). A share or a rate is
    counted in the months that have both its counts, when most have at both dates: valeur is then what these counts make. Else
    its counts are NULL, valeur is the mean of every month and n counts them. Hidden values are not in it. Only these months
    are read.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH o AS (
                SELECT o.id_cpts, o.indicateur, i.type, o.valeur, o.provisoire, o.denominateur,
                       coalesce(o.numerateur, CASE WHEN i.type = 'compte' THEN o.valeur END) AS numerateur,
                       o.mois <= ($mois::DATE - INTERVAL 1 YEAR)::DATE AS avant,
                       i.type = 'compte' OR (o.numerateur IS NOT NULL AND coalesce(o.denominateur > 0, false)) AS entier
                FROM observations_lisibles($lecture) AS o
                JOIN indicateurs AS i ON i.code = o.indicateur
                WHERE o.etat = 'valeur' AND i.type <> 'livrable' AND (
                    (o.mois <= $mois AND o.mois > ($mois::DATE - to_months($points))::DATE)
                    OR (o.mois <= ($mois::DATE - INTERVAL 1 YEAR)::DATE
                        AND o.mois > ($mois::DATE - to_months(12 + $points))::DATE)
                )
            ),
            g AS (
                SELECT id_cpts, indicateur, type,
                       count(*) FILTER (NOT avant) AS mois, count(*) FILTER (avant) AS mois_avant,
                       count(*) FILTER (entier AND NOT avant) AS entiers, count(*) FILTER (entier AND avant) AS entiers_avant,
                       entiers * 2 > $points AND entiers_avant * 2 > $points AS comptee,
                       avg(numerateur) FILTER (entier AND NOT avant) AS x, avg(numerateur) FILTER (entier AND avant) AS x_avant,
                       avg(denominateur) FILTER (entier AND NOT avant) AS d, avg(denominateur) FILTER (entier AND avant) AS d_avant,
                       avg(valeur) FILTER (NOT avant) AS moyenne, avg(valeur) FILTER (avant) AS moyenne_avant,
                       coalesce(bool_or(provisoire) FILTER (NOT avant), false) AS attente,
                       coalesce(bool_or(provisoire) FILTER (entier AND NOT avant), false) AS attente_entiers
                FROM o
                GROUP BY id_cpts, indicateur, type
                HAVING mois * 2 > $points AND mois_avant * 2 > $points
            ),
            v AS (
                SELECT *, CASE WHEN comptee THEN entiers ELSE mois END AS n,
                       CASE WHEN comptee THEN entiers_avant ELSE mois_avant END AS n_avant,
                       CASE WHEN comptee THEN x END AS numerateur, CASE WHEN comptee THEN x_avant END AS numerateur_avant,
                       CASE WHEN comptee THEN d END AS denominateur, CASE WHEN comptee THEN d_avant END AS denominateur_avant,
                       CASE type WHEN 'taux_1000' THEN 1000 ELSE 1 END AS pour,
                       CASE WHEN NOT comptee THEN moyenne WHEN type = 'compte' THEN x ELSE pour * x / d END AS valeur,
                       CASE WHEN NOT comptee THEN moyenne_avant WHEN type = 'compte' THEN x_avant
                            ELSE pour * x_avant / d_avant END AS valeur_avant,
                       CASE WHEN comptee THEN attente_entiers ELSE attente END AS provisoire
                FROM g
            )
            SELECT t.id_cpts, t.nom, i.code AS indicateur, i.type, i.sens, v.n, v.n_avant, v.numerateur, v.denominateur,
                   v.valeur, v.numerateur_avant, v.denominateur_avant, v.valeur_avant, v.valeur - v.valeur_avant AS ecart,
                   v.provisoire
            FROM territoires_lisibles($lecture) AS t
            JOIN v ON v.id_cpts = t.id_cpts
            JOIN indicateurs AS i ON i.code = v.indicateur
            WHERE t.nature = 'cpts'
            ORDER BY t.nom, t.id_cpts, i.rang
            """,
            {"lecture": scope.lecture, "mois": mois, "points": points},
        )
