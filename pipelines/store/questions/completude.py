"""Questions about what was expected and what came: CPTS × month × supplier. Filtered by Scope in SQL."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipelines.settings import due_day
from pipelines.store.connection import Store
from pipelines.store.scope import Scope

#: From the most urgent to the least; `non_attendu` is a month before the contract or before its missions start.
STATUTS = ("manquant", "partiel", "en_retard", "provisoire", "recu", "a_venir", "non_attendu")


def completeness(store: Store, scope: Scope, *, debut: date, fin: date, aujourdhui: date) -> pd.DataFrame:
    """One row per CPTS under contract, month from ``debut`` to ``fin`` (firsts of month) and supplier.

    id_cpts, nom, taille, cpam, regions (joined by |), demonstration, mois, fournisseur (CPAM | CPTS), echeance (the day
    due, see settings.due_day), attendus (indicators), recus (sent: a value, a hidden one, or a mark of unknown), masques and
    inconnus among them, premier_recu_le and dernier_recu_le (instants), absents (codes joined by |, empty when none),
    gele (the month is frozen for that CPTS), statut:

    - ``recu``: everything came by the day due; ``en_retard``: everything came, the last of it later;
    - ``provisoire``: everything came, but before the month was over;
    - ``partiel``: part of it came; ``manquant``: nothing came and the day due is past; ``a_venir``: it is not past;
    - ``non_attendu``: nothing was expected (attendus is 0).

    Raises StoreError when the setting of the day due is not a day.
    """
    with store.read() as cursor:
        return cursor.frame(
            """
            WITH t AS (
                SELECT id_cpts, nom, taille, cpam, regions, demonstration
                FROM territoires_lisibles($lecture)
                WHERE nature = 'cpts' AND sous_contrat
            ),
            cases AS (
                SELECT t.*, m.mois, f.fournisseur
                FROM t
                CROSS JOIN (SELECT unnest(generate_series($debut::DATE, $fin::DATE, INTERVAL 1 MONTH))::DATE AS mois) AS m
                CROSS JOIN (SELECT unnest(['CPAM', 'CPTS']) AS fournisseur) AS f
            )
            SELECT c.*, b.echeance, coalesce(b.attendus, 0) AS attendus, coalesce(b.recus, 0) AS recus,
                   coalesce(b.masques, 0) AS masques, coalesce(b.inconnus, 0) AS inconnus,
                   b.premier_recu_le, b.dernier_recu_le, b.absents, g.gel IS NOT NULL AS gele,
                   coalesce(b.statut, 'non_attendu') AS statut
            FROM cases AS c
            LEFT JOIN completude_lisible($lecture, $debut::DATE, $fin::DATE, $aujourdhui::DATE, $jour) AS b
                ON b.id_cpts = c.id_cpts AND b.mois = c.mois AND b.fournisseur = c.fournisseur
            LEFT JOIN mois_geles_lisibles($lecture) AS g ON g.id_cpts = c.id_cpts AND g.mois = c.mois
            ORDER BY c.nom, c.id_cpts, c.fournisseur, c.mois
            """,
            {"lecture": scope.lecture, "debut": debut, "fin": fin, "aujourdhui": aujourdhui, "jour": due_day()},
        )
