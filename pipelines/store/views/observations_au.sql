-- Grain: one CPTS, one indicator, one month: the version that was current at the instant given (data as known on).
CREATE OR REPLACE MACRO pilotage.observations_au(instant) AS TABLE
SELECT o.*
FROM pilotage.observations_actives_au(instant) AS o
QUALIFY row_number() OVER (PARTITION BY o.id_cpts, o.indicateur, o.mois ORDER BY o.version DESC, o.depot) = 1
