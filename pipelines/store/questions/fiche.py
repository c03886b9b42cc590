"""What the pages of one CPTS and of one indicator ask beside the comparisons: own past, deposits, what was received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.questions.comparaison import MOIS
from pipelines.store.scope import Scope


def cpts_series(store: Store, scope: Scope, *, id_cpts: str, jusqu_a: date, mois: int = MOIS) -> pd.DataFrame:
    """Every indicator that one CPTS sent, over the ``mois`` months up to ``jusqu_a``, by rank of catalogue and month.

    indicateur, mois, etat, marqueur, numerateur, denominateur, valeur, provisoire. A month not received has no row; what
    the reader may not see is masquee and empty. Empty when the CPTS is out of scope.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT o.indicateur, o.mois, o.etat, o.marqueur, o.numerateur, o.denominateur, o.valeur, o.provisoire
            FROM observations_lisibles($lecture) AS o
            JOIN indicateurs AS i ON i.code = o.indicateur
            WHERE o.id_cpts = $id_cpts AND parmi_les_mois(o.mois, $jusqu_a, $n_mois)
            ORDER BY i.rang, o.mois
            """,
            {
                "lecture": scope.lecture,
                "id_cpts": id_cpts,
                "jusqu_a": jusqu_a,
                "n_mois": mois,
            },
        )


def deposits_about(store: Store, scope: Scope, *, id_cpts: str, limit: int = 12) -> pd.DataFrame:
    """The last deposits that hold something about one CPTS, newest first.

    depot, fichier (empty when it also holds CPTS out of scope), auteur, depose_le, retire_le, demonstration, and of this
    CPTS alone: nouvelles (first versions), corrigees (later ones), confirmees (said again), premier_mois, dernier_mois.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH vus AS (
                SELECT depot, count(*) FILTER (apportee AND version = 1) AS nouvelles,
                       count(*) FILTER (apportee AND version > 1) AS corrigees,
                       count(*) FILTER (NOT apportee) AS confirmees, min(mois) AS premier_mois, max(mois) AS dernier_mois
                FROM contenus_lisibles($lecture)
                WHERE id_cpts = $id_cpts
                GROUP BY depot
            )
            SELECT d.depot, d.fichier, d.auteur, d.depose_le, d.retire_le, d.demonstration, vus.* EXCLUDE (depot)
            FROM depots_lisibles($lecture, NULL) AS d JOIN vus ON vus.depot = d.depot
            ORDER BY d.depose_le DESC, d.depot DESC
            LIMIT $limite
            """,
            {"lecture": scope.lecture, "id_cpts": id_cpts, "limite": limit},
        )


def indicator_received(
    store: Store,
    scope: Scope,
    *,
    indicateur: str,
    jusqu_a: date,
    mois: int = 24,
    ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """What came of one indicator from those it is expected from, over the ``mois`` months up to ``jusqu_a``.

    mois, attendus, valeurs, provisoires (among the values), masques, manquants, absents: numbers of CPTS among ``ids`` (all by default).
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH m AS (
                SELECT unnest(generate_series(($jusqu_a::DATE - to_months($n_mois - 1))::DATE, $jusqu_a::DATE,
                                              INTERVAL 1 MONTH))::DATE AS mois
            ),
            t AS (SELECT id_cpts FROM cpts_choisies($lecture, $ids, NULL, NULL, NULL)),
            a AS (
                SELECT m.mois, e.id_cpts FROM m, attendues_lisibles($lecture, m.mois) AS e
                JOIN t ON t.id_cpts = e.id_cpts
                WHERE e.indicateur = $indicateur
            ),
            o AS (
                SELECT id_cpts, mois, etat, provisoire FROM observations_lisibles($lecture)
                WHERE indicateur = $indicateur AND parmi_les_mois(mois, $jusqu_a, $n_mois)
            )
            SELECT a.mois, count(*) AS attendus, count(*) FILTER (o.etat = 'valeur') AS valeurs,
                   count(*) FILTER (o.etat = 'valeur' AND o.provisoire) AS provisoires,
                   count(*) FILTER (o.etat = 'masquee') AS masques, count(*) FILTER (o.etat = 'manquante') AS manquants,
                   count(*) FILTER (o.etat IS NULL) AS absents
            FROM a LEFT JOIN o ON o.id_cpts = a.id_cpts AND o.mois = a.mois
            GROUP BY a.mois ORDER BY a.mois
            """,
            {
                "lecture": scope.lecture,
                "indicateur": indicateur,
                "jusqu_a": jusqu_a,
                "n_mois": mois,
                "ids": None if ids is None else list(ids),
            },
        )
