"""What an export of observations asks the store: current values, values as known on a day, or every version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.scope import Scope


@dataclass(frozen=True)
class Choix:
    """Which observations: CPTS, indicators, months (both included); as known at an instant; every version or one."""

    ids: Sequence[str] | None = None
    indicateurs: Sequence[str] | None = None
    debut: date | None = None
    fin: date | None = None
    connu_le: datetime | None = None
    historique: bool = False


def exported_observations(store: Store, scope: Scope, choix: Choix) -> pd.DataFrame:
    """The observations chosen, in scope, by CPTS, month and indicator (in the order of the catalogue), then version.

    id_cpts, nom, mois, indicateur, type, numerateur, denominateur, valeur, commentaire, etat, marqueur, provisoire,
    gele (the month is frozen now), demonstration, version, courante (the version current at the instant), depot, ligne,
    connu_le.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH t AS (SELECT id_cpts, nom FROM cpts_choisies($lecture, $ids, NULL, NULL, NULL)),
            valables AS (
                SELECT id_cpts, indicateur, mois, version, depot, ligne
                FROM receptions_lisibles_au($lecture, coalesce($connu_le, TIMESTAMP '9999-12-31'))
            )
            SELECT o.id_cpts, t.nom, o.mois, o.indicateur, i.type, o.numerateur, o.denominateur, o.valeur, o.commentaire,
                   o.etat, o.marqueur, o.provisoire, g.id_cpts IS NOT NULL AS gele,
                   coalesce(d.demonstration, false) AS demonstration, o.version, c.version IS NOT NULL AS courante,
                   coalesce(c.depot, o.depot) AS depot, coalesce(c.ligne, o.ligne) AS ligne, o.connu_le
            FROM versions_lisibles($lecture) AS o
            JOIN t ON t.id_cpts = o.id_cpts
            JOIN indicateurs AS i ON i.code = o.indicateur
            LEFT JOIN valables AS c ON c.id_cpts = o.id_cpts AND c.indicateur = o.indicateur AND c.mois = o.mois
                                   AND c.version = o.version
            LEFT JOIN origines AS d ON d.depot = coalesce(c.depot, o.depot)
            LEFT JOIN mois_geles_lisibles($lecture) AS g ON g.id_cpts = o.id_cpts AND g.mois = o.mois
            WHERE ($historique OR c.version IS NOT NULL)
              AND ($connu_le IS NULL OR o.connu_le <= $connu_le)
              AND ($indicateurs IS NULL OR list_contains($indicateurs, o.indicateur))
              AND ($debut IS NULL OR o.mois >= $debut) AND ($fin IS NULL OR o.mois <= $fin)
            ORDER BY o.id_cpts, o.mois, i.rang, o.version
            """,
            {
                "lecture": scope.lecture,
                "ids": None if choix.ids is None else list(choix.ids),
                "indicateurs": None if choix.indicateurs is None else list(choix.indicateurs),
                "debut": choix.debut,
                "fin": choix.fin,
                "connu_le": choix.connu_le,
                "historique": choix.historique,
            },
        )
