-- Grain: one CPTS and indicator of which a share or a rate was sent some month without its denominator: the persons it is
-- judged on. Half the least size known of its population: every denominator ever sent for it by any indicator, withdrawn
-- or corrected since, and the inhabitants; half, for the size of another month and the rounding of what was sent. Where no
-- supplier told that size (one told by anybody only makes it less), one person: nobody can show that ten are not meant.
CREATE OR REPLACE VIEW pilotage.bases_des_valeurs_seules AS
WITH moindres AS (
    SELECT id_cpts, population, min(denominateur) AS denominateur, bool_or(fourni) AS fourni
    FROM pilotage.moindres_denominateurs GROUP BY ALL
),
habitants AS (
    SELECT c.id_cpts, min(least(c.population_contrat, c.population_insee, k.population)) AS habitants
    FROM pilotage.cpts AS c LEFT JOIN pilotage.contrats AS k ON k.id_cpts = c.id_cpts
    GROUP BY c.id_cpts
)
SELECT DISTINCT s.id_cpts, s.indicateur,
       CASE WHEN m.fourni OR (i.population = 'habitants' AND h.habitants IS NOT NULL)
            THEN least(m.denominateur, h.habitants) / 2.0 ELSE 1.0 END AS base
FROM pilotage.valeurs_seules AS s
JOIN pilotage.indicateurs AS i ON i.code = s.indicateur
LEFT JOIN moindres AS m ON m.id_cpts = s.id_cpts AND m.population = i.population
LEFT JOIN habitants AS h ON h.id_cpts = s.id_cpts
