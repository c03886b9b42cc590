-- True for a count from 1 to just under the threshold of what is counted; NULL (no count) is not one. What is computed
-- from a rounded share is rounded as whoever computes it would.
CREATE OR REPLACE MACRO pilotage.petit(lecture, i_secret, x) AS
coalesce(
    x > 0 AND round(x) < CASE i_secret WHEN 'patients' THEN struct_extract(lecture, 'patients')
                                ELSE struct_extract(lecture, 'professionnels') END,
    false
)
