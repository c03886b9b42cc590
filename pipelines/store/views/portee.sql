-- Which CPTS a reader may read.

-- True when the reader may read that CPTS (``lecture``: Scope.lecture). What everything readable is filtered by: questions
-- read the macros ``*_lisibles``, never the tables under them.
CREATE OR REPLACE MACRO pilotage.dans_la_portee(lecture, id_cpts) AS
struct_extract(lecture, 'portee') IS NULL OR list_contains(struct_extract(lecture, 'portee'), id_cpts);

-- True when the reader may read every CPTS, those to come included.
CREATE OR REPLACE MACRO pilotage.voit_tout(lecture) AS struct_extract(lecture, 'portee') IS NULL;
