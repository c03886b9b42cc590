"""Another situation made of one: other objectives, rates, population, rules. The one given stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from calculators.aci.situation.schema import Objectif, Situation, TauxEncadre, TauxExact
from calculators.frozen import FrozenDict

#: An attainment rate, alone or with its bounds.
Taux = TauxExact | TauxEncadre


def with_objectives(situation: Situation, objectifs: Iterable[Objectif]) -> Situation:
    """Give the situation with these objectives and no others, each in place of the rate of its mission and year."""
    given = tuple(objectifs)
    replaced = {(objectif.annee, objectif.mission) for objectif in given}
    kept = {
        year: FrozenDict({code: rate for code, rate in rates.items() if (year, code) not in replaced})
        for year, rates in situation.atteinte.items()
    }
    return situation.model_copy(update={"objectifs": given, "atteinte": _years(kept)})


def with_rates(situation: Situation, atteinte: Mapping[int, Mapping[str, Taux]]) -> Situation:
    """Give the situation with these rates, by contract year and mission, and no others."""
    return situation.model_copy(update={"atteinte": _years(atteinte)})


def at_rate(situation: Situation, taux: Decimal) -> Situation:
    """Give the situation with one rate wherever it has one."""
    return with_rates(
        situation, {year: dict.fromkeys(rates, TauxExact(taux)) for year, rates in situation.atteinte.items()}
    )


def at_rates(situation: Situation, taux: Mapping[int, Mapping[str, Decimal]]) -> Situation:
    """Give the situation with these rates, by contract year and mission, where both have one; the others stay."""
    return with_rates(
        situation,
        {
            year: {
                code: TauxExact(taux[year][code]) if code in taux.get(year, {}) else rate
                for code, rate in rates.items()
            }
            for year, rates in situation.atteinte.items()
        },
    )


def with_population(situation: Situation, habitants: int) -> Situation:
    """Give the situation with one population, from the first day of the contract on."""
    return situation.model_copy(update={"population": FrozenDict({None: habitants})})


def under_rules(situation: Situation, jour: date) -> Situation:
    """Give the situation computed under the rules in force on a day, for every contract year."""
    return situation.model_copy(update={"regles": jour})


def _years(atteinte: Mapping[int, Mapping[str, Taux]]) -> FrozenDict[int, FrozenDict[str, Taux]]:
    """Freeze rates by year; a year without any is left out."""
    return FrozenDict({year: FrozenDict(rates) for year, rates in atteinte.items() if rates})
