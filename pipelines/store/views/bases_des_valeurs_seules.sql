-- Grain: one CPTS and indicator of which only a share or a rate was sent some month: the least denominator anyone could
-- multiply it by, else the inhabitants.
CREATE OR REPLACE VIEW pilotage.bases_des_valeurs_seules AS
SELECT s.id_cpts, s.indicateur,
       coalesce(min(o.denominateur) FILTER (o.denominateur > 0), min(c.population_contrat), min(c.population_insee)) AS base
FROM pilotage.valeurs_seules AS s
LEFT JOIN pilotage.observations AS o ON o.id_cpts = s.id_cpts AND o.indicateur = s.indicateur
LEFT JOIN pilotage.cpts AS c ON c.id_cpts = s.id_cpts
GROUP BY s.id_cpts, s.indicateur
