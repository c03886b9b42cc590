-- {grain}, as the reader may see it (``lecture``: Scope.lecture): the CPTS in scope only, and what statistical secrecy
-- protects reads as hidden by its supplier, so whatever is computed above treats it as such.
CREATE OR REPLACE MACRO pilotage.{nom}({arguments}) AS TABLE
SELECT l.* EXCLUDE (secrete, en_partie, secret_sous) REPLACE (
    CASE WHEN secrete THEN 'masquee' ELSE l.etat END AS etat,
    CASE WHEN secrete OR (en_partie AND pilotage.marqueur_precis(secret_sous, l.marqueur)) THEN 'secret'
         ELSE l.marqueur END AS marqueur,
    CASE WHEN NOT secrete AND NOT (en_partie AND l.denominateur IS NULL) THEN l.numerateur END AS numerateur,
    CASE WHEN NOT secrete THEN l.denominateur END AS denominateur,
    CASE WHEN NOT secrete THEN l.valeur END AS valeur, CASE WHEN NOT secrete THEN l.commentaire END AS commentaire
)
FROM (
    SELECT o.*, s.seuil AS secret_sous, pilotage.effectif_secret(
        lecture, s.seuil, s.fourni, s.echelle, o.id_cpts, o.numerateur, o.denominateur, o.valeur, b.base, b.ecart
    ) AS secrete, pilotage.dit_en_partie(
        lecture, s.seuil, s.fourni, o.id_cpts, o.numerateur, o.denominateur, o.marqueur
    ) AS en_partie
    FROM pilotage.{source} AS o
    LEFT JOIN pilotage.indicateurs_proteges(lecture) AS s ON s.code = o.indicateur
    LEFT JOIN pilotage.bases_des_valeurs_seules AS b ON b.id_cpts = o.id_cpts AND b.indicateur = o.indicateur
    WHERE pilotage.dans_la_portee(lecture, o.id_cpts)
) AS l
