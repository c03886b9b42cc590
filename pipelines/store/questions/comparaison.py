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
                SELECT * FROM cpts_choisies($lecture, $ids, $taille, $cpam, $region)
            ),
            o AS (SELECT * FROM observations_lisibles($lecture) WHERE indicateur = $indicateur AND mois = $mois),
            a AS (SELECT id_cpts FROM attendues_lisibles($lecture, $mois) WHERE indicateur = $indicateur)
            SELECT t.id_cpts, t.nom, t.taille, t.cpam, t.regions, t.population, t.sous_contrat, t.lat, t.lon,
                   coalesce(o.etat, 'absente') AS etat, o.marqueur, o.numerateur, o.denominateur, o.valeur,
                   coalesce(o.provisoire, false) AS provisoire, o.connu_le,
                   coalesce(d.demonstration, false) AS demonstration
            FROM t
            LEFT JOIN o ON o.id_cpts = t.id_cpts
            LEFT JOIN a ON a.id_cpts = t.id_cpts
            LEFT JOIN origines AS d ON d.depot = o.depot
            WHERE o.id_cpts IS NOT NULL OR a.id_cpts IS NOT NULL
            ORDER BY t.nom, t.id_cpts
            """,
            {
                "lecture": scope.lecture,
                "ids": None if ids is None else list(ids),
                "taille": taille,
                "cpam": cpam,
                "region": region,
                "indicateur": indicateur,
                "mois": mois,
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
            WHERE o.indicateur = $indicateur AND parmi_les_mois(o.mois, $jusqu_a, $n_mois)
              AND o.id_cpts IN (SELECT unnest($ids))
            ORDER BY o.id_cpts, o.mois
            """,
            {
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
            SEMI JOIN territoires_lisibles($lecture) AS c ON c.id_cpts = o.id_cpts AND c.nature = 'cpts'
            WHERE o.mois = $mois
            ORDER BY o.id_cpts, o.indicateur
            """,
            {"lecture": scope.lecture, "mois": mois},
        )
