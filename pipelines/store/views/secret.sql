-- What statistical secrecy hides from a reader (``lecture``: Scope.lecture).

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
           AND list_contains(struct_extract(lecture, 'fournisseurs'), fournisseur));

-- True when statistical secrecy protects the indicator of a row (``seuil``, ``fourni``: of indicateurs_proteges) and the
-- reader is not who supplies it for that CPTS.
CREATE OR REPLACE MACRO pilotage.a_un_autre(lecture, seuil, fourni, id_cpts) AS
seuil IS NOT NULL AND NOT coalesce(fourni AND list_contains(struct_extract(lecture, 'depots'), id_cpts), false);

-- True when the marker of a hidden value says more than that the count is under the threshold: « ≤ 1 », « 1 à 3 », « moins
-- de cinq ». Its last number is the bound, less one where it is strict (neither « ≤ » nor « = », and no band).
CREATE OR REPLACE MACRO pilotage.marqueur_precis(seuil, marqueur) AS
CASE WHEN marqueur IS NULL OR NOT regexp_matches(marqueur, '[0-9]|cinq|dix|onze', 'i') THEN false
     ELSE coalesce(
              try_cast(regexp_extract(marqueur, '([0-9]+)[^0-9]*$', 1) AS DOUBLE),
              CASE WHEN regexp_matches(marqueur, 'cinq', 'i') THEN 5 WHEN regexp_matches(marqueur, 'dix', 'i') THEN 10
                   ELSE 11 END
          ) - CASE WHEN regexp_matches(marqueur, '<|&lt;|moins|inf', 'i') AND NOT contains(marqueur, '=') THEN 1 ELSE 0 END
          < seuil - 0.5 END;

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
     ELSE false END;

-- True when a row not hidden whole still has something that this reader may not see: a numerator whose denominator was not
-- sent (the value beside, or another indicator of the same population, would give it and the complement), or a marker that
-- says the count too well.
CREATE OR REPLACE MACRO pilotage.dit_en_partie(lecture, seuil, fourni, id_cpts, n, d, marqueur) AS
CASE WHEN (n IS NOT NULL AND d IS NULL) OR (marqueur IS NOT NULL AND pilotage.marqueur_precis(seuil, marqueur))
     THEN pilotage.a_un_autre(lecture, seuil, fourni, id_cpts)
     ELSE false END;

-- Grain: one CPTS and indicator of which a share or a rate was sent some month without its denominator: the persons it is
-- judged on. Half the least size known of its population: every denominator ever sent for it by any indicator, withdrawn
-- or corrected since, and the inhabitants; half, for the size of another month and the rounding of what was sent. Where no
-- supplier told that size (one told by anybody only makes it less), the least it can be of the inhabitants
-- (part_minimale); where nothing bounds it, one person: nobody can show that ten are not meant.
-- And one that is part of another, with the least that it ever left of it (``ecart``).
-- ``liste``: those CPTS and indicators, as structures.
CREATE OR REPLACE MACRO pilotage.bases_de(liste) AS TABLE
WITH series AS (SELECT unnest(liste, recursive := true)),
imbriques AS (SELECT id_cpts, indicateur, min(ecart) AS ecart FROM pilotage.ecarts_imbriques GROUP BY id_cpts, indicateur),
habitants AS (
    SELECT c.id_cpts, min(least(c.population_contrat, c.population_insee, k.population)) AS habitants
    FROM pilotage.cpts AS c LEFT JOIN pilotage.contrats AS k ON k.id_cpts = c.id_cpts GROUP BY c.id_cpts
)
SELECT s.id_cpts, s.indicateur,
       CASE WHEN bool_or(m.fourni) THEN least(min(m.denominateur), min(if(i.population = 'habitants', h.habitants, NULL))) / 2.0
            WHEN min(h.habitants * i.part_minimale) IS NOT NULL
            THEN least(min(m.denominateur), min(h.habitants * i.part_minimale)) / 2.0
            ELSE 1.0 END AS base,
       min(e.ecart) AS ecart
FROM series AS s
JOIN pilotage.indicateurs AS i ON i.code = s.indicateur
LEFT JOIN pilotage.moindres_denominateurs AS m ON m.id_cpts = s.id_cpts AND m.population = i.population
LEFT JOIN habitants AS h ON h.id_cpts = s.id_cpts
LEFT JOIN imbriques AS e ON e.id_cpts = s.id_cpts AND e.indicateur = s.indicateur
GROUP BY s.id_cpts, s.indicateur;

-- The same, of all that were sent so.
CREATE OR REPLACE VIEW pilotage.bases_des_valeurs_seules AS
FROM pilotage.bases_de((
    SELECT list({'id_cpts': id_cpts, 'indicateur': indicateur}) FROM (
        SELECT id_cpts, indicateur FROM pilotage.valeurs_seules UNION SELECT id_cpts, indicateur FROM pilotage.ecarts_imbriques
    )
));

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
WHERE partiel AND NOT (struct_extract(lecture, 'depots') IS NULL AND len(struct_extract(lecture, 'fournisseurs')) = 2);
