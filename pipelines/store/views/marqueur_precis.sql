-- True when the marker of a hidden value says more than that the count is under the threshold: « ≤ 1 », « 1 à 3 », « moins
-- de cinq ». Its last number is the bound, less one where it is strict (neither « ≤ » nor « = », and no band).
CREATE OR REPLACE MACRO pilotage.marqueur_precis(seuil, marqueur) AS
CASE WHEN marqueur IS NULL OR NOT regexp_matches(marqueur, '[0-9]|cinq|dix|onze', 'i') THEN false
     ELSE coalesce(
              try_cast(regexp_extract(marqueur, '([0-9]+)[^0-9]*$', 1) AS DOUBLE),
              CASE WHEN regexp_matches(marqueur, 'cinq', 'i') THEN 5 WHEN regexp_matches(marqueur, 'dix', 'i') THEN 10
                   ELSE 11 END
          ) - CASE WHEN regexp_matches(marqueur, '<|&lt;|moins|inf', 'i') AND NOT contains(marqueur, '=') THEN 1 ELSE 0 END
          < seuil - 0.5 END
