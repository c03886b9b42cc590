-- Grain: one CPTS and indicator of which a share or a rate was sent some month without its denominator: the persons it is
-- judged on. Half the least size known of its population: every denominator ever sent for it by any indicator, withdrawn
-- or corrected since, and the inhabitants; half, for the size of another month and the rounding of what was sent. Where no
-- supplier told that size (one told by anybody only makes it less), one person: nobody can show that ten are not meant.
CREATE OR REPLACE VIEW pilotage.bases_des_valeurs_seules AS
SELECT s.id_cpts, s.indicateur,
       CASE WHEN bool_or(m.fourni)
              OR (i.population = 'habitants' AND min(least(c.population_contrat, c.population_insee, k.population)) IS NOT NULL)
            THEN min(least(m.denominateur, c.population_contrat, c.population_insee, k.population)) / 2.0
            ELSE 1.0 END AS base
FROM pilotage.valeurs_seules AS s
JOIN pilotage.indicateurs AS i ON i.code = s.indicateur
LEFT JOIN pilotage.moindres_denominateurs AS m ON m.id_cpts = s.id_cpts AND m.population = i.population
LEFT JOIN pilotage.cpts AS c ON c.id_cpts = s.id_cpts
LEFT JOIN pilotage.contrats AS k ON k.id_cpts = s.id_cpts
GROUP BY s.id_cpts, s.indicateur, i.population
