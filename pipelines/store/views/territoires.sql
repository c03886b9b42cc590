-- Territories in scope.

-- Grain: one territory (CPTS or region) in scope, with its contract when it has one.
CREATE OR REPLACE MACRO pilotage.territoires_lisibles(lecture) AS TABLE
SELECT c.*, k.date_signature, k.id_cpts IS NOT NULL AS sous_contrat,
       coalesce(k.population, c.population_contrat, c.population_insee) AS population
FROM pilotage.cpts AS c
LEFT JOIN pilotage.contrats AS k ON k.id_cpts = c.id_cpts
WHERE pilotage.dans_la_portee(lecture, c.id_cpts);

-- Grain: one CPTS in scope that passes the filters; NULL filters nothing.
CREATE OR REPLACE MACRO pilotage.cpts_choisies(lecture, choisis, une_taille, une_cpam, une_region) AS TABLE
SELECT * FROM pilotage.territoires_lisibles(lecture)
WHERE nature = 'cpts'
  AND (choisis IS NULL OR list_contains(choisis, id_cpts))
  AND (une_taille IS NULL OR taille = une_taille)
  AND (une_cpam IS NULL OR list_contains(string_split(cpam, '|'), une_cpam))
  AND (une_region IS NULL OR list_contains(string_split(regions, '|'), une_region));
