-- True when a row not hidden whole still has something that this reader may not see: a numerator whose denominator was not
-- sent (the value beside, or another indicator of the same population, would give it and the complement), or a marker that
-- says the count too well.
CREATE OR REPLACE MACRO pilotage.dit_en_partie(lecture, seuil, fourni, id_cpts, n, d, marqueur) AS
CASE WHEN (n IS NOT NULL AND d IS NULL) OR (marqueur IS NOT NULL AND pilotage.marqueur_precis(seuil, marqueur))
     THEN pilotage.a_un_autre(lecture, seuil, fourni, id_cpts)
     ELSE false END
