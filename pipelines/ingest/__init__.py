"""A file that somebody sends becomes observations: nothing guessed, nothing dropped, nothing stored before it is confirmed.

Its way, from the bytes down (each room uses those below it, never one above):

- ``deposit``: the steps that people take: check, preview, confirm, withdraw; and the folder that is watched;
- ``hand_back``: the file given back with its findings;
- ``check``: cells become numbers, months and codes, and each line is judged;
- ``read``: bytes become cells, each with the line and the column where the person sees it;
- ``header``: which line holds the titles, and what each column is;
- ``rules``: what each finding says, how to mend it, and whether it blocks.

Where is the rule that…? Its sentence is in one of the tables of ``rules`` (« est négatif » is in numbers.yaml, and gives its
code, nombre_negatif); the code found again in ``check``, ``read``, ``header`` or ``deposit`` is where the rule is held
(nombre_negatif: check/schemas.py). A word that stands where a number should, « NS » or « en attente », is in
check/markers.py; a title of a column in header/synonyms.py; a way to write a month in months.py.
"""
