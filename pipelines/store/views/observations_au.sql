-- Grain: one CPTS, one indicator, one month: the version that was current at the instant given (data as known on).
-- observations_actives and observations_courantes say the same of the present, from the marks kept on depots.
CREATE OR REPLACE MACRO pilotage.observations_au(instant) AS TABLE
WITH retires AS (SELECT depot FROM pilotage.depots_retires_au(instant)),
valables AS (
    SELECT o.* FROM pilotage.observations AS o ANTI JOIN retires AS r ON r.depot = o.depot
    UNION ALL
    SELECT o.* REPLACE (c.depot AS depot, c.ligne AS ligne)
    FROM pilotage.observations AS o
    SEMI JOIN retires AS r ON r.depot = o.depot
    JOIN (
        SELECT f.* FROM pilotage.confirmations AS f ANTI JOIN retires AS r ON r.depot = f.depot
        WHERE f.connu_le <= instant
    ) AS c ON c.id_cpts = o.id_cpts AND c.indicateur = o.indicateur AND c.mois = o.mois AND c.version = o.version
)
SELECT v.*
FROM valables AS v
WHERE v.connu_le <= instant
QUALIFY row_number() OVER (PARTITION BY v.id_cpts, v.indicateur, v.mois ORDER BY v.version DESC, v.depot) = 1
