-- Deposits, as far as a reader may know them.

-- Grain: one deposit: whether it is invented, which anybody may know who sees a value of it.
CREATE OR REPLACE VIEW pilotage.origines AS SELECT depot, demonstration FROM pilotage.depots;

-- Grain: one deposit, CPTS in scope, indicator, month and version that it brought (``apportee``) or said again.
CREATE OR REPLACE MACRO pilotage.contenus_lisibles(lecture) AS TABLE
SELECT depot, id_cpts, indicateur, mois, version, ligne, true AS apportee
FROM pilotage.observations WHERE pilotage.dans_la_portee(lecture, id_cpts)
UNION ALL
SELECT depot, id_cpts, indicateur, mois, version, ligne, false
FROM pilotage.confirmations WHERE pilotage.dans_la_portee(lecture, id_cpts);

-- Grain: one deposit that holds something about a CPTS in scope, or made by ``lecteur`` (NULL: whoever made it). When it also
-- holds CPTS out of scope, ``complet`` is false and its file name, reason and counts are empty.
CREATE OR REPLACE MACRO pilotage.depots_lisibles(lecture, lecteur) AS TABLE
WITH vus AS (
    SELECT depot, bool_and(pilotage.dans_la_portee(lecture, id_cpts)) AS complet
    FROM (SELECT depot, id_cpts FROM pilotage.observations UNION ALL SELECT depot, id_cpts FROM pilotage.confirmations)
    WHERE NOT pilotage.voit_tout(lecture)
    GROUP BY depot
    HAVING bool_or(pilotage.dans_la_portee(lecture, id_cpts))
)
SELECT depot, CASE WHEN complet THEN fichier END AS fichier, auteur, depose_le, etat, retire_le,
       CASE WHEN complet THEN motif END AS motif, CASE WHEN complet THEN lignes_lues END AS lignes_lues,
       CASE WHEN complet THEN acceptees END AS acceptees, CASE WHEN complet THEN rejetees END AS rejetees,
       CASE WHEN complet THEN nouvelles END AS nouvelles, CASE WHEN complet THEN modifiees END AS modifiees,
       CASE WHEN complet THEN identiques END AS identiques, demonstration, coalesce(partiel, false) AS partiel, complet
FROM (
    SELECT d.*, pilotage.voit_tout(lecture) OR coalesce(vus.complet, d.auteur = lecteur) AS complet
    FROM pilotage.depots AS d
    LEFT JOIN vus ON vus.depot = d.depot
    WHERE pilotage.voit_tout(lecture) OR vus.depot IS NOT NULL OR d.auteur = lecteur
);
