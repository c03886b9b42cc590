"""The file given back to who sent it, with a column that says what is wrong with each line, or with those lines alone.

``annotate`` is asked; ``text`` writes a CSV, ``book`` a workbook; ``notes`` says what stands beside each line.
"""
