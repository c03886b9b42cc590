-- Grain: one deposit that was withdrawn at the instant given (one restored by then is not).
CREATE OR REPLACE MACRO pilotage.depots_retires_au(instant) AS TABLE
SELECT depot FROM pilotage.evenements_depots WHERE quand <= instant
GROUP BY depot HAVING max_by(action, rang) = 'retrait'
