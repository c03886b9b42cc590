"""Secrecy in the comparison of a file with what is stored: equal or not is not told of a count the reader may not see.

« Identique » said of a guess gives the count back in at most ten guesses. So a line about a value that is hidden from the
depositor always counts as a change, and makes a version: what a preview says, what frozen months refuse, what is stored
and what the journal counts are then the same whatever the hidden count is.
"""

from __future__ import annotations

from collections.abc import Collection

from pipelines.store.cursor import Cursor
from pipelines.store.depots import Deja
from pipelines.store.scope import Scope


def count_hidden_as_changed(cursor: Cursor, scope: Scope, *, auteurs: Collection[str]) -> None:
    """Make ``modifiee`` the ``identique`` lines of ``comparaison`` whose current value is hidden from the reader.

    But for what the reader (``auteurs``: the names they deposit under) brought or confirmed themselves, and so knows.
    """
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE protegees AS
        WITH secretes AS (
            SELECT c.id_cpts, c.indicateur, c.mois, c.version_avant AS version
            FROM comparaison AS c
            JOIN indicateurs_proteges($lecture) AS s ON s.code = c.indicateur
            LEFT JOIN bases_des_valeurs_seules AS b ON b.id_cpts = c.id_cpts AND b.indicateur = c.indicateur
            WHERE c.sort = 'identique' AND c.etat_avant = 'valeur' AND effectif_secret(
                $lecture, s.seuil, s.fourni, s.echelle, c.id_cpts, c.numerateur_avant, c.denominateur_avant,
                c.valeur_avant, b.base
            )
        ),
        miens AS (SELECT depot FROM depots WHERE list_contains($auteurs, auteur))
        SELECT * FROM secretes
        ANTI JOIN (
            SELECT id_cpts, indicateur, mois, version FROM observations SEMI JOIN miens USING (depot)
            UNION ALL
            SELECT id_cpts, indicateur, mois, version FROM confirmations SEMI JOIN miens USING (depot)
        ) AS o USING (id_cpts, indicateur, mois, version)
        """,
        {"lecture": scope.lecture, "auteurs": sorted(auteurs)},
    )
    if cursor.rows("SELECT 1 FROM protegees LIMIT 1"):  # then something is stored, and comparaison is read from a table
        cursor.execute(
            """
            UPDATE comparees SET sort = 'modifiee' FROM protegees AS p
            WHERE p.id_cpts = comparees.id_cpts AND p.indicateur = comparees.indicateur AND p.mois = comparees.mois
            """
        )


def told_before(cursor: Cursor, scope: Scope, deja: Deja | None) -> Deja | None:
    """The deposit that already holds the bytes previewed, when the reader may know that it does.

    Its author may, and who may see every count in it: to anyone else it would confirm a file guessed.
    """
    if deja is None or deja.auteur == scope.lecteur:
        return deja
    hidden = cursor.rows(
        "SELECT 1 FROM porteurs_de_secrets($lecture) WHERE depot = $depot",
        {"lecture": scope.lecture, "depot": deja.depot},
    )
    return None if hidden else deja
