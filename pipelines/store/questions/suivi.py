"""Questions about what came in: lateness, movements, versions of a value, deposits. All filtered by Scope in SQL."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.scope import Scope


def overview(store: Store, scope: Scope) -> dict[str, Any]:
    """The store in a few numbers.

    cpts, contrats, depots, observations (every version kept), premier_mois, dernier_mois, dernier_depot (instant), en_retard
    (CPTS from which something is expected for the last month and nothing came), demonstration (True when some deposit
    is invented).
    """
    with store.read() as cursor:
        frame = cursor.frame(
            """
            WITH t AS (
                SELECT id_cpts, sous_contrat FROM territoires_choisis($portee, NULL, NULL, NULL, NULL)
                WHERE nature = 'cpts'
            ),
            o AS MATERIALIZED (
                SELECT id_cpts, mois, count(*) AS n FROM observations_actives
                WHERE id_cpts IN (SELECT id_cpts FROM t)
                GROUP BY id_cpts, mois
            ),
            d AS (
                SELECT depose_le, demonstration FROM depots
                WHERE retire_le IS NULL AND ($portee IS NULL OR depot IN (
                    SELECT depot FROM observations WHERE list_contains($portee, id_cpts)
                    UNION SELECT depot FROM confirmations WHERE list_contains($portee, id_cpts)
                ))
            ),
            fin AS (
                SELECT min(mois) AS premier_mois, max(mois) AS dernier_mois, coalesce(sum(n), 0)::BIGINT AS observations
                FROM o
            )
            SELECT (SELECT count(*) FROM t) AS cpts, (SELECT count(*) FROM t WHERE sous_contrat) AS contrats,
                   (SELECT count(*) FROM d) AS depots, fin.observations, fin.premier_mois, fin.dernier_mois,
                   (SELECT max(depose_le) FROM d) AS dernier_depot,
                   (SELECT count(DISTINCT id_cpts) FROM observations_attendues(fin.dernier_mois)
                    WHERE id_cpts IN (SELECT id_cpts FROM t)
                      AND id_cpts NOT IN (SELECT id_cpts FROM o WHERE mois = fin.dernier_mois)) AS en_retard,
                   coalesce((SELECT bool_or(demonstration) FROM d), false) AS demonstration
            FROM fin
            """,
            {"portee": scope.portee},
        )
    row = frame.iloc[0]
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def latest_month_summary(store: Store, scope: Scope, *, mois: date) -> pd.DataFrame:
    """One row per CPTS under contract: what was expected of it that month and what came.

    id_cpts, nom, taille, cpam, demonstration, attendus (indicators), recus (a value or a hidden value), masques
    (hidden, among those received), manquants (sent as unknown), absents (nothing sent), dernier_mois (last month sent).
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH t AS (
                SELECT * FROM territoires_choisis($portee, NULL, NULL, NULL, NULL) WHERE nature = 'cpts'
            ),
            o AS MATERIALIZED (SELECT id_cpts, indicateur, etat FROM observations_courantes WHERE mois = $mois),
            bilan AS (
                SELECT a.id_cpts, count(*) AS attendus,
                       count(*) FILTER (o.etat IN ('valeur', 'masquee')) AS recus,
                       count(*) FILTER (o.etat = 'masquee') AS masques,
                       count(*) FILTER (o.etat = 'manquante') AS manquants,
                       count(*) FILTER (o.etat IS NULL) AS absents
                FROM observations_attendues($mois) AS a
                LEFT JOIN o ON o.id_cpts = a.id_cpts AND o.indicateur = a.indicateur
                GROUP BY a.id_cpts
            ),
            presents AS (SELECT DISTINCT id_cpts FROM o),
            -- Only of those who sent nothing are the other months read.
            recu AS (
                SELECT id_cpts, max(mois) AS dernier_mois FROM observations_actives
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
            {"portee": scope.portee, "mois": mois},
        )


def movements(store: Store, scope: Scope, *, mois: date, lag: int = 12) -> pd.DataFrame:
    """One row per CPTS and share or rate known both that month and ``lag`` months before, for the statistician to test.

    id_cpts, nom, taille, indicateur, type, sens, numerateur, denominateur, valeur, numerateur_avant,
    denominateur_avant, valeur_avant, ecart (in the unit of the value). Numerators are empty when only a value was sent.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH o AS (
                SELECT * FROM observations_lisibles($lecture)
                WHERE etat = 'valeur'
                  AND (mois = $mois OR mois = (CAST($mois AS DATE) - to_months(CAST($lag AS INTEGER)))::DATE)
            )
            SELECT t.id_cpts, t.nom, t.taille, i.code AS indicateur, i.type, i.sens,
                   n.numerateur, n.denominateur, n.valeur, v.numerateur AS numerateur_avant,
                   v.denominateur AS denominateur_avant, v.valeur AS valeur_avant, n.valeur - v.valeur AS ecart
            FROM territoires_choisis($portee, NULL, NULL, NULL, NULL) AS t
            JOIN o AS n ON n.id_cpts = t.id_cpts AND n.mois = $mois
            JOIN o AS v ON v.id_cpts = n.id_cpts AND v.indicateur = n.indicateur AND v.mois < $mois
            JOIN indicateurs AS i ON i.code = n.indicateur
            WHERE i.type IN ('proportion', 'taux_1000')
            ORDER BY t.nom, t.id_cpts, i.rang
            """,
            {"portee": scope.portee, "lecture": scope.lecture, "mois": mois, "lag": lag},
        )


def observation_history(store: Store, scope: Scope, *, id_cpts: str, indicateur: str, mois: date) -> pd.DataFrame:
    """Every version of one value, oldest first, withdrawn deposits included.

    version, etat, marqueur, numerateur, denominateur, valeur, provisoire, commentaire, depot, ligne (of the file),
    connu_le, fichier, auteur, motif, retire_le, demonstration.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT o.version, o.etat, o.marqueur, o.numerateur, o.denominateur, o.valeur, o.provisoire, o.commentaire,
                   o.depot, o.ligne, o.connu_le, d.fichier, d.auteur, d.motif, d.retire_le, d.demonstration
            FROM versions_lisibles($lecture) AS o
            JOIN depots AS d ON d.depot = o.depot
            WHERE o.id_cpts = $id_cpts AND o.indicateur = $indicateur AND o.mois = $mois
              AND ($portee IS NULL OR list_contains($portee, o.id_cpts))
            ORDER BY o.version
            """,
            {
                "portee": scope.portee,
                "lecture": scope.lecture,
                "id_cpts": id_cpts,
                "indicateur": indicateur,
                "mois": mois,
            },
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
            WITH vus AS (
                SELECT depot, bool_and($portee IS NULL OR list_contains($portee, id_cpts)) AS complet
                FROM (SELECT depot, id_cpts FROM observations UNION ALL SELECT depot, id_cpts FROM confirmations)
                WHERE $portee IS NOT NULL
                GROUP BY depot
                HAVING bool_or(list_contains($portee, id_cpts))
            )
            SELECT d.depot, CASE WHEN c THEN d.fichier END AS fichier, d.auteur, d.depose_le, d.etat, d.retire_le,
                   CASE WHEN c THEN d.motif END AS motif, CASE WHEN c THEN d.lignes_lues END AS lignes_lues,
                   CASE WHEN c THEN d.acceptees END AS acceptees, CASE WHEN c THEN d.rejetees END AS rejetees,
                   CASE WHEN c THEN d.nouvelles END AS nouvelles, CASE WHEN c THEN d.modifiees END AS modifiees,
                   CASE WHEN c THEN d.identiques END AS identiques, d.demonstration,
                   coalesce(d.partiel, false) AS partiel, c AS complet
            FROM (
                SELECT d.*, $portee IS NULL OR coalesce(vus.complet, d.auteur = $lecteur) AS c
                FROM depots AS d
                LEFT JOIN vus ON vus.depot = d.depot
                WHERE $portee IS NULL OR vus.depot IS NOT NULL OR d.auteur = $lecteur
            ) AS d
            ORDER BY d.depose_le DESC, d.depot DESC
            LIMIT $limite
            """,
            {"portee": scope.portee, "lecteur": scope.lecteur, "limite": limit},
        )


def deposit_lines(store: Store, scope: Scope, *, depot: str) -> pd.DataFrame:
    """What one deposit brought, in scope, by line of its file.

    ligne, id_cpts, indicateur, mois, version (1: new; more: changed), etat, marqueur, numerateur, denominateur, valeur.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT ligne, id_cpts, indicateur, mois, version, etat, marqueur, numerateur, denominateur, valeur
            FROM versions_lisibles($lecture)
            WHERE depot = $depot AND ($portee IS NULL OR list_contains($portee, id_cpts))
            ORDER BY ligne
            """,
            {"portee": scope.portee, "lecture": scope.lecture, "depot": depot},
        )
