"""Cells become numbers, months and codes, and each line is judged.

``verdict`` is asked, and calls the others in turn: ``typed`` and ``typed_numbers`` (cells to columns, with ``numbers`` for
one number, ``markers`` for what stands in its place, ``repairs`` for codes), ``values`` (what a line says in the end),
``schemas`` (what every line must satisfy: here is the rule that refuses a negative count), ``wordings`` (a name beside its
code), ``duplicates`` (two lines about the same thing). ``findings`` gathers what they find, ``facts`` words it.
"""
