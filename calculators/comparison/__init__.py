"""The fairness: telling a difference from noise before anything is ranked. Columns in, columns out, nothing stored.

``intervals``      ``wilson``, ``poisson``, ``taux``: limits of proportions, counts, rates
``judgement``      ``ecarter``: mieux, semblable, moins bien; plus haut or plus bas without direction; non jugeable
``bilan``          ``bilan`` → ``Bilan``: how many are beyond chance, between the two limits, alike, not judged
``dispersion``     ``surdispersion`` → ``Surdispersion``: how much more the CPTS differ than chance, when limits widen
``reference``      ``incertitude`` → ``Incertitude``: how sure a reference that a few CPTS made is
``encadrement``    ``encadrer`` → ``Encadrement``: bounds of a median some of whose values are hidden; ``sur_les_deux``
``funnel``         ``funnel``, ``situer`` → ``Entonnoir``: limits by denominator, z-scores, who is outside
``control_chart``  ``xmr`` → ``Carte``: limits of a series, the four rules, trial limits, ``Rebasage`` by hand; ``season``
``trend``          ``tendance``, ``tendance_annuelle``, ``tendance_cumul`` → ``Tendance``: rise or fall over the last year
``standardise``    ``standardiser`` → ``Standardise``: direct standardisation, refused without every stratum
``quantiles``      ``deciles``, ``mediane``, ``quantiles``; ``colonne`` → ``Colonne``: positions of a spine chart
``peers``          ``memes``: same taille, region, CPAM; ``voisins`` → ``Voisins``: nearest neighbours and distances
``methodes``       ``METHODES``: each of these methods in a sentence, and its source, for the screens
``mois_usuel``     ``usual_month``: the newest month that is not half empty
``secrecy``        from how many people on a count is shown, and what is hidden with one that is not
"""
