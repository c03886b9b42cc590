"""One contract as it is given: read, checked, put on columns.

Read in this order: ``schema`` (what a situation says), ``read`` (from a file or a form to it, then to columns), ``checks`` and
``objectifs`` (what is refused, how an envelope is shared), ``valeurs_incertaines`` (the worst and best of what is not sure),
``change`` (the same contract with something else supposed), ``write`` (back to a file).
"""
