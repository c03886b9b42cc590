-- What came of the CPTS in scope, and when.

-- Grain: one CPTS in scope, indicator, month and version that counts: that something came, not what it says.
CREATE OR REPLACE MACRO pilotage.receptions_lisibles(lecture) AS TABLE
SELECT id_cpts, indicateur, mois, version, etat, provisoire, connu_le
FROM pilotage.observations_actives WHERE pilotage.dans_la_portee(lecture, id_cpts);

-- Grain: one CPTS in scope, indicator and month: the state of the current version, as its supplier sent it.
CREATE OR REPLACE MACRO pilotage.receptions_courantes_lisibles(lecture) AS TABLE
SELECT id_cpts, indicateur, mois, version, etat, provisoire, connu_le
FROM pilotage.observations_courantes WHERE pilotage.dans_la_portee(lecture, id_cpts);

-- Grain: one CPTS in scope, indicator and month: the version current at the instant given, and the deposit that bears it.
CREATE OR REPLACE MACRO pilotage.receptions_lisibles_au(lecture, instant) AS TABLE
SELECT id_cpts, indicateur, mois, version, depot, ligne
FROM pilotage.observations_au(instant) WHERE pilotage.dans_la_portee(lecture, id_cpts);

-- Grain: one CPTS under contract in scope, one month, one supplier (CPAM or CPTS): what was expected of it and what came, when.
-- A value counts as received on the day its first version still standing came in: a correction never makes it late.
CREATE OR REPLACE MACRO pilotage.completude_lisible(lecture, premier_mois, dernier_mois, aujourdhui, jour_du) AS TABLE
WITH m AS (
    SELECT unnest(generate_series(premier_mois, dernier_mois, INTERVAL 1 MONTH))::DATE AS mois
),
a AS (
    SELECT e.id_cpts, m.mois, e.indicateur, i.fournisseur
    FROM m, pilotage.attendues_lisibles(lecture, m.mois) AS e
    JOIN pilotage.indicateurs AS i ON i.code = e.indicateur
),
o AS (
    SELECT id_cpts, indicateur, mois, min(connu_le) AS recu_le,
           arg_max(etat, version) AS etat, arg_max(provisoire, version) AS provisoire
    FROM pilotage.receptions_lisibles(lecture)
    WHERE mois BETWEEN premier_mois AND dernier_mois
    GROUP BY id_cpts, indicateur, mois
),
bilan AS (
    SELECT a.id_cpts, a.mois, a.fournisseur,
           ((a.mois + INTERVAL 1 MONTH)::DATE + (jour_du - 1)::INTEGER)::DATE AS echeance,
           count(*) AS attendus, count(o.recu_le) AS recus,
           count(*) FILTER (o.etat = 'masquee') AS masques, count(*) FILTER (o.etat = 'manquante') AS inconnus,
           min(o.recu_le) AS premier_recu_le, max(o.recu_le) AS dernier_recu_le,
           coalesce(bool_or(o.provisoire), false) AS provisoire,
           string_agg(a.indicateur, '|' ORDER BY a.indicateur) FILTER (o.recu_le IS NULL) AS absents
    FROM a
    LEFT JOIN o ON o.id_cpts = a.id_cpts AND o.indicateur = a.indicateur AND o.mois = a.mois
    GROUP BY a.id_cpts, a.mois, a.fournisseur
)
SELECT *,
       CASE WHEN recus = 0 AND echeance >= aujourdhui THEN 'a_venir'
            WHEN recus = 0 THEN 'manquant'
            WHEN recus < attendus THEN 'partiel'
            WHEN provisoire THEN 'provisoire'
            WHEN dernier_recu_le::DATE > echeance THEN 'en_retard'
            ELSE 'recu' END AS statut
FROM bilan;
