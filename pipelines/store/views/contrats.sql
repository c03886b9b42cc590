-- What the contracts in scope say.

-- Grain: one contract of a CPTS in scope.
CREATE OR REPLACE MACRO pilotage.contrats_lisibles(lecture) AS TABLE
SELECT * FROM pilotage.contrats WHERE pilotage.dans_la_portee(lecture, id_cpts);

-- Grain: one mission taken by a CPTS in scope.
CREATE OR REPLACE MACRO pilotage.missions_lisibles(lecture) AS TABLE
SELECT * FROM pilotage.contrats_missions WHERE pilotage.dans_la_portee(lecture, id_cpts);

-- Grain: one target of a CPTS in scope, of one contract year or of every one.
CREATE OR REPLACE MACRO pilotage.objectifs_lisibles(lecture) AS TABLE
SELECT * FROM pilotage.objectifs WHERE pilotage.dans_la_portee(lecture, id_cpts);

-- Grain: one CPTS in scope, one indicator: the target of the contract year running in the month given, else the one of
-- every year.
CREATE OR REPLACE MACRO pilotage.objectifs_du_mois_lisibles(lecture, un_mois) AS TABLE
SELECT o.id_cpts, o.indicateur, o.reference, o.cible, o.sens
FROM pilotage.objectifs AS o
LEFT JOIN pilotage.contrats AS k ON k.id_cpts = o.id_cpts
WHERE pilotage.dans_la_portee(lecture, o.id_cpts)
  AND (o.annee_contrat IS NULL OR o.annee_contrat = pilotage.annee_contrat(k.date_signature, un_mois))
QUALIFY row_number() OVER (PARTITION BY o.id_cpts, o.indicateur ORDER BY o.annee_contrat NULLS LAST) = 1;

-- Grain: one CPTS under contract in scope, one indicator that it has to send for the month given.
-- A mission's indicators are expected from its start; those of the socle also when no start date is known at all.
CREATE OR REPLACE MACRO pilotage.attendues_lisibles(lecture, un_mois) AS TABLE
SELECT k.id_cpts, i.code AS indicateur
FROM pilotage.contrats AS k
CROSS JOIN pilotage.indicateurs AS i
LEFT JOIN pilotage.contrats_missions AS m ON m.id_cpts = k.id_cpts AND m.mission = i.mission
WHERE pilotage.dans_la_portee(lecture, k.id_cpts)
  AND (k.date_signature IS NULL OR k.date_signature <= last_day(un_mois))
  AND (
    i.mission IS NULL
    OR (m.mission IS NOT NULL AND (m.debut IS NULL OR m.debut <= last_day(un_mois)))
    OR (i.nature_mission = 'socle' AND k.id_cpts NOT IN (SELECT id_cpts FROM pilotage.contrats_missions))
  );
