-- Grain: one CPTS, one indicator: the target of the contract year running in the month given, else the one of every year.
CREATE OR REPLACE MACRO pilotage.objectifs_du_mois(un_mois) AS TABLE
SELECT o.id_cpts, o.indicateur, o.reference, o.cible, o.sens
FROM pilotage.objectifs AS o
LEFT JOIN pilotage.contrats AS k ON k.id_cpts = o.id_cpts
WHERE o.annee_contrat IS NULL
   OR o.annee_contrat = date_diff('month', date_trunc('month', k.date_signature), un_mois) // 12 + 1
QUALIFY row_number() OVER (PARTITION BY o.id_cpts, o.indicateur ORDER BY o.annee_contrat NULLS LAST) = 1
