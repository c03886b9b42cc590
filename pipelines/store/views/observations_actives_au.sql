-- Grain: one CPTS, indicator, month and version that counted at the instant given, once for each deposit that bears it.
-- A version whose bearer is withdrawn still counts when another deposit confirmed it. observations_actives: the present.
CREATE OR REPLACE MACRO pilotage.observations_actives_au(instant) AS TABLE
WITH retires AS (SELECT depot FROM pilotage.depots_retires_au(instant))
SELECT o.* FROM pilotage.observations AS o ANTI JOIN retires AS r ON r.depot = o.depot
WHERE o.connu_le <= instant
UNION ALL
SELECT o.* REPLACE (c.depot AS depot, c.ligne AS ligne)
FROM pilotage.observations AS o
SEMI JOIN retires AS r ON r.depot = o.depot
JOIN (
    SELECT f.* FROM pilotage.confirmations AS f ANTI JOIN retires AS r ON r.depot = f.depot
    WHERE f.connu_le <= instant
) AS c ON c.id_cpts = o.id_cpts AND c.indicateur = o.indicateur AND c.mois = o.mois AND c.version = o.version
WHERE o.connu_le <= instant
