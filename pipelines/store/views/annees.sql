-- Observations by contract year.

-- Grain: one CPTS in scope, contract year and indicator: the last month received in that year up to the day ``au``, as known
-- at the instant given and as the reader may see it. Secrecy is judged on what is kept only: a tenth of the time.
CREATE OR REPLACE MACRO pilotage.dernieres_de_l_annee_lisibles(lecture, instant, au) AS TABLE
WITH fins AS (
    -- The last month, and the last version of that month, as one number: nothing else is carried along.
    SELECT b.id_cpts, b.indicateur, pilotage.annee_contrat(k.date_signature, b.mois) AS annee_contrat,
           max(date_diff('month', DATE '1970-01-01', b.mois) * 100000 + b.version) AS rang
    FROM pilotage.observations_actives_au(instant) AS b
    JOIN pilotage.contrats AS k ON k.id_cpts = b.id_cpts
    WHERE b.mois >= date_trunc('month', k.date_signature)
      AND b.mois <= au
      AND pilotage.dans_la_portee(lecture, b.id_cpts)
    GROUP BY ALL
),
dernieres AS MATERIALIZED (
    SELECT f.annee_contrat, b.*
    FROM pilotage.observations_actives_au(instant) AS b
    JOIN fins AS f
        ON f.id_cpts = b.id_cpts AND f.indicateur = b.indicateur
       AND (DATE '1970-01-01' + to_months((f.rang // 100000)::INTEGER))::DATE = b.mois
       AND (f.rang % 100000)::INTEGER = b.version
    -- A version that several deposits bear is one.
    QUALIFY row_number() OVER (PARTITION BY b.id_cpts, b.indicateur, b.mois ORDER BY b.depot) = 1
)
SELECT o.id_cpts, o.annee_contrat, o.indicateur, o.mois, CASE WHEN secrete THEN 'masquee' ELSE o.etat END AS etat,
       CASE WHEN NOT secrete THEN o.valeur END AS valeur, CASE WHEN NOT secrete THEN o.denominateur END AS denominateur,
       o.depot, o.ligne, coalesce(o.provisoire, false) AS provisoire
FROM (
    SELECT o.*, pilotage.effectif_secret(
        lecture, s.seuil, s.fourni, s.echelle, o.id_cpts, o.numerateur, o.denominateur, o.valeur, b.base, b.ecart
    ) AS secrete
    FROM dernieres AS o
    LEFT JOIN pilotage.indicateurs_proteges(lecture) AS s ON s.code = o.indicateur
    LEFT JOIN pilotage.bases_des_valeurs_seules AS b ON b.id_cpts = o.id_cpts AND b.indicateur = o.indicateur
) AS o;
