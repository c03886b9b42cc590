-- Grain: one CPTS and indicator of which a share or a rate was sent some month without its denominator: the persons it is
-- judged on. Half the least size known of its population: every denominator ever sent for it by any indicator, withdrawn
-- or corrected since, and the inhabitants; half, for the size of another month and the rounding of what was sent. Where no
-- supplier told that size (one told by anybody only makes it less), the least it can be of the inhabitants
-- (part_minimale); where nothing bounds it, one person: nobody can show that ten are not meant.
-- And one that is part of another, with the least that it ever left of it (``ecart``).
CREATE OR REPLACE VIEW pilotage.bases_des_valeurs_seules AS
WITH series AS (
    SELECT id_cpts, indicateur FROM pilotage.valeurs_seules UNION SELECT id_cpts, indicateur FROM pilotage.ecarts_imbriques
),
imbriques AS (SELECT id_cpts, indicateur, min(ecart) AS ecart FROM pilotage.ecarts_imbriques GROUP BY id_cpts, indicateur),
habitants AS (
    SELECT c.id_cpts, min(least(c.population_contrat, c.population_insee, k.population)) AS habitants
    FROM pilotage.cpts AS c LEFT JOIN pilotage.contrats AS k ON k.id_cpts = c.id_cpts GROUP BY c.id_cpts
)
SELECT s.id_cpts, s.indicateur,
       CASE WHEN bool_or(m.fourni) THEN least(min(m.denominateur), min(if(i.population = 'habitants', h.habitants, NULL))) / 2.0
            WHEN min(h.habitants * i.part_minimale) IS NOT NULL
            THEN least(min(m.denominateur), min(h.habitants * i.part_minimale)) / 2.0
            ELSE 1.0 END AS base,
       min(e.ecart) AS ecart
FROM series AS s
JOIN pilotage.indicateurs AS i ON i.code = s.indicateur
LEFT JOIN pilotage.moindres_denominateurs AS m ON m.id_cpts = s.id_cpts AND m.population = i.population
LEFT JOIN habitants AS h ON h.id_cpts = s.id_cpts
LEFT JOIN imbriques AS e ON e.id_cpts = s.id_cpts AND e.indicateur = s.indicateur
GROUP BY s.id_cpts, s.indicateur
