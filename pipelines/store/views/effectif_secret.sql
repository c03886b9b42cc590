-- True when the reader may not see a row: its count is under the threshold, or the complement, or the denominator, or what
-- it leaves of the indicator that holds it (``ecart``: the least that it ever left, see ecarts_imbriques).
-- ``seuil``, ``fourni``, ``echelle``: of indicateurs_proteges (no row there: NULL, nothing is hidden); n, d, v: numerator,
-- denominator, value; ``base``: what a share or a rate without its denominator is judged on, see bases_des_valeurs_seules.
CREATE OR REPLACE MACRO pilotage.effectif_secret(lecture, seuil, fourni, echelle, id_cpts, n, d, v, base, ecart) AS
CASE WHEN ecart BETWEEN 1e-6 AND seuil
       OR d BETWEEN 1e-6 AND seuil
       OR coalesce(n, v * echelle * coalesce(d, base, 1)) BETWEEN 1e-6 AND seuil
       OR d - coalesce(n, v * echelle * d) BETWEEN 1e-6 AND seuil
       OR (d IS NULL AND (v * echelle * base BETWEEN 1e-6 AND seuil OR base - v * echelle * base BETWEEN 1e-6 AND seuil))
     THEN pilotage.a_un_autre(lecture, seuil, fourni, id_cpts)
     ELSE false END
