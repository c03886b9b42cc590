-- Grain: one CPTS, one indicator, one month: the version that was current at the instant given (data as known on).
CREATE OR REPLACE MACRO pilotage.observations_au(instant) AS TABLE
SELECT o.*
FROM pilotage.observations AS o
ANTI JOIN (SELECT depot FROM pilotage.depots WHERE retire_le <= instant) AS retires USING (depot)
WHERE o.connu_le <= instant
QUALIFY row_number() OVER (PARTITION BY o.id_cpts, o.indicateur, o.mois ORDER BY o.version DESC) = 1
