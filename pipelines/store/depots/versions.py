"""Compares incoming lines with what is current, and appends versions; always inside one transaction of the caller."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import numpy as np
import pandas as pd

from pipelines.store.cursor import Cursor
from pipelines.store.populations import remember
from pipelines.store.scope import Scope


def compare(cursor: Cursor, lines: pd.DataFrame) -> None:
    """Make the temporary view ``comparaison`` of the lines, each with its ``sort`` and next ``version``.

    ``lines``: ligne, id_cpts, indicateur, mois, valeur, numerateur, denominateur, etat, marqueur, provisoire,
    commentaire; one per CPTS, indicator and month. ``sort`` is nouvelle (nothing current), modifiee or identique; ``dit``
    is the same, until secrecy makes them differ (see comparaison_protegee).
    Lines of months of which nothing is stored are all new: they are seen where they are, neither joined nor copied.
    """
    cursor.register("entrees", _in_order(lines))
    cursor.execute(
        """
        CREATE OR REPLACE TEMP VIEW lignes_lues AS
        SELECT ligne, id_cpts, indicateur, mois::DATE AS mois, valeur, numerateur, denominateur, etat, marqueur,
               provisoire, nullif(commentaire, '') AS commentaire
        FROM entrees
        """
    )
    if cursor.rows("SELECT 1 FROM observations WHERE mois IN (SELECT DISTINCT mois FROM lignes_lues) LIMIT 1"):
        _compare_with_known(cursor)
        source = "SELECT * FROM comparees"
    else:
        source = """
        SELECT *, 1::INTEGER AS version, 'nouvelle' AS sort, 'nouvelle' AS dit, NULL::VARCHAR AS etat_avant,
               NULL::VARCHAR AS marqueur_avant, NULL::DOUBLE AS valeur_avant, NULL::DOUBLE AS numerateur_avant,
               NULL::DOUBLE AS denominateur_avant, NULL::INTEGER AS version_avant
        FROM lignes_lues
        """
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW comparaison AS {source}")


def _compare_with_known(cursor: Cursor) -> None:
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE comparees AS
        WITH confirmees AS (
            -- Only of use when some deposit is withdrawn: what it brought lives on where another one said the same.
            SELECT DISTINCT f.id_cpts, f.indicateur, f.mois, f.version
            FROM confirmations AS f
            JOIN depots AS d ON d.depot = f.depot AND d.retire_le IS NULL
            WHERE EXISTS (SELECT 1 FROM depots WHERE retire_le IS NOT NULL)
        ),
        connues AS (
            SELECT o.*, d.retire_le IS NOT NULL AND f.version IS NULL AS retiree
            FROM observations AS o
            SEMI JOIN lignes_lues AS e ON e.id_cpts = o.id_cpts AND e.indicateur = o.indicateur AND e.mois = o.mois
            LEFT JOIN depots AS d ON d.depot = o.depot
            LEFT JOIN confirmees AS f
                ON f.id_cpts = o.id_cpts AND f.indicateur = o.indicateur AND f.mois = o.mois AND f.version = o.version
        ),
        dernieres AS (
            SELECT id_cpts, indicateur, mois, max(version) AS version,
                   max_by(struct_pack(version, etat, marqueur, valeur, numerateur, denominateur, provisoire, commentaire),
                              version) FILTER (NOT retiree) AS courante
            FROM connues
            GROUP BY id_cpts, indicateur, mois
        )
        SELECT e.*, coalesce(k.version, 0) + 1 AS version,
               CASE WHEN k.courante IS NULL THEN 'nouvelle'
                    WHEN e.etat IS NOT DISTINCT FROM k.courante.etat
                     AND e.marqueur IS NOT DISTINCT FROM k.courante.marqueur
                     AND e.valeur IS NOT DISTINCT FROM k.courante.valeur
                     AND e.numerateur IS NOT DISTINCT FROM k.courante.numerateur
                     AND e.denominateur IS NOT DISTINCT FROM k.courante.denominateur
                     AND e.provisoire IS NOT DISTINCT FROM k.courante.provisoire
                     AND e.commentaire IS NOT DISTINCT FROM k.courante.commentaire THEN 'identique'
                    ELSE 'modifiee' END AS sort, sort AS dit,
               k.courante.etat AS etat_avant, k.courante.marqueur AS marqueur_avant, k.courante.valeur AS valeur_avant,
               k.courante.numerateur AS numerateur_avant, k.courante.denominateur AS denominateur_avant,
               k.courante.version AS version_avant
        FROM lignes_lues AS e
        LEFT JOIN dernieres AS k
            ON k.id_cpts = e.id_cpts AND k.indicateur = e.indicateur AND k.mois = e.mois
        ORDER BY e.mois, e.indicateur, e.id_cpts
        """
    )


def _in_order(lines: pd.DataFrame) -> pd.DataFrame:
    """By month, indicator and CPTS, as they are stored: neighbours compress well and are found together."""
    key = lines["mois"].to_numpy().astype("datetime64[M]").astype("int64")
    for name in ("indicateur", "id_cpts"):
        codes = lines[name].astype("category").cat
        key = key * (len(codes.categories) + 1) + codes.codes.to_numpy()
    return lines.take(np.argsort(key, kind="stable"))


#: Some lines of ``comparaison`` with the value before as the reader may see it: secrecy holds in a preview as elsewhere.
_AS_READ = """
WITH jugees AS (
    SELECT c.*, s.seuil, effectif_secret(
               $lecture, s.seuil, s.fourni, s.echelle, c.id_cpts, c.numerateur_avant, c.denominateur_avant,
               c.valeur_avant, b.base, b.ecart
           ) AS secrete, dit_en_partie(
               $lecture, s.seuil, s.fourni, c.id_cpts, c.numerateur_avant, c.denominateur_avant, c.marqueur_avant
           ) AS en_partie
    FROM comparaison AS c
    LEFT JOIN indicateurs_proteges($lecture) AS s ON s.code = c.indicateur
    LEFT JOIN bases_des_valeurs_seules AS b ON b.id_cpts = c.id_cpts AND b.indicateur = c.indicateur
    WHERE {lines}
),
lues AS (
    SELECT * REPLACE (
        CASE WHEN secrete THEN 'masquee' ELSE etat_avant END AS etat_avant,
        CASE WHEN secrete OR (en_partie AND marqueur_precis(seuil, marqueur_avant)) THEN 'secret'
             ELSE marqueur_avant END AS marqueur_avant,
        CASE WHEN NOT secrete AND NOT (en_partie AND denominateur_avant IS NULL) THEN numerateur_avant END
            AS numerateur_avant,
        CASE WHEN NOT secrete THEN denominateur_avant END AS denominateur_avant,
        CASE WHEN NOT secrete THEN valeur_avant END AS valeur_avant
    )
    FROM jugees
)
"""


CHANGED = (
    *("ligne", "id_cpts", "indicateur", "mois"),
    *("etat_avant", "marqueur_avant", "numerateur_avant", "denominateur_avant", "valeur_avant"),
    *("etat", "marqueur", "numerateur", "denominateur", "valeur"),
)
FROZEN = (*CHANGED, "sort", "gele_le", "gele_par", "motif", "gel")


def compared_counts(cursor: Cursor, *, told: bool = False) -> dict[str, int]:
    """How many lines of ``comparaison`` are nouvelle, modifiee, identique; ``told``: as the depositor is told."""
    sort = "dit" if told else "sort"
    counts = dict(cursor.rows(f"SELECT {sort}, count(*) FROM comparaison GROUP BY ALL"))  # noqa: S608 - written above
    return {sort: int(counts.get(sort, 0)) for sort in ("nouvelle", "modifiee", "identique")}


def compared_changes(cursor: Cursor, scope: Scope) -> pd.DataFrame:
    """The lines that would change a current value, with the value before, as the reader may see it, and after; by line.

    Texts are categories: of a million lines corrected, the page keeps them all.
    """
    return cursor.frame(
        f"""
        {_AS_READ.format(lines="c.dit = 'modifiee'")}
        SELECT {", ".join(CHANGED)}
        FROM lues ORDER BY ligne, mois, indicateur
        """,  # noqa: S608 - text written in code
        {"lecture": scope.lecture},
        coded=True,
    )


def compared_frozen(cursor: Cursor, scope: Scope) -> pd.DataFrame:
    """The lines of ``comparaison`` that would add or change a value of a frozen month, by line of the file.

    ligne, id_cpts, indicateur, mois, the values before and after as in :func:`compared_changes`, sort (nouvelle or
    modifiee), gele_le, gele_par, motif (of the freeze), gel.
    """
    if not cursor.rows("SELECT 1 FROM gels LIMIT 1"):
        return pd.DataFrame(columns=FROZEN)
    frozen = "c.sort <> 'identique' AND (c.id_cpts, c.mois) IN (SELECT (id_cpts, mois) FROM mois_geles)"
    return cursor.frame(
        f"""
        {_AS_READ.format(lines=frozen)}
        SELECT {", ".join(FROZEN)}
        FROM lues JOIN mois_geles USING (id_cpts, mois)
        ORDER BY ligne
        """,  # noqa: S608 - text written in code
        {"lecture": scope.lecture},
    )


def compared_losses(cursor: Cursor, scope: Scope) -> pd.DataFrame:
    """The lines of ``comparaison`` after which a known value would be missing, hidden or zero; as :func:`compared_changes`.

    What is judged is the value before as the reader may see it: of a hidden one, neither its being zero nor its being
    the same is told, and so one that becomes zero or missing is always among them.
    """
    if not cursor.rows("SELECT 1 FROM comparaison WHERE dit = 'modifiee' LIMIT 1"):
        return pd.DataFrame(columns=CHANGED)
    return cursor.frame(
        f"""
        {_AS_READ.format(lines="c.dit = 'modifiee'")}
        SELECT {", ".join(CHANGED)}
        FROM lues
        WHERE etat_avant IN ('valeur', 'masquee') AND etat = 'manquante'
           OR etat_avant = 'valeur' AND etat = 'masquee'
           OR (etat_avant = 'masquee' OR valeur_avant <> 0) AND etat = 'valeur' AND valeur = 0
        ORDER BY ligne, mois, indicateur
        """,  # noqa: S608 - text written in code
        {"lecture": scope.lecture},
    )


def leave_out(cursor: Cursor, lines: pd.DataFrame) -> None:
    """Take these lines (id_cpts, indicateur, mois) out of ``comparaison``."""
    cursor.register("ecartees", lines[["id_cpts", "indicateur", "mois"]])
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE retenues AS
        SELECT * FROM comparaison
        WHERE (id_cpts, indicateur, mois) NOT IN (SELECT (id_cpts, indicateur, mois::DATE) FROM ecartees)
        """
    )
    cursor.execute("CREATE OR REPLACE TEMP VIEW comparaison AS SELECT * FROM retenues")


def leave_out_frozen(cursor: Cursor) -> None:
    """Take the lines of :func:`compared_frozen` out of ``comparaison``."""
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE permises AS
        SELECT * FROM comparaison
        WHERE sort = 'identique' OR (id_cpts, mois) NOT IN (SELECT (id_cpts, mois) FROM mois_geles)
        """
    )
    cursor.execute("CREATE OR REPLACE TEMP VIEW comparaison AS SELECT * FROM permises")


def append_compared(cursor: Cursor, *, depot: str, connu_le: datetime, fournisseurs: Collection[str]) -> None:
    """Append the new and changed lines of ``comparaison`` as versions brought by ``depot``, grouped by indicator.

    The identical ones make no version: they are kept as confirmations of the current one. ``comparaison`` is in order.
    ``fournisseurs``: what the depositor supplies; only they tell how large a population is.
    """
    cursor.execute(
        """
        INSERT INTO observations
        SELECT id_cpts, indicateur, mois, version, valeur, numerateur, denominateur, etat, marqueur, provisoire,
               commentaire, $depot, ligne, $connu_le
        FROM comparaison WHERE sort <> 'identique'
        """,
        {"depot": depot, "connu_le": connu_le},
    )
    remember(cursor, "comparaison", fournisseurs=fournisseurs)
    cursor.execute(
        """
        INSERT INTO confirmations
        SELECT id_cpts, indicateur, mois, version_avant, $depot, ligne, $connu_le
        FROM comparaison WHERE sort = 'identique'
        """,
        {"depot": depot, "connu_le": connu_le},
    )
