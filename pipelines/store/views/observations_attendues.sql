-- Grain: one CPTS under contract, one indicator that it has to send for the month given.
-- A mission's indicators are expected from its start; those of the socle also when no start date is known at all.
CREATE OR REPLACE MACRO pilotage.observations_attendues(un_mois) AS TABLE
SELECT k.id_cpts, i.code AS indicateur
FROM pilotage.contrats AS k
CROSS JOIN pilotage.indicateurs AS i
LEFT JOIN pilotage.contrats_missions AS m ON m.id_cpts = k.id_cpts AND m.mission = i.mission
WHERE (k.date_signature IS NULL OR k.date_signature <= last_day(un_mois))
  AND (
    i.mission IS NULL
    OR (m.mission IS NOT NULL AND (m.debut IS NULL OR m.debut <= last_day(un_mois)))
    OR (i.nature_mission = 'socle' AND k.id_cpts NOT IN (SELECT id_cpts FROM pilotage.contrats_missions))
  )
