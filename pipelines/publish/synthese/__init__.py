"""Documents for a meeting. ``document``: the summary of a CPTS or of a fund, with its words in ``textes`` and its amounts in
``euros``; ``comparaison_pdf``: one indicator compared, on one page.
"""
