"""Attainment rates supposed for the years of a contract: the same every year, or the last one known repeated."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TypeVar

from calculators.aci.droits.calendrier import anniversary

Taux = TypeVar("Taux")


def spread_rates(
    taux: Mapping[str, Taux],
    par_annee: Mapping[int, Mapping[str, Taux]],
    *,
    date_signature: date,
    annees: int,
    missions: Mapping[str, date],
    reconnue: Collection[int],
    resiliation: date | None,
) -> dict[int, dict[str, Taux]]:
    """Give the rate of each mission in the contract years where its variable part runs.

    ``taux``: by mission, every year; ``par_annee``: by contract year and mission, prevails. A mission runs in a year when
    it starts (``missions``) before the next anniversary; the crisis has a variable part only in the years it is recognised
    in (``reconnue``); a contract ended on the first day of a year has no rate from that year on.
    """
    found: dict[int, dict[str, Taux]] = {}
    for year in range(1, annees + 1):
        following = anniversary(date_signature, year)
        if resiliation is not None and resiliation <= anniversary(date_signature, year - 1):
            break
        rates = {
            code: rate
            for code, rate in {**taux, **par_annee.get(year, {})}.items()
            if code in missions and missions[code] < following and (code != "crise" or year in reconnue)
        }
        if rates:
            found[year] = rates
    return found


def repeat_last_year(
    taux: Mapping[int, Mapping[str, Taux]], *, annees: int, finies: Collection[int]
) -> tuple[dict[int, Mapping[str, Taux]], int | None]:
    """Give rates for every contract year: those to come take the last year ended, else the last one known.

    ``taux``: by contract year and mission; ``finies``: the contract years already ended. Gives the rates and the year so
    repeated, None when no year is to come.
    """
    known = sorted(taux)
    if not known:
        return {}, None
    model = max((year for year in known if year in finies), default=known[-1])
    missing = range(known[-1] + 1, annees + 1)
    return {**taux, **dict.fromkeys(missing, taux[model])}, model if missing else None
