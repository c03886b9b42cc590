-- Grain: one CPTS under contract, one month, one supplier (CPAM or CPTS): what was expected of it and what came, when.
-- A value counts as received on the day its first version still standing came in: a correction never makes it late.
CREATE OR REPLACE MACRO pilotage.completude(premier_mois, dernier_mois, aujourdhui, jour_du) AS TABLE
WITH m AS (
    SELECT unnest(generate_series(premier_mois, dernier_mois, INTERVAL 1 MONTH))::DATE AS mois
),
a AS (
    SELECT e.id_cpts, m.mois, e.indicateur, i.fournisseur
    FROM m, pilotage.observations_attendues(m.mois) AS e
    JOIN pilotage.indicateurs AS i ON i.code = e.indicateur
),
o AS (
    SELECT id_cpts, indicateur, mois, min(connu_le) AS recu_le,
           arg_max(etat, version) AS etat, arg_max(provisoire, version) AS provisoire
    FROM pilotage.observations_actives
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
FROM bilan
