"""What if: other attainments, other objectives, other years, and why an amount is what it is. Everything is computed again.

Read in this order: ``scenarios`` and ``taux`` (attainments supposed), ``leviers`` (what the next step of each objective earns),
``but`` (the fewest steps to an amount), ``risque`` (noise), ``decomposition`` (why an amount moved), ``pourquoi`` (it in words).
"""
