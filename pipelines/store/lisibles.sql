-- {grain}, as the reader may see it (``lecture``: Scope.lecture).
-- What statistical secrecy protects reads as hidden by its supplier, so whatever is computed above treats it as such.
CREATE OR REPLACE MACRO pilotage.{nom}({arguments}) AS TABLE
SELECT l.* EXCLUDE (secrete) REPLACE (
    CASE WHEN secrete THEN 'masquee' ELSE l.etat END AS etat, CASE WHEN secrete THEN 'secret' ELSE l.marqueur END AS marqueur,
    CASE WHEN NOT secrete THEN l.numerateur END AS numerateur, CASE WHEN NOT secrete THEN l.denominateur END AS denominateur,
    CASE WHEN NOT secrete THEN l.valeur END AS valeur, CASE WHEN NOT secrete THEN l.commentaire END AS commentaire
)
FROM (
    SELECT o.*, pilotage.effectif_secret(
        lecture, s.seuil, s.fourni, s.echelle, o.id_cpts, o.numerateur, o.denominateur, o.valeur, b.base
    ) AS secrete
    FROM pilotage.{source} AS o
    LEFT JOIN pilotage.indicateurs_proteges(lecture) AS s ON s.code = o.indicateur
    LEFT JOIN pilotage.bases_des_valeurs_seules AS b ON b.id_cpts = o.id_cpts AND b.indicateur = o.indicateur
) AS l
