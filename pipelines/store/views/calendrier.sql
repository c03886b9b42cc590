-- Months and contract years.

-- The contract year (1, 2, …) that a month is counted in: the one running on its last day; NULL before the contract.
-- Whole months from the month of the signature say the same as calculators/aci/droits/calendrier.py, 29 February
-- included: its anniversary of a common year is 28 February, still in that month.
CREATE OR REPLACE MACRO pilotage.annee_contrat(signature, un_mois) AS
CASE WHEN un_mois >= date_trunc('month', signature)
     THEN date_diff('month', date_trunc('month', signature), un_mois) // 12 + 1 END;

-- True for a month among the ``combien`` ones up to ``dernier``, both firsts of month.
CREATE OR REPLACE MACRO pilotage.parmi_les_mois(un_mois, dernier, combien) AS
un_mois > (dernier::DATE - to_months(combien::INTEGER))::DATE AND un_mois <= dernier::DATE;
