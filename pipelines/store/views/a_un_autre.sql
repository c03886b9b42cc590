-- True when statistical secrecy protects the indicator of a row (``seuil``, ``fourni``: of indicateurs_proteges) and the
-- reader is not who supplies it for that CPTS.
CREATE OR REPLACE MACRO pilotage.a_un_autre(lecture, seuil, fourni, id_cpts) AS
seuil IS NOT NULL AND NOT coalesce(fourni AND list_contains(struct_extract(lecture, 'depots'), id_cpts), false)
