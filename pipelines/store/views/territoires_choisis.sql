-- Grain: one territory (CPTS or region) that the reader may see and that passes the filters; NULL filters nothing.
CREATE OR REPLACE MACRO pilotage.territoires_choisis(portee, choisis, une_taille, une_cpam, une_region) AS TABLE
SELECT c.*, k.date_signature, k.id_cpts IS NOT NULL AS sous_contrat,
       coalesce(k.population, c.population_contrat, c.population_insee) AS population
FROM pilotage.cpts AS c
LEFT JOIN pilotage.contrats AS k ON k.id_cpts = c.id_cpts
WHERE (portee IS NULL OR list_contains(portee, c.id_cpts))
  AND (choisis IS NULL OR list_contains(choisis, c.id_cpts))
  AND (une_taille IS NULL OR c.taille = une_taille)
  AND (une_cpam IS NULL OR list_contains(string_split(c.cpam, '|'), une_cpam))
  AND (une_region IS NULL OR list_contains(string_split(c.regions, '|'), une_region))
