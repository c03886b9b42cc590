-- Grain: one CPTS, one indicator, one month: the last version among the deposits not withdrawn.
CREATE OR REPLACE VIEW pilotage.observations_courantes AS
SELECT o.*
FROM pilotage.observations AS o
ANTI JOIN (SELECT depot FROM pilotage.depots WHERE retire_le IS NOT NULL) AS retires USING (depot)
QUALIFY row_number() OVER (PARTITION BY o.id_cpts, o.indicateur, o.mois ORDER BY o.version DESC) = 1
