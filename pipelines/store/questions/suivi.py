"""Questions about what came in: the store in a few numbers, what a month still lacks, the deposits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pipelines.store.connection import Store
from pipelines.store.scope import Scope

if TYPE_CHECKING:
    import pandas as pd


def overview(store: Store, scope: Scope) -> dict[str, Any]:
    """The store in a few numbers.

    cpts, contrats, depots, observations (every version kept), premier_mois, dernier_mois (date), dernier_depot (datetime), en_retard
    (CPTS from which something is expected for the last month and nothing came), demonstration (True when some deposit
    is invented). Plain values, None where there is nothing: `cpts status` waits for no frame.
    """
    with store.read() as cursor:
        return cursor.record(
            """
            WITH t AS (
                SELECT id_cpts, sous_contrat FROM territoires_lisibles($lecture) WHERE nature = 'cpts'
            ),
            o AS MATERIALIZED (
                SELECT id_cpts, mois, count(*) AS n FROM receptions_lisibles($lecture)
                WHERE id_cpts IN (SELECT id_cpts FROM t)
                GROUP BY id_cpts, mois
            ),
            d AS (
                SELECT depose_le, demonstration FROM depots_lisibles($lecture, NULL) WHERE retire_le IS NULL
            ),
            fin AS (
                SELECT min(mois) AS premier_mois, max(mois) AS dernier_mois, coalesce(sum(n), 0)::BIGINT AS observations
                FROM o
            )
            SELECT (SELECT count(*) FROM t) AS cpts, (SELECT count(*) FROM t WHERE sous_contrat) AS contrats,
                   (SELECT count(*) FROM d) AS depots, fin.observations, fin.premier_mois, fin.dernier_mois,
                   (SELECT max(depose_le) FROM d) AS dernier_depot,
                   (SELECT count(DISTINCT id_cpts) FROM attendues_lisibles($lecture, fin.dernier_mois)
                    WHERE id_cpts IN (SELECT id_cpts FROM t)
                      AND id_cpts NOT IN (SELECT id_cpts FROM o WHERE mois = fin.dernier_mois)) AS en_retard,
                   coalesce((SELECT bool_or(demonstration) FROM d), false) AS demonstration
            FROM fin
            """,
            {"lecture": scope.lecture},
        )


def latest_month_summary(store: Store, scope: Scope, *, mois: date) -> pd.DataFrame:
    """One row per CPTS under contract: what was expected of it that month and what came.

    id_cpts, nom, taille, cpam, demonstration, attendus (indicators), recus (a value or a hidden value), masques
    (hidden, among those received), manquants (sent as unknown), absents (nothing sent), dernier_mois (last month sent).
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH t AS (
                SELECT * FROM territoires_lisibles($lecture) WHERE nature = 'cpts'
            ),
            o AS MATERIALIZED (
                SELECT id_cpts, indicateur, etat FROM receptions_courantes_lisibles($lecture) WHERE mois = $mois
            ),
            bilan AS (
                SELECT a.id_cpts, count(*) AS attendus,
                       count(*) FILTER (o.etat IN ('valeur', 'masquee')) AS recus,
                       count(*) FILTER (o.etat = 'masquee') AS masques,
                       count(*) FILTER (o.etat = 'manquante') AS manquants,
                       count(*) FILTER (o.etat IS NULL) AS absents
                FROM attendues_lisibles($lecture, $mois) AS a
                LEFT JOIN o ON o.id_cpts = a.id_cpts AND o.indicateur = a.indicateur
                GROUP BY a.id_cpts
            ),
            presents AS (SELECT DISTINCT id_cpts FROM o),
            -- Only of those who sent nothing are the other months read.
            recu AS (
                SELECT id_cpts, max(mois) AS dernier_mois FROM receptions_lisibles($lecture)
                WHERE mois < $mois AND id_cpts NOT IN (SELECT id_cpts FROM presents)
                GROUP BY id_cpts
                UNION ALL
                SELECT id_cpts, $mois::DATE FROM presents
            )
            SELECT t.id_cpts, t.nom, t.taille, t.cpam, t.demonstration, b.attendus, b.recus, b.masques, b.manquants,
                   b.absents, recu.dernier_mois
            FROM t
            JOIN bilan AS b ON b.id_cpts = t.id_cpts
            LEFT JOIN recu ON recu.id_cpts = t.id_cpts
            ORDER BY b.absents DESC, t.nom, t.id_cpts
            """,
            {"lecture": scope.lecture, "mois": mois},
        )


def deposits(store: Store, scope: Scope, limit: int = 200) -> pd.DataFrame:
    """The last deposits, newest first: those with a value in scope, or made by the reader.

    depot, fichier, auteur, depose_le, etat, retire_le, motif, lignes_lues, acceptees, rejetees, nouvelles, modifiees,
    identiques, demonstration, partiel (lines were left out), complet. When the deposit also holds CPTS out of scope,
    complet is False and its file name, reason and counts are empty.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT * FROM depots_lisibles($lecture, $lecteur)
            ORDER BY depose_le DESC, depot DESC
            LIMIT $limite
            """,
            {"lecture": scope.lecture, "lecteur": scope.lecteur, "limite": limit},
        )
