"""Tables as files. Read in this order: ``export`` (a table with what is said of it), ``cells`` (its cells as text), ``to_csv``,
``to_xlsx`` and ``table_schema`` (how it is written and described); then what is exported: ``observations``, ``funding``,
``journal`` (with ``journal_words``) and ``view`` (a block of a page).
"""
