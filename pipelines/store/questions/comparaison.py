"""What the comparing pages ask: one month of an indicator, its spread and its series over time, a whole month.

Values as in queries_indicateurs.py; what the reader may not see is masquee and empty. Only the months asked are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.scope import Scope

#: How many months a series or a spread goes back, unless told.
MOIS = 60


def month_values(
    store: Store,
    scope: Scope,
    *,
    indicateur: str,
    mois: date,
    ids: Sequence[str] | None = None,
    taille: int | None = None,
    cpam: str | None = None,
    region: str | None = None,
) -> pd.DataFrame:
    """One row per CPTS from which the indicator is expected that month, or that sent it anyway.

    id_cpts, nom, taille, cpam, regions, population, sous_contrat, lat, lon, etat, marqueur, numerateur, denominateur,
    valeur, provisoire, connu_le (when that version came), demonstration.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH t AS (
                SELECT * FROM territoires_choisis($portee, $ids, $taille, $cpam, $region) WHERE nature = 'cpts'
            ),
            o AS (SELECT * FROM observations_lisibles($lecture) WHERE indicateur = $indicateur AND mois = $mois),
            a AS (SELECT id_cpts FROM observations_attendues($mois) WHERE indicateur = $indicateur)
            SELECT t.id_cpts, t.nom, t.taille, t.cpam, t.regions, t.population, t.sous_contrat, t.lat, t.lon,
                   coalesce(o.etat, 'absente') AS etat, o.marqueur, o.numerateur, o.denominateur, o.valeur,
                   coalesce(o.provisoire, false) AS provisoire, o.connu_le,
                   coalesce(d.demonstration, false) AS demonstration
            FROM t
            LEFT JOIN o ON o.id_cpts = t.id_cpts
            LEFT JOIN a ON a.id_cpts = t.id_cpts
            LEFT JOIN depots AS d ON d.depot = o.depot
            WHERE o.id_cpts IS NOT NULL OR a.id_cpts IS NOT NULL
            ORDER BY t.nom, t.id_cpts
            """,
            {
                "portee": scope.portee,
                "lecture": scope.lecture,
                "ids": None if ids is None else list(ids),
                "taille": taille,
                "cpam": cpam,
                "region": region,
                "indicateur": indicateur,
                "mois": mois,
            },
        )


def indicator_deciles(
    store: Store,
    scope: Scope,
    *,
    indicateur: str,
    jusqu_a: date,
    mois: int = MOIS,
    ids: Sequence[str] | None = None,
    taille: int | None = None,
    cpam: str | None = None,
    region: str | None = None,
) -> pd.DataFrame:
    """How the shown values spread over the CPTS, month by month: mois, n (values shown), n_caches, p10, p20 … p90.

    The ``mois`` months up to ``jusqu_a``. Hidden values are not in it: nothing can be deduced of them.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH q AS (
                SELECT o.mois, count(*) FILTER (o.etat = 'valeur') AS n, count(*) FILTER (o.etat = 'masquee') AS n_caches,
                       quantile_cont(o.valeur, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
                           FILTER (o.etat = 'valeur') AS q
                FROM territoires_choisis($portee, $ids, $taille, $cpam, $region) AS t
                JOIN observations_lisibles($lecture) AS o ON o.id_cpts = t.id_cpts
                WHERE o.indicateur = $indicateur AND t.nature = 'cpts'
                  AND o.mois > ($jusqu_a::DATE - to_months($n_mois))::DATE AND o.mois <= $jusqu_a
                GROUP BY o.mois
            )
            SELECT mois, n, n_caches, q[1] AS p10, q[2] AS p20, q[3] AS p30, q[4] AS p40, q[5] AS p50, q[6] AS p60,
                   q[7] AS p70, q[8] AS p80, q[9] AS p90
            FROM q ORDER BY mois
            """,
            {
                "portee": scope.portee,
                "lecture": scope.lecture,
                "ids": None if ids is None else list(ids),
                "taille": taille,
                "cpam": cpam,
                "region": region,
                "indicateur": indicateur,
                "jusqu_a": jusqu_a,
                "n_mois": mois,
            },
        )


def series_of(
    store: Store, scope: Scope, *, indicateur: str, ids: Sequence[str], jusqu_a: date, mois: int = MOIS
) -> pd.DataFrame:
    """What some CPTS sent for one indicator in the ``mois`` months up to ``jusqu_a``, by CPTS and month.

    id_cpts, mois, etat, numerateur, denominateur, valeur, provisoire. A month that did not come has no row.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT o.id_cpts, o.mois, o.etat, o.numerateur, o.denominateur, o.valeur, o.provisoire
            FROM observations_lisibles($lecture) AS o
            WHERE o.indicateur = $indicateur
              AND o.mois > ($jusqu_a::DATE - to_months($n_mois))::DATE AND o.mois <= $jusqu_a
              AND o.id_cpts IN (SELECT unnest($ids)) AND ($portee IS NULL OR list_contains($portee, o.id_cpts))
            ORDER BY o.id_cpts, o.mois
            """,
            {
                "portee": scope.portee,
                "lecture": scope.lecture,
                "ids": list(ids),
                "indicateur": indicateur,
                "jusqu_a": jusqu_a,
                "n_mois": mois,
            },
        )


def month_all(store: Store, scope: Scope, *, mois: date) -> pd.DataFrame:
    """Everything the CPTS in scope sent for one month: one row per CPTS and indicator.

    id_cpts, indicateur, etat, numerateur, denominateur, valeur.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT o.id_cpts, o.indicateur, o.etat, o.numerateur, o.denominateur, o.valeur
            FROM observations_lisibles($lecture) AS o
            SEMI JOIN cpts AS c ON c.id_cpts = o.id_cpts AND c.nature = 'cpts'
            WHERE o.mois = $mois AND ($portee IS NULL OR list_contains($portee, o.id_cpts))
            ORDER BY o.id_cpts, o.indicateur
            """,
            {"portee": scope.portee, "lecture": scope.lecture, "mois": mois},
        )
