-- Grain: one indicator that statistical secrecy protects from this reader (``lecture``: Scope.lecture). ``seuil``: counts
-- under it are hidden, half a person below the threshold so that what is computed from a rounded share is rounded too;
-- ``fourni``: but for the CPTS the reader deposits for; ``echelle``: what turns value × denominator into a count.
CREATE OR REPLACE MACRO pilotage.indicateurs_proteges(lecture) AS TABLE
SELECT code, CASE type WHEN 'taux_1000' THEN 0.001::DOUBLE ELSE 1::DOUBLE END AS echelle,
       list_contains(struct_extract(lecture, 'fournisseurs'), fournisseur) AS fourni,
       CASE secret WHEN 'patients' THEN struct_extract(lecture, 'patients')
                   ELSE struct_extract(lecture, 'professionnels') END::DOUBLE - 0.5 AS seuil
FROM pilotage.indicateurs
WHERE secret IS NOT NULL
  AND NOT (struct_extract(lecture, 'depots') IS NULL
           AND list_contains(struct_extract(lecture, 'fournisseurs'), fournisseur))
