"""What a contract is entitled to, line by line, and when each line is paid.

Read in this order: ``calendrier`` (days, anniversaries), ``annees`` (contract years, with their rules and taille), ``atteinte``
(what objectives earn), ``lignes`` (every euro, ``base × prorata × taux``), ``versements`` (its dated payments), ``amorcage``
(one-off amounts), ``enveloppes`` (objectives that must sum), ``bornes`` (worst and best), ``a_venir`` (what is still to come).
"""
