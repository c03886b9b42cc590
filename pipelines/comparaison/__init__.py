"""Stored values meet calculators/comparison: one judgement of a CPTS, for pages and documents alike.

Read in this order: ``mesure`` (how an indicator is compared) and ``echelle`` (how it is written), ``panel`` (an indicator over
months) and ``grille`` (a month over indicators), ``reference`` (what a CPTS is compared with), ``jugees`` (the judgement); then
who asks it: ``colonne`` (one CPTS beside its peers), ``jugees_du_mois`` (many CPTS, every indicator). ``pairs`` finds the peers;
``mouvements`` (what moved in a year) and ``cartes`` (control charts) compare a CPTS with its own past.
"""
