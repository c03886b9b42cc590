"""Stored data meets calculators/aci: what each contract is due with the observations received up to a day.

Read in this order: ``atteintes_observees`` and ``objectifs`` (observations beside the targets of a contract),
``observations_en_situation`` (put in its situation), ``funding`` (every contract of the scope computed, two computations
compared), ``par_mission`` (one contract year, mission by mission), ``accords`` (another agreement beside the one in force).
"""
