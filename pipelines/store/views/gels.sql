-- Frozen months.

-- Grain: one CPTS and month frozen now, with who froze it, when and why.
CREATE OR REPLACE VIEW pilotage.mois_geles AS
SELECT id_cpts, mois, gel, quand AS gele_le, qui AS gele_par, pourquoi AS motif
FROM pilotage.gels
QUALIFY row_number() OVER (PARTITION BY id_cpts, mois ORDER BY rang DESC) = 1 AND action = 'gel';

-- Grain: one CPTS in scope and month frozen now, with who froze it, when and why.
CREATE OR REPLACE MACRO pilotage.mois_geles_lisibles(lecture) AS TABLE
SELECT * FROM pilotage.mois_geles WHERE pilotage.dans_la_portee(lecture, id_cpts);
