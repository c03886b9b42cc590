"""Questions about one indicator (all CPTS) or one CPTS (all indicators). Each takes a Scope and filters in SQL.

Values are in the unit of the indicator: a share from 0 to 1, a rate per 1 000, a count, 0 or 1 for a deliverable.
``etat`` is valeur, masquee (hidden by the supplier, or from this reader by statistical secrecy: marqueur ``secret``),
manquante (said to be unknown) or absente (nothing received). Medians are computed on the values the reader
may see, of the CPTS of the scope, so that no other value can be deduced from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.cursor import Value
from pipelines.store.scope import Scope


def months(store: Store, scope: Scope) -> list[date]:
    """The months with at least one observation in scope, oldest first."""
    with store.read() as cursor:
        rows = cursor.rows(
            """
            SELECT DISTINCT mois FROM receptions_lisibles($lecture) ORDER BY mois
            """,
            {"lecture": scope.lecture},
        )
    return [row[0] for row in rows]


def months_received(store: Store, scope: Scope) -> pd.DataFrame:
    """One row per month with observations, oldest first: mois, cpts (how many CPTS in scope sent something)."""
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT mois, count(DISTINCT id_cpts) AS cpts FROM receptions_lisibles($lecture)
            GROUP BY mois ORDER BY mois
            """,
            {"lecture": scope.lecture},
        )


def indicator_month(
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

    id_cpts, nom, taille, cpam, regions, population, etat, marqueur, numerateur, denominateur, valeur, reference,
    cible, sens_objectif, version, depot, provisoire, demonstration (True: the observation is invented).
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH t AS (
                SELECT * FROM cpts_choisies($lecture, $ids, $taille, $cpam, $region)
            ),
            o AS (SELECT * FROM observations_lisibles($lecture) WHERE indicateur = $indicateur AND mois = $mois),
            a AS (SELECT id_cpts FROM attendues_lisibles($lecture, $mois) WHERE indicateur = $indicateur),
            c AS (SELECT * FROM objectifs_du_mois_lisibles($lecture, $mois) WHERE indicateur = $indicateur)
            SELECT t.id_cpts, t.nom, t.taille, t.cpam, t.regions, t.population, coalesce(o.etat, 'absente') AS etat,
                   o.marqueur, o.numerateur, o.denominateur, o.valeur, c.reference, c.cible, c.sens AS sens_objectif,
                   o.version, o.depot, coalesce(o.provisoire, false) AS provisoire,
                   coalesce(d.demonstration, false) AS demonstration
            FROM t
            LEFT JOIN o ON o.id_cpts = t.id_cpts
            LEFT JOIN a ON a.id_cpts = t.id_cpts
            LEFT JOIN c ON c.id_cpts = t.id_cpts
            LEFT JOIN origines AS d ON d.depot = o.depot
            WHERE o.id_cpts IS NOT NULL OR a.id_cpts IS NOT NULL
            ORDER BY t.nom, t.id_cpts
            """,
            {
                **_filters(scope, ids=ids, taille=taille, cpam=cpam, region=region),
                "indicateur": indicateur,
                "mois": mois,
            },
        )


def indicator_series(
    store: Store,
    scope: Scope,
    *,
    indicateur: str,
    ids: Sequence[str],
    depuis: date | None = None,
    jusqu_a: date | None = None,
) -> pd.DataFrame:
    """What the chosen CPTS sent for one indicator, month after month (months not received have no row).

    id_cpts, nom, mois, etat, marqueur, numerateur, denominateur, valeur, provisoire, demonstration.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT t.id_cpts, t.nom, o.mois, o.etat, o.marqueur, o.numerateur, o.denominateur, o.valeur, o.provisoire,
                   d.demonstration
            FROM cpts_choisies($lecture, $ids, NULL, NULL, NULL) AS t
            JOIN observations_lisibles($lecture) AS o ON o.id_cpts = t.id_cpts
            LEFT JOIN origines AS d ON d.depot = o.depot
            WHERE o.indicateur = $indicateur
              AND ($depuis IS NULL OR o.mois >= $depuis) AND ($jusqu_a IS NULL OR o.mois <= $jusqu_a)
            ORDER BY t.nom, t.id_cpts, o.mois
            """,
            {**_filters(scope, ids=ids), "indicateur": indicateur, "depuis": depuis, "jusqu_a": jusqu_a},
        )


def cpts_profile(store: Store, scope: Scope, *, id_cpts: str, mois: date) -> pd.DataFrame:
    """One CPTS, one row per indicator of the catalogue, in its order; empty when the CPTS is out of scope.

    indicateur, mission, attendu, etat, marqueur, numerateur, denominateur, valeur, provisoire, demonstration; the same
    twelve months before: etat_12_mois, numerateur_12_mois, denominateur_12_mois, valeur_12_mois; reference, cible;
    dernier_mois (last month received for that indicator, up to ``mois``).
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH elle AS (
                SELECT id_cpts FROM cpts_choisies($lecture, [$id_cpts], NULL, NULL, NULL)
            ),
            lus AS MATERIALIZED (
                SELECT * FROM observations_lisibles($lecture)
                WHERE id_cpts = $id_cpts AND (mois = $mois OR mois = ($mois::DATE - INTERVAL 12 MONTH)::DATE)
            ),
            o AS (SELECT * FROM lus WHERE mois = $mois),
            avant AS (SELECT * FROM lus WHERE mois <> $mois),
            recu AS (
                SELECT indicateur, max(mois) AS dernier_mois FROM receptions_lisibles($lecture)
                WHERE id_cpts = $id_cpts AND mois <= $mois GROUP BY indicateur
            ),
            cibles AS (SELECT * FROM objectifs_du_mois_lisibles($lecture, $mois) WHERE id_cpts = $id_cpts),
            attendus AS (SELECT * FROM attendues_lisibles($lecture, $mois) WHERE id_cpts = $id_cpts)
            SELECT i.code AS indicateur, i.mission, a.indicateur IS NOT NULL AS attendu,
                   coalesce(o.etat, 'absente') AS etat, o.marqueur, o.numerateur, o.denominateur, o.valeur,
                   coalesce(o.provisoire, false) AS provisoire, coalesce(d.demonstration, false) AS demonstration,
                   v.etat AS etat_12_mois, v.numerateur AS numerateur_12_mois, v.denominateur AS denominateur_12_mois,
                   v.valeur AS valeur_12_mois, c.reference, c.cible, recu.dernier_mois
            FROM indicateurs AS i
            CROSS JOIN elle
            LEFT JOIN o ON o.indicateur = i.code
            LEFT JOIN origines AS d ON d.depot = o.depot
            LEFT JOIN avant AS v ON v.indicateur = i.code
            LEFT JOIN cibles AS c ON c.indicateur = i.code
            LEFT JOIN attendus AS a ON a.indicateur = i.code
            LEFT JOIN recu ON recu.indicateur = i.code
            ORDER BY i.rang
            """,
            {**_filters(scope), "id_cpts": id_cpts, "mois": mois},
        )


def _filters(
    scope: Scope,
    *,
    ids: Sequence[str] | None = None,
    taille: int | None = None,
    cpam: str | None = None,
    region: str | None = None,
) -> dict[str, Value]:
    chosen = None if ids is None else list(ids)
    return {
        "lecture": scope.lecture,
        "ids": chosen,
        "taille": taille,
        "cpam": cpam,
        "region": region,
    }
