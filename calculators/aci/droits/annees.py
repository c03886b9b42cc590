"""Contract years of many CPTS: a row per CPTS and year, with its dates, its rules, its population and its taille.

Source: domain rules 4 (contract years run from anniversary to anniversary) and 4.1 (rules in force on the first day).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calculators.aci.accord.bareme import taille_of, version_rank
from calculators.aci.accord.load import Accord
from calculators.aci.droits.calendrier import Jours, contract_year, days
from calculators.aci.money import Entiers
from calculators.aci.situation.read import Situations


@dataclass(frozen=True)
class Annees:
    """Columns of the same length, in the order of the CPTS and of their years.

    ``contrat``: row number in Situations.contrats; ``annee``: 1, 2, …; ``debut`` and ``suivant``: first day of the
    year and of the next one; ``arret``: the day the contract stops inside the year, else ``suivant``; ``version``:
    number of the rules applied; ``population`` and ``taille`` as on the first day.
    """

    contrat: Entiers
    annee: Entiers
    debut: Jours
    suivant: Jours
    arret: Jours
    regles: Jours
    version: Entiers
    population: Entiers
    taille: Entiers


def annees(situations: Situations, accord: Accord) -> Annees:
    """Lay out the contract years. Years that would start on or after the day a contract ended are left out.

    Rules: those in force on the first day of each year (domain rule 4.1), or on the day the situation asks for.
    """
    contracts = situations.contrats
    count = contracts["annees"].to_numpy()
    contrat = np.repeat(np.arange(len(contracts)), count)
    annee = np.arange(len(contrat)) - np.repeat(np.cumsum(count) - count, count) + 1
    debut, suivant = contract_year(days(contracts["date_signature"])[contrat], annee)
    ended = days(contracts["resiliation"])[contrat]
    kept = np.isnat(ended) | (debut < ended)
    contrat, annee = contrat[kept], annee[kept].astype(np.int64)
    debut, suivant, ended = debut[kept], suivant[kept], ended[kept]
    asked = days(contracts["regles"])[contrat]
    regles = np.where(np.isnat(asked), debut, asked)
    version = version_rank(accord, regles)
    population = _population_on(situations, contrat, debut)
    return Annees(
        contrat=contrat,
        annee=annee,
        debut=debut,
        suivant=suivant,
        arret=np.where(np.isnat(ended), suivant, np.minimum(suivant, ended)),
        regles=regles,
        version=version,
        population=population,
        taille=taille_of(accord, version, population),
    )


def _population_on(situations: Situations, contrat: Entiers, on: Jours) -> NDArray[np.int64]:
    """Give each row's population as known on a day: the latest one dated that day or before, else the first one."""
    populations = situations.populations
    since = days(populations["depuis"]).astype(np.int64)
    owner = populations["contrat"].to_numpy()
    order = np.lexsort((since, owner))
    span = np.int64(10_000_000)  # days; wider than any calendar, so that a CPTS never reads its neighbour's row
    keys = owner[order] * span + since[order]
    found = np.searchsorted(keys, contrat * span + on.astype(np.int64), side="right") - 1
    first = np.searchsorted(owner[order], contrat, side="left")
    return np.asarray(populations["population"].to_numpy()[order][np.maximum(found, first)], dtype=np.int64)
