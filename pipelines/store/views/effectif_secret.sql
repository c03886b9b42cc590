-- True when a reader who did not supply this row may not see it: a count under the threshold, its complement, or a
-- denominator under it. ``base``: what the share or the rate is of, when only a value was sent. See store/secret.py.
CREATE OR REPLACE MACRO pilotage.effectif_secret(lecture, i_secret, i_type, i_fournisseur, id_cpts, n, d, v, base) AS
i_secret IS NOT NULL
AND NOT (
    list_contains(struct_extract(lecture, 'fournisseurs'), i_fournisseur)
    AND (struct_extract(lecture, 'depots') IS NULL OR list_contains(struct_extract(lecture, 'depots'), id_cpts))
)
AND (
    pilotage.petit(lecture, i_secret, n)
    OR pilotage.petit(lecture, i_secret, d)
    OR pilotage.petit(lecture, i_secret, d - n)
    OR (i_type = 'compte' AND pilotage.petit(lecture, i_secret, v))
    OR (n IS NULL AND i_type = 'proportion'
        AND (pilotage.petit(lecture, i_secret, v * base) OR pilotage.petit(lecture, i_secret, (1 - v) * base)))
    OR (n IS NULL AND i_type = 'taux_1000' AND pilotage.petit(lecture, i_secret, v * base / 1000))
)
