-- Which versions count, now and at an instant. Under the macros ``*_lisibles``: no question reads these.

-- Grain: one deposit that was withdrawn at the instant given (one restored by then is not).
CREATE OR REPLACE MACRO pilotage.depots_retires_au(instant) AS TABLE
SELECT depot FROM pilotage.evenements_depots WHERE quand <= instant
GROUP BY depot HAVING max_by(action, rang) = 'retrait';

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
) AS c ON c.id_cpts = o.id_cpts AND c.indicateur = o.indicateur AND c.mois = o.mois AND c.version = o.version;

-- Grain: one CPTS, one indicator, one month: the last version among the deposits not withdrawn.
CREATE OR REPLACE VIEW pilotage.observations_courantes AS
SELECT o.*
FROM pilotage.observations_actives AS o
QUALIFY row_number() OVER (PARTITION BY o.id_cpts, o.indicateur, o.mois ORDER BY o.version DESC) = 1;

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
WHERE o.connu_le <= instant;

-- Grain: one CPTS, one indicator, one month: the version that was current at the instant given (data as known on).
CREATE OR REPLACE MACRO pilotage.observations_au(instant) AS TABLE
SELECT o.*
FROM pilotage.observations_actives_au(instant) AS o
QUALIFY row_number() OVER (PARTITION BY o.id_cpts, o.indicateur, o.mois ORDER BY o.version DESC, o.depot) = 1;
