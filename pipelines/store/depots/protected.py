"""Secrecy in the comparison of a file with what is stored: equal or not is not told of a count the reader may not see.

« Identique » said of a guess gives the count back in at most ten guesses, and so does what it leaves: the supplier's next
sending would tell whether the guess before was right. So a line about a value that is hidden from somebody always counts
as a change and makes a version, whoever deposits: what is stored, what frozen months refuse and what the journal counts
are then the same whatever the hidden count is. Only the depositor who supplies the value is told that it is identical.
"""

from __future__ import annotations

import pandas as pd

from pipelines.store.cursor import Cursor
from pipelines.store.depots.depots import Deja
from pipelines.store.scope import Scope


def count_hidden_as_changed(cursor: Cursor, scope: Scope) -> None:
    """Make ``modifiee`` the ``identique`` lines of ``comparaison`` about a current value that is hidden from somebody.

    ``dit``, what the depositor is told, stays ``identique`` when they supply the value, and so knows it.
    """
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE protegees AS
        SELECT c.id_cpts, c.indicateur, c.mois, a_un_autre($lecture, s.seuil, s.fourni, c.id_cpts) AS cachee
        FROM comparaison AS c
        JOIN indicateurs_proteges($publique) AS p ON p.code = c.indicateur
        LEFT JOIN indicateurs_proteges($lecture) AS s ON s.code = c.indicateur
        LEFT JOIN bases_des_valeurs_seules AS b ON b.id_cpts = c.id_cpts AND b.indicateur = c.indicateur
        WHERE c.sort = 'identique' AND (
            effectif_secret($publique, p.seuil, p.fourni, p.echelle, c.id_cpts, c.numerateur_avant,
                            c.denominateur_avant, c.valeur_avant, b.base, b.ecart)
            OR dit_en_partie($publique, p.seuil, p.fourni, c.id_cpts, c.numerateur_avant, c.denominateur_avant,
                             c.marqueur_avant)
        )
        """,
        {"lecture": scope.lecture, "publique": scope.lecture_publique},
    )
    if cursor.rows("SELECT 1 FROM protegees LIMIT 1"):  # then something is stored, and comparaison is read from a table
        cursor.execute(
            """
            UPDATE comparees SET sort = 'modifiee', dit = CASE WHEN p.cachee THEN 'modifiee' ELSE 'identique' END
            FROM protegees AS p
            WHERE p.id_cpts = comparees.id_cpts AND p.indicateur = comparees.indicateur AND p.mois = comparees.mois
            """
        )


def hidden_values_alone(cursor: Cursor, scope: Scope) -> pd.DataFrame:
    """The shares and rates of ``comparaison`` sent without their counts that secrecy will hide from everyone else.

    ligne, id_cpts, indicateur, mois, valeur, type; by line. Those of a population whose size another line of the same
    file tells are left out: it will be known by then.
    """
    return cursor.frame(
        """
        WITH seules AS (
            SELECT c.*, i.type, i.population
            FROM comparaison AS c
            JOIN indicateurs AS i ON i.code = c.indicateur AND i.type IN ('proportion', 'taux_1000')
            WHERE c.numerateur IS NULL AND c.denominateur IS NULL AND c.valeur IS NOT NULL AND c.sort <> 'identique'
        ),
        dites AS (
            SELECT DISTINCT c.id_cpts, i.population
            FROM comparaison AS c JOIN indicateurs AS i ON i.code = c.indicateur
            WHERE c.denominateur > 0 AND i.population IS NOT NULL
        ),
        bases AS (
            FROM bases_de((
                SELECT list({'id_cpts': id_cpts, 'indicateur': indicateur})
                FROM (SELECT DISTINCT id_cpts, indicateur FROM seules)
            ))
        )
        SELECT c.ligne, c.id_cpts, c.indicateur, c.mois, c.valeur, c.type
        FROM seules AS c
        JOIN indicateurs_proteges($publique) AS p ON p.code = c.indicateur
        JOIN bases AS b ON b.id_cpts = c.id_cpts AND b.indicateur = c.indicateur
        LEFT JOIN dites AS d ON d.id_cpts = c.id_cpts AND d.population = c.population
        WHERE d.population IS NULL AND effectif_secret(
            $publique, p.seuil, p.fourni, p.echelle, c.id_cpts, NULL, NULL, c.valeur, b.base, b.ecart
        )
        ORDER BY c.ligne, c.mois, c.indicateur
        """,
        {"publique": scope.lecture_publique},
    )


def told_before(cursor: Cursor, scope: Scope, deja: Deja | None) -> Deja | None:
    """The deposit that already holds the same bytes, when the reader may know that it does.

    Who may see every count in it may: to anyone else it would confirm a file guessed.
    """
    if deja is None:
        return None
    hidden = cursor.rows(
        "SELECT 1 FROM porteurs_de_secrets($lecture) WHERE depot = $depot",
        {"lecture": scope.lecture, "depot": deja.depot},
    )
    return None if hidden else deja
