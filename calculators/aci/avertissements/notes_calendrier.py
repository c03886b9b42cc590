"""Warnings about dates and rules: deadlines of the missions, limits between tailles, rules that don't cover a year.

Source: the deadlines and bands of the blocks of calculators/aci/accord (domain rules 2, 3 and 4.7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import numpy as np

from calculators import french
from calculators.aci.accord.load import Accord
from calculators.aci.accord.schema import Bloc, Mission
from calculators.aci.droits.annees import Annees
from calculators.aci.droits.calendrier import add_months, days
from calculators.aci.note import Note
from calculators.aci.situation.read import Situations

#: Within this share of a limit between two tailles, the distance is worth telling (our choice).
_NEAR = 0.05


def populations(situations: Situations, years: Annees, accord: Accord) -> Iterator[Note]:
    """Tell a population that changes, one that the sources cite in two tailles, and one near a limit."""
    seen: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    columns = (years.contrat, years.population, years.version, years.taille)
    for contrat, population, version, taille in zip(*(column.tolist() for column in columns), strict=True):
        seen[contrat].setdefault((population, version), taille)
    for contrat, cases in seen.items():
        if len({population for population, _ in cases}) > 1:
            listed = ", puis ".join(str(taille) for taille in dict.fromkeys(cases.values()))
            yield Note(
                contrat,
                None,
                "population",
                f"La population change pendant le contrat (taille {listed}) : aucune règle n'a été trouvée sur ce cas ; "
                "chaque année de contrat applique ici la population connue à son premier jour.",
            )
        told = set()
        for population, version in cases:
            if population not in told:
                told.add(population)
                yield from _limit(contrat, population, accord.blocs[max(version, 0)])


def beyond_the_contract(situations: Situations, years: Annees) -> Iterator[Note]:
    """Tell a first population dated after the first day of the contract, and an early end that comes after the last."""
    count = len(situations.contrats)
    first = np.full(count, np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(
        first, situations.populations["contrat"].to_numpy(), days(situations.populations["depuis"]).astype(np.int64)
    )
    signed = days(situations.contrats["date_signature"])
    for contrat in np.flatnonzero(first > signed.astype(np.int64)).tolist():
        since = first[contrat : contrat + 1].astype("datetime64[D]")[0].item()
        yield Note(
            contrat,
            signed[contrat].item(),
            "population",
            f"La première population connue date du {since:%d/%m/%Y}, après la signature : elle est appliquée dès le "
            "premier jour du contrat.",
        )
    end = np.full(count, np.datetime64("NaT", "D"), dtype="datetime64[D]")
    end[years.contrat] = years.suivant
    ended = days(situations.contrats["resiliation"])
    for contrat in np.flatnonzero(ended > end).tolist():
        yield Note(
            contrat,
            ended[contrat].item(),
            "resiliation",
            f"La fin anticipée du {ended[contrat].item():%d/%m/%Y} (premier jour non compté) vient après la dernière année calculée : elle est sans effet.",
        )


def _limit(contrat: int, population: int, bloc: Bloc) -> Iterator[Note]:
    if population in bloc.populations_ambigues:
        yield Note(
            contrat,
            None,
            "taille",
            f"{french.number(population)} habitants exactement : les sources citent cette population dans deux tailles ; "
            "le calcul retient la plus grande.",
        )
        return
    for low, high in pairwise(bloc.tailles):
        gap = population - high.de
        if abs(gap) > _NEAR * high.de:
            continue
        side = (
            f"il manque {_inhabitants(-gap)} pour passer en taille {high.taille}"
            if gap < 0
            else f"avec {_inhabitants(gap + 1)} de moins, la CPTS serait en taille {low.taille}"
        )
        yield Note(
            contrat,
            None,
            "taille",
            f"Population proche d'une limite de taille ({french.number(population)} habitants) : {side}. "
            "La population qui compte est celle du contrat.",
        )


def _inhabitants(count: int) -> str:
    return f"{french.number(count)} {french.plural(count, 'habitant')}"


def missions(situations: Situations, years: Annees, accord: Accord) -> Iterator[Note]:
    """Tell the socle missions without a start, the late starts, and the starts after the years computed.

    A deadline counts from the signature, or from the day the mission entered the agreement when that is later.
    """
    count = len(situations.contrats)
    signed = days(situations.contrats["date_signature"])
    end = np.full(count, np.datetime64("NaT", "D"), dtype="datetime64[D]")
    end[years.contrat] = years.arret  # years come in order: the last one of each CPTS stays
    for code, mission in accord.missions.items():
        start = _starts(situations, code)
        if mission.ouverture_mois is not None:
            born = min(bloc.en_vigueur for bloc in accord.blocs if any(m.code == code for m in bloc.missions))
            limit = add_months(np.maximum(signed, np.datetime64(born, "D")), mission.ouverture_mois)
            for contrat in np.flatnonzero(np.isnat(start) & (limit < end)).tolist():
                yield _absent(contrat, limit[contrat].item(), mission)
            for contrat in np.flatnonzero(start > limit).tolist():
                yield _late(contrat, start[contrat].item(), limit[contrat].item(), mission)
        for contrat in np.flatnonzero(start >= end).tolist():
            day = start[contrat].item()
            yield Note(
                contrat,
                day,
                "calendrier",
                f"La mission « {mission.court} » démarre le {day:%d/%m/%Y}, après la dernière année calculée : "
                "aucun montant n'est compté pour elle.",
            )


def _starts(situations: Situations, code: str) -> np.ndarray:
    start = np.full(len(situations.contrats), np.datetime64("NaT", "D"), dtype="datetime64[D]")
    frame = situations.missions[situations.missions["mission"] == code]
    start[frame["contrat"].to_numpy()] = days(frame["debut"])
    return start


def _absent(contrat: int, limit: date, mission: Mission) -> Note:
    return Note(
        contrat,
        limit,
        "delai",
        f"La mission socle « {mission.court} » n'a pas de date de démarrage : elle doit démarrer au plus tard le "
        f"{limit:%d/%m/%Y} ({mission.ouverture_mois} mois) ; une mission socle non tenue peut mettre fin au contrat.",
    )


def _late(contrat: int, start: date, limit: date, mission: Mission) -> Note:
    return Note(
        contrat,
        limit,
        "delai",
        f"La mission « {mission.court} » démarre le {start:%d/%m/%Y}, après la date limite du {limit:%d/%m/%Y} "
        f"({mission.ouverture_mois} mois) : le contrat peut être remis en cause.",
    )


def outside_rules(situations: Situations, years: Annees, accord: Accord) -> Iterator[Note]:
    """Tell the years in which a mission runs although the rules applied that year don't know it."""
    known = [{mission.code for mission in bloc.missions} for bloc in accord.blocs]
    everywhere = set(accord.missions).intersection(*known)
    for code in accord.missions:
        if code in everywhere:
            continue
        start = _starts(situations, code)[years.contrat]
        absent = np.array([code not in codes for codes in known])[np.maximum(years.version, 0)]
        for contrat, rows in _by_contract(years, np.flatnonzero(absent & (start < years.arret))):
            listed = ", ".join(str(year) for year in years.annee[rows])
            yield Note(
                contrat,
                years.debut[rows[0]].item(),
                "regles",
                f"La mission « {accord.missions[code].court} » n'est pas dans les règles appliquées à l'année {listed} "
                "du contrat (celles de son premier jour) : rien n'est dû pour elle cette année-là.",
            )


def horizon(years: Annees, accord: Accord) -> Iterator[Note]:
    """Tell the years computed with rules beyond the day until which somebody checked them."""
    bloc = accord.blocs[-1]
    beyond = (years.version == len(accord.blocs) - 1) & (years.regles > np.datetime64(bloc.horizon, "D"))
    for contrat, rows in _by_contract(years, np.flatnonzero(beyond)):
        listed = ", ".join(str(year) for year in years.annee[rows])
        yield Note(
            contrat,
            years.debut[rows[0]].item(),
            "horizon",
            f"Année {listed} du contrat : le barème a été vérifié le {bloc.verifie_le:%d/%m/%Y} et n'est tenu pour sûr "
            f"que jusqu'au {bloc.horizon:%d/%m/%Y} ; un nouvel accord peut changer ces montants.",
        )


def _by_contract(years: Annees, rows: np.ndarray) -> Iterator[tuple[int, list[int]]]:
    grouped: dict[int, list[int]] = defaultdict(list)
    for contrat, row in zip(years.contrat[rows].tolist(), rows.tolist(), strict=True):
        grouped[contrat].append(row)
    yield from grouped.items()
