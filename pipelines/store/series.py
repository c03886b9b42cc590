"""The series of the values being deposited: what is stored for them, completed and replaced by the lines of the file."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipelines.store.cursor import Cursor
from pipelines.store.scope import Scope

#: How far back the value before is looked for, and the ranges of a series are measured, in months.
BEFORE, PAST = 3, 25

_SERIES = """
CREATE OR REPLACE TEMP TABLE {table} AS
WITH stock AS (
    SELECT o.id_cpts, o.indicateur, o.mois,
           max_by({{'etat': o.etat, 'n': o.numerateur, 'd': o.denominateur, 'v': o.valeur}}, o.version) AS w
    FROM observations_actives AS o
    SEMI JOIN {keys} AS k ON k.id_cpts = o.id_cpts AND k.indicateur = o.indicateur
    WHERE o.mois >= ($debut::DATE - to_months({months}))::DATE AND o.mois <= $fin
    GROUP BY ALL
),
points AS (
    SELECT c.ligne, c.sort, c.id_cpts, c.indicateur, c.mois, c.etat, c.numerateur AS n, c.denominateur AS d, c.valeur AS v
    FROM comparaison AS c
    SEMI JOIN stock AS s ON s.id_cpts = c.id_cpts AND s.indicateur = c.indicateur
    UNION ALL
    SELECT NULL, NULL, s.id_cpts, s.indicateur, s.mois, s.w.etat, s.w.n, s.w.d, s.w.v
    FROM stock AS s
    ANTI JOIN comparaison AS c ON c.id_cpts = s.id_cpts AND c.indicateur = s.indicateur AND c.mois = s.mois
    LEFT JOIN indicateurs_proteges($lecture) AS x ON x.code = s.indicateur
    LEFT JOIN bases_des_valeurs_seules AS b ON b.id_cpts = s.id_cpts AND b.indicateur = s.indicateur
    -- A finding would say the value before to whoever sends the next one.
    WHERE NOT effectif_secret($lecture, x.seuil, x.fourni, x.echelle, s.id_cpts, s.w.n, s.w.d, s.w.v, b.base)
)
SELECT ligne, sort, id_cpts, indicateur, mois, n, d, v,
       lag(n) OVER w AS n0, lag(d) OVER w AS d0, lag(v) OVER w AS v0, lag(mois) OVER w AS mois0,
       lag(n, 2) OVER w AS n00, lag(n, 3) OVER w AS n000, lag(mois, 3) OVER w AS mois000
FROM points WHERE etat = 'valeur'
WINDOW w AS (PARTITION BY id_cpts, indicateur ORDER BY mois)
"""


def changed_beside_before(cursor: Cursor, scope: Scope) -> pd.DataFrame:
    """The new and changed values of ``comparaison``, deliverables left out, beside the known value just before.

    ligne, id_cpts, indicateur, mois, type (of the indicator), n, d, v (numerator, denominator, value) and, at most three
    months before, n0, d0, v0, mois0; n00 and n000 two and three known values before, mois000. Values that statistical
    secrecy hides from the reader are left out. Empty when nothing is stored of these series.
    """
    months = _span(cursor)
    if months is None:
        return pd.DataFrame()
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE cles AS
        SELECT DISTINCT c.id_cpts, c.indicateur
        FROM comparaison AS c JOIN indicateurs AS i ON i.code = c.indicateur AND i.type <> 'livrable'
        WHERE c.sort <> 'identique' AND c.etat = 'valeur'
        """
    )
    debut, fin = months
    cursor.execute(
        _SERIES.format(table="voisins", keys="cles", months=BEFORE),
        {"debut": debut, "fin": fin, "lecture": scope.lecture},
    )
    return cursor.frame(
        """
        SELECT s.ligne, s.id_cpts, s.indicateur, s.mois, i.type, s.n, s.d, s.v, s.n0, s.d0, s.v0, s.mois0, s.n00, s.n000,
               s.mois000
        FROM voisins AS s JOIN indicateurs AS i ON i.code = s.indicateur
        WHERE s.sort <> 'identique' AND s.mois0 >= (s.mois - to_months(3))::DATE
        ORDER BY s.ligne
        """
    )


def past_ranges(cursor: Cursor, scope: Scope, lines: pd.DataFrame) -> pd.DataFrame:
    """How much the series of some lines moved before: one row per line with a past.

    ``lines``: ligne, id_cpts, indicateur, mois, saut and saut_d (the jumps of the value and of its denominator). Answer:
    id_cpts, indicateur, mois, n (moving ranges over the 24 months before, each brought to one month by the root of the gap), moyenne (their
    mean), saison (the largest movement of the same calendar month in the same direction, earlier); moyenne_d and
    saison_d are those of the denominator.
    """
    cursor.register("sauts", lines)
    months = cursor.rows("SELECT min(mois)::DATE, max(mois)::DATE FROM sauts")[0]
    cursor.execute(
        _SERIES.format(table="passe", keys="sauts", months=PAST),
        {"debut": months[0], "fin": months[1], "lecture": scope.lecture},
    )
    return cursor.frame(
        """
        SELECT s.id_cpts, s.indicateur, s.mois, count(*) AS n,
               avg(abs(p.v - p.v0) / sqrt(date_diff('month', p.mois0, p.mois))) AS moyenne,
               max(CASE WHEN month(p.mois) = month(s.mois) THEN sign(s.saut) * (p.v - p.v0) END) AS saison,
               avg(abs(p.d - p.d0) / sqrt(date_diff('month', p.mois0, p.mois))) AS moyenne_d,
               max(CASE WHEN month(p.mois) = month(s.mois) THEN sign(s.saut_d) * (p.d - p.d0) END) AS saison_d
        FROM sauts AS s
        JOIN passe AS p ON p.id_cpts = s.id_cpts AND p.indicateur = s.indicateur
         AND p.mois < s.mois AND p.mois >= (s.mois - to_months(24))::DATE
        WHERE p.v0 IS NOT NULL
        GROUP BY s.id_cpts, s.indicateur, s.mois
        """
    )


def _span(cursor: Cursor) -> tuple[date, date] | None:
    """The months of the new and changed lines, None when there is none or nothing at all is stored."""
    if not cursor.rows("SELECT 1 FROM observations LIMIT 1"):
        return None
    first, last = cursor.rows("SELECT min(mois), max(mois) FROM comparaison WHERE sort <> 'identique'")[0]
    return None if first is None else (first, last)
