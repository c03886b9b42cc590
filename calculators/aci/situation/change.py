"""Another situation made of one: other objectives, rates, population, rules. The one given stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from calculators.aci.situation.schema import Binaire, Objectif, Situation, TauxEncadre, TauxExact
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


def suppose_value(objectif: Objectif, valeur: Decimal | bool) -> Objectif:
    """Give an objective with another value (whether it is done, for a deliverable).

    A value supposed is supposed known: what was said of the present one (provisional, hidden, its bounds) goes with it.
    """
    name = "fait" if isinstance(objectif, Binaire) else "valeur"
    return objectif.model_copy(update={name: valeur, **_unsaid(objectif, "etat", "entre")})


def repeat_in(objectif: Objectif, annee: int) -> Objectif:
    """Give an objective again in another contract year, where nothing is known of it yet."""
    value = {"fait": False} if isinstance(objectif, Binaire) else {"valeur": None}
    return objectif.model_copy(update={"annee": annee, **value, **_unsaid(objectif, "etat", "mois", "entre")})


def _unsaid(objectif: Objectif, *names: str) -> dict[str, None]:
    """Take back what was said of the value; what was not said stays unwritten."""
    return {name: None for name in names if getattr(objectif, name, None) is not None}


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
