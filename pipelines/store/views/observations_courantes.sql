-- Grain: one CPTS, one indicator, one month: the last version among the deposits not withdrawn.
CREATE OR REPLACE VIEW pilotage.observations_courantes AS
SELECT o.*
FROM pilotage.observations_actives AS o
QUALIFY row_number() OVER (PARTITION BY o.id_cpts, o.indicateur, o.mois ORDER BY o.version DESC) = 1
