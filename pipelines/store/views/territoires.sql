-- Territories in scope.

-- Grain: one band of population of the version of the agreement in force on a day.
CREATE OR REPLACE MACRO pilotage.tranches_le(jour) AS TABLE
SELECT taille, de, a FROM pilotage.tranches
WHERE en_vigueur = (SELECT max(en_vigueur) FROM pilotage.tranches WHERE en_vigueur <= jour);

-- Grain: one territory (CPTS or region) in scope, with its contract when it has one, and the taille of a CPTS under the rules
-- in force on the day of the reading: of the population announced by its contract, else of INSEE's. The same as
-- ``tailles`` of calculators/aci/accord/load.py.
CREATE OR REPLACE MACRO pilotage.territoires_lisibles(lecture) AS TABLE
SELECT c.*, t.taille, k.date_signature, k.id_cpts IS NOT NULL AS sous_contrat,
       coalesce(k.population, c.population_contrat, c.population_insee) AS population
FROM pilotage.cpts AS c
LEFT JOIN pilotage.contrats AS k ON k.id_cpts = c.id_cpts
LEFT JOIN pilotage.tranches_le(struct_extract(lecture, 'jour')) AS t
    ON c.nature = 'cpts' AND coalesce(c.population_contrat, c.population_insee) >= t.de
   AND (t.a IS NULL OR coalesce(c.population_contrat, c.population_insee) <= t.a)
WHERE pilotage.dans_la_portee(lecture, c.id_cpts);

-- Grain: one CPTS in scope that passes the filters; NULL filters nothing.
CREATE OR REPLACE MACRO pilotage.cpts_choisies(lecture, choisis, une_taille, une_cpam, une_region) AS TABLE
SELECT * FROM pilotage.territoires_lisibles(lecture)
WHERE nature = 'cpts'
  AND (choisis IS NULL OR list_contains(choisis, id_cpts))
  AND (une_taille IS NULL OR taille = une_taille)
  AND (une_cpam IS NULL OR list_contains(string_split(cpam, '|'), une_cpam))
  AND (une_region IS NULL OR list_contains(string_split(regions, '|'), une_region));
