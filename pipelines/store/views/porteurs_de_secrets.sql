-- Grain: one deposit that brought or confirmed a value which statistical secrecy hides from this reader (``lecture``:
-- Scope.lecture), or may have: nobody knows what the lines left out of a partial deposit hold.
CREATE OR REPLACE MACRO pilotage.porteurs_de_secrets(lecture) AS TABLE
WITH secretes AS (
    SELECT o.depot, o.id_cpts, o.indicateur, o.mois, o.version
    FROM pilotage.observations AS o
    JOIN pilotage.indicateurs_proteges(lecture) AS s ON s.code = o.indicateur
    LEFT JOIN pilotage.bases_des_valeurs_seules AS b ON b.id_cpts = o.id_cpts AND b.indicateur = o.indicateur
    WHERE pilotage.effectif_secret(
        lecture, s.seuil, s.fourni, s.echelle, o.id_cpts, o.numerateur, o.denominateur, o.valeur, b.base, b.ecart
    ) OR pilotage.dit_en_partie(lecture, s.seuil, s.fourni, o.id_cpts, o.numerateur, o.denominateur, o.marqueur)
)
SELECT depot FROM secretes
UNION
SELECT c.depot FROM pilotage.confirmations AS c SEMI JOIN secretes USING (id_cpts, indicateur, mois, version)
UNION
SELECT depot FROM pilotage.depots
WHERE partiel AND NOT (struct_extract(lecture, 'depots') IS NULL AND len(struct_extract(lecture, 'fournisseurs')) = 2)
