-- Grain: one CPTS, indicator, month and version that a deposit not withdrawn brings, or confirms when its bearer is gone.
CREATE OR REPLACE VIEW pilotage.observations_actives AS
WITH retires AS (SELECT depot FROM pilotage.depots WHERE retire_le IS NOT NULL)
SELECT o.* FROM pilotage.observations AS o ANTI JOIN retires AS r ON r.depot = o.depot
UNION ALL
SELECT o.* REPLACE (c.depot AS depot, c.ligne AS ligne)
FROM pilotage.observations AS o
SEMI JOIN retires AS r ON r.depot = o.depot
JOIN (
    SELECT f.* FROM pilotage.confirmations AS f ANTI JOIN retires AS r ON r.depot = f.depot
    QUALIFY row_number() OVER (PARTITION BY f.id_cpts, f.indicateur, f.mois, f.version ORDER BY f.connu_le, f.depot) = 1
) AS c ON c.id_cpts = o.id_cpts AND c.indicateur = o.indicateur AND c.mois = o.mois AND c.version = o.version
