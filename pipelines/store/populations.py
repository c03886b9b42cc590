"""What deposits tell of populations, remembered for secrecy and never taken away: an export kept from before still has it."""

from __future__ import annotations

from collections.abc import Collection

from pipelines.store.cursor import Cursor

#: Series of which a share or rate came without its denominator: statistical secrecy has to find what it is of.
_VALUES_ALONE = """
INSERT INTO valeurs_seules
SELECT c.id_cpts, c.indicateur
FROM {source} AS c
JOIN indicateurs AS i ON i.code = c.indicateur AND i.secret IS NOT NULL AND i.type IN ('proportion', 'taux_1000')
WHERE c.denominateur IS NULL AND c.valeur IS NOT NULL
EXCEPT SELECT id_cpts, indicateur FROM valeurs_seules
"""

#: What a denominator sent, or a numerator and a share, tell of the size of a population; see moindres_denominateurs.
_DENOMINATORS = """
INSERT INTO moindres_denominateurs
WITH envoyes AS (
    SELECT c.id_cpts, i.population, list_contains($fournisseurs, i.fournisseur) AS fourni,
           coalesce(c.denominateur, c.numerateur / nullif(c.valeur, 0) * if(i.type = 'taux_1000', 1000, 1)) AS denominateur
    FROM {source} AS c
    JOIN indicateurs AS i ON i.code = c.indicateur AND i.population IS NOT NULL
),
moindres AS (
    SELECT id_cpts, population, min(denominateur) AS denominateur, bool_or(fourni) AS fourni
    FROM envoyes WHERE denominateur > 0 GROUP BY ALL
),
connus AS (
    SELECT id_cpts, population, min(denominateur) AS denominateur, bool_or(fourni) AS fourni
    FROM moindres_denominateurs GROUP BY ALL
)
SELECT m.id_cpts, m.population, m.denominateur, m.fourni
FROM moindres AS m LEFT JOIN connus AS k ON k.id_cpts = m.id_cpts AND k.population = m.population
WHERE k.denominateur IS NULL OR m.denominateur < k.denominateur OR (m.fourni AND NOT k.fourni)
"""


#: What an indicator leaves of the one it is part of, in numerators or denominators; see ecarts_imbriques.
_NESTED = """
INSERT INTO ecarts_imbriques
WITH paires AS (SELECT code, partie_de FROM indicateurs WHERE partie_de IS NOT NULL),
dits AS (
    SELECT DISTINCT id_cpts, mois FROM {source}
    WHERE indicateur IN (SELECT code FROM paires) OR indicateur IN (SELECT partie_de FROM paires)
),
tous AS (
    SELECT id_cpts, mois, indicateur, denominateur AS d,
           coalesce(numerateur, valeur * denominateur * CASE WHEN i.type = 'taux_1000' THEN 0.001 ELSE 1 END) AS n
    FROM observations SEMI JOIN dits USING (id_cpts, mois) JOIN indicateurs AS i ON i.code = indicateur
    WHERE indicateur IN (SELECT code FROM paires) OR indicateur IN (SELECT partie_de FROM paires)
),
ecarts AS (
    SELECT id_cpts, e.indicateur, unnest([p.n - e.n, p.d - e.d]) AS ecart
    FROM tous AS e JOIN paires ON paires.code = e.indicateur
    JOIN tous AS p USING (id_cpts, mois) WHERE p.indicateur = paires.partie_de
),
moindres AS (SELECT id_cpts, indicateur, min(ecart) AS ecart FROM ecarts WHERE ecart > 1e-6 GROUP BY ALL),
connus AS (SELECT id_cpts, indicateur, min(ecart) AS ecart FROM ecarts_imbriques GROUP BY ALL)
SELECT m.id_cpts, m.indicateur, m.ecart
FROM moindres AS m LEFT JOIN connus AS k ON k.id_cpts = m.id_cpts AND k.indicateur = m.indicateur
WHERE m.ecart < {most} AND (k.ecart IS NULL OR m.ecart < k.ecart)
"""
#: Differences of so many people are no secret under any threshold a fund would set: not kept.
_LARGEST = 100


def remember(cursor: Cursor, source: str, *, fournisseurs: Collection[str]) -> None:
    """Keep what the lines of ``source`` (a table or view, already among the observations) tell, inside a transaction.

    ``fournisseurs``: what the depositor supplies; only they vouch for the size of a population.
    """
    cursor.execute(_VALUES_ALONE.format(source=source))
    cursor.execute(_DENOMINATORS.format(source=source), {"fournisseurs": sorted(fournisseurs)})
    cursor.execute(_NESTED.format(source=source, most=_LARGEST))
