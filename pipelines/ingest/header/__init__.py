"""Which line holds the titles, and what each column is.

``title_line`` is asked. ``synonyms``: the titles people give to each field. ``indicator_titles``: which indicator a title
names. ``wide``: files with a column per indicator, month or CPTS. ``stacked_titles``: headers on several lines.
``above_header``: what a line above says once for the whole file.
"""
