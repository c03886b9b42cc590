"""Attainment rates supposed for the years of a contract: the same every year, or the last one known repeated."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TypeVar

import pandas as pd

from calculators.aci.accord.hypotheses import PROJECTION
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


#: The convention of projection, as every screen and document names it.
CONVENTION = PROJECTION.choix
_OF = ["contrat", "mission"]


def find_models(known: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Give the contract year that the years to come of each mission repeat: the last one ended, else the last one known.

    ``known``: contrat, annee_contrat, mission, a row per rate known; ``years``: contrat, annee_contrat, finie. One row per
    contract and mission: contrat, mission, modele, dernier (the last year known).
    """
    frame = known[[*_OF, "annee_contrat"]].merge(years, on=["contrat", "annee_contrat"], how="left")
    frame["mission"] = frame["mission"].astype(str)
    ended = frame["annee_contrat"].where(frame["finie"].eq(True))
    found = (
        frame.assign(modele=ended)
        .groupby(_OF, as_index=False)
        .agg(modele=("modele", "max"), dernier=("annee_contrat", "max"))
    )
    return found.assign(modele=found["modele"].fillna(found["dernier"]).astype("int64"))


def project(known: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Give the rates supposed of the years to come: those after the last one known of a mission repeat its model.

    ``known``, ``years``: see `find_models`; every other column of ``known`` (rate, bounds) is repeated as it is. Gives rows
    in the columns of ``known``, with ``modele``: the contract year repeated. This is the one convention of projection, of
    the screens, the documents and the commands alike (CONVENTION); our documented choice.
    """
    known = known.assign(mission=known["mission"].astype(str))
    models = find_models(known, years)
    repeated = models.merge(known, left_on=[*_OF, "modele"], right_on=[*_OF, "annee_contrat"])
    coming = repeated.drop(columns="annee_contrat").merge(years[["contrat", "annee_contrat"]], on="contrat")
    coming = coming[coming["annee_contrat"] > coming["dernier"]]
    return coming[[*known.columns, "modele"]].sort_values(["contrat", "annee_contrat", "mission"], ignore_index=True)


def repeat_last_year(
    taux: Mapping[int, Mapping[str, Taux]], *, annees: int, finies: Collection[int]
) -> tuple[dict[int, Mapping[str, Taux]], int | None]:
    """Give rates for every contract year of one contract: those to come as `project` supposes them.

    ``taux``: by contract year and mission; ``finies``: the contract years already ended. Gives the rates and the latest
    year so repeated, None when no year is to come.
    """
    rows = [(0, year, mission, rate) for year, by in taux.items() for mission, rate in by.items()]
    if not rows:
        return {}, None
    known = pd.DataFrame(rows, columns=["contrat", "annee_contrat", "mission", "taux"]).astype({"taux": "object"})
    coming = project(known, _years_of(taux, annees=annees, finies=finies))
    found = {year: dict(by) for year, by in taux.items()}
    for year, mission, rate in zip(coming["annee_contrat"], coming["mission"], coming["taux"], strict=True):
        found.setdefault(int(year), {})[mission] = rate
    return dict(found), int(coming["modele"].max()) if len(coming) else None


def find_repeated(
    taux: Mapping[int, Mapping[str, Taux]], *, annees: int, finies: Collection[int]
) -> dict[int, dict[str, int]]:
    """Give, by contract year to come of one contract and mission, the year that `repeat_last_year` repeats."""
    rows = [(0, year, mission) for year, by in taux.items() for mission in by]
    known = pd.DataFrame(rows, columns=["contrat", "annee_contrat", "mission"])
    found: dict[int, dict[str, int]] = {}
    if rows:
        coming = project(known, _years_of(taux, annees=annees, finies=finies))
        for year, mission, model in zip(coming["annee_contrat"], coming["mission"], coming["modele"], strict=True):
            found.setdefault(int(year), {})[mission] = int(model)
    return found


def _years_of(taux: Mapping[int, object], *, annees: int, finies: Collection[int]) -> pd.DataFrame:
    years = sorted({*taux, *range(1, annees + 1)})
    return pd.DataFrame({"contrat": 0, "annee_contrat": years, "finie": [year in finies for year in years]})
