"""Entitlement: every euro is one line, ``montant = base × prorata × taux``, rounded half-up to the cent.

Sources: ACI CPTS of 20 June 2019, articles 7.2, 8 and 9 (amounts and their yearly rhythm), avenant 2 (crisis mission,
one-off amounts). Prorata in days over the days of the contract year is our documented choice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calculators.aci.accord.bareme import Bareme
from calculators.aci.accord.load import Accord
from calculators.aci.accord.schema import FONCTIONNEMENT
from calculators.aci.droits.annees import Annees
from calculators.aci.droits.atteinte import atteinte
from calculators.aci.droits.calendrier import Jours, between, days
from calculators.aci.money import MILLION, Entiers, half_up
from calculators.aci.situation.read import Situations


@dataclass(frozen=True)
class Lignes:
    """Lines as columns of the same length, in the order CPTS, year, slot, objective.

    ``rang``: row number in Annees; ``slot`` and ``cellule``: see Bareme; ``base`` in cents; ``debut``: first day the
    line runs; ``jours`` run over ``jours_annee``; ``prevu``: days it would have run had the contract not ended early;
    ``taux_num / taux_den``: attainment; ``connue``: False where the attainment is not known and counted as 0;
    ``objectif``: row number in Situations.objectifs, -1 for a line that is not one objective; ``montant`` in cents.
    """

    rang: Entiers
    slot: Entiers
    cellule: Entiers
    base: Entiers
    debut: Jours
    jours: Entiers
    prevu: Entiers
    jours_annee: Entiers
    taux_num: Entiers
    taux_den: Entiers
    connue: np.ndarray
    objectif: Entiers
    montant: Entiers


def lignes(situations: Situations, years: Annees, table: Bareme, accord: Accord, *, inconnue: int = 0) -> Lignes:
    """Compute the lines of every CPTS and year of ``years``. ``inconnue``: the rate (millionths) of what is not known.

    Fixed parts have a rate of 1. A variable part whose rate is not given has ``inconnue`` and ``connue`` False, except
    the crisis one: a recognised crisis with the plan used pays whole unless the situation says otherwise.
    """
    missions = [FONCTIONNEMENT, *accord.missions]
    slots = [rank for rank, slot in enumerate(table.slots) if slot.mission in missions and slot.volet != "majore"]
    start = _mission_starts(situations, missions)[years.contrat]
    base, cell = _cells(situations, years, table)
    taux, known = _rates(situations, years, missions)
    phase = _crisis_phase(situations, years, _crisis_runs(years, start, missions, table, cell))
    running, debut = np.zeros((len(years.annee), len(slots)), dtype=bool), []
    num = np.zeros(running.shape, dtype=np.int64)
    sure = np.ones(running.shape, dtype=bool)
    for place, number in enumerate(slots):
        slot = table.slots[number]
        mission = missions.index(slot.mission)
        begins = years.debut if slot.mission == FONCTIONNEMENT else np.maximum(years.debut, start[:, mission])
        debut.append(begins)
        running[:, place] = (begins < years.arret) & (cell[:, number] >= 0)  # NaT compares False: never started
        if slot.cas:
            running[:, place] &= phase[slot.cas]
        if slot.volet == "fixe":
            num[:, place] = MILLION
        else:
            given = known[:, mission]
            num[:, place] = np.where(given, taux[:, mission], MILLION if slot.cas else inconnue)
            sure[:, place] = given | bool(slot.cas)
    row, column = np.nonzero(running)
    slot_of = np.array(slots)[column]
    begins = np.stack(debut, axis=1)[row, column] if len(slots) else years.debut[:0]
    columns = {
        "rang": row,
        "slot": slot_of,
        "cellule": cell[row, slot_of],
        "base": base[row, slot_of],
        "debut": begins,
        "taux_num": num[row, column],
        "taux_den": np.full(len(row), MILLION, dtype=np.int64),
        "connue": sure[row, column],
        "objectif": np.full(len(row), -1, dtype=np.int64),
    }
    if len(situations.objectifs):
        columns = _split_by_objectif(columns, situations, years, table, inconnue)
    return _priced(columns, years)


def whole_amounts(lines: pd.DataFrame) -> Entiers:
    """Give what each row of Resultat.lignes would be in cents at a rate of 1, rounded as the line itself is."""
    base, run, of_year = (lines[name].to_numpy(dtype=np.int64) for name in ("base_centimes", "jours", "jours_annee"))
    return half_up(base * run, of_year)


def _priced(columns: dict[str, np.ndarray], years: Annees) -> Lignes:
    row, begins = columns["rang"], columns["debut"]
    jours = between(begins, years.arret[row])
    jours_annee = between(years.debut, years.suivant)[row]
    amount = half_up(columns["base"] * jours * columns["taux_num"], jours_annee * columns["taux_den"])
    prevu = between(begins, years.suivant[row])
    return Lignes(**columns, jours=jours, prevu=prevu, jours_annee=jours_annee, montant=amount)


def _mission_starts(situations: Situations, missions: list[str]) -> Jours:
    """Give a matrix CPTS × mission of start dates, NaT where the CPTS does not run the mission."""
    starts = np.full((len(situations.contrats), len(missions)), np.datetime64("NaT", "D"), dtype="datetime64[D]")
    frame = situations.missions
    column = pd.Index(missions).get_indexer(pd.Index(frame["mission"]))
    starts[frame["contrat"].to_numpy(), column] = days(frame["debut"])
    return starts


def _cells(situations: Situations, years: Annees, table: Bareme) -> tuple[Entiers, Entiers]:
    """Give amount and cell number by year and slot; the contract's own annex prevails cell by cell."""
    cell = np.where((years.version >= 0)[:, None], table.cellule[years.version, np.maximum(years.taille, 1) - 1], -1)
    base = table.montants[cell]
    frame = situations.montants
    if len(frame):
        own = np.full((len(situations.contrats), len(table.slots)), -1, dtype=np.int64)
        keys = zip(frame["mission"], frame["volet"], frame["cas"], strict=True)
        column = [table.slot(*key) for key in keys]
        own[frame["contrat"].to_numpy(), column] = frame["montant_centimes"].to_numpy()
        replaced = own[years.contrat]
        base = np.where(replaced >= 0, replaced, base)
        cell = np.where((replaced >= 0) & (cell >= 0), table.annexe, cell)
    return base, cell


def _rates(situations: Situations, years: Annees, missions: list[str]) -> tuple[Entiers, np.ndarray]:
    """Give the attainment rate (millionths) and whether it was given, by year and mission."""
    frame = situations.atteintes
    size = (len(years.annee), len(missions))
    rates = np.full(size, -1, dtype=np.int64)
    if len(frame):
        rank = _year_rank(years, frame["contrat"].to_numpy(), frame["annee_contrat"].to_numpy())
        kept = rank >= 0
        column = pd.Index(missions).get_indexer(pd.Index(frame["mission"]))
        rates[rank[kept], column[kept]] = frame["taux_millioniemes"].to_numpy()[kept]
    return rates, rates >= 0


def _year_rank(years: Annees, contrat: Entiers, annee: Entiers) -> Entiers:
    """Find the row of Annees for each (CPTS, year); -1 when that year is not computed."""
    span = np.int64(1000)
    keys = years.contrat * span + years.annee
    wanted = contrat * span + annee
    found = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    return np.where(keys[found] == wanted, found, -1) if len(keys) else np.full(len(wanted), -1)


def _crisis_runs(years: Annees, start: Jours, missions: list[str], table: Bareme, cell: Entiers) -> np.ndarray:
    """Tell the years in which the crisis mission runs and the rules of the year know its plan."""
    plan = [rank for rank, slot in enumerate(table.slots) if slot.cas == "redaction"]
    if "crise" not in missions or not plan:
        return np.zeros(len(years.annee), dtype=bool)
    return np.asarray((start[:, missions.index("crise")] < years.arret) & (cell[:, plan[0]] >= 0))


def _crisis_phase(situations: Situations, years: Annees, runs: np.ndarray) -> dict[str, np.ndarray]:
    """Tell, by year, whether the crisis plan is written, updated, and whether a crisis was recognised (rule 6).

    Without a stated year, the plan is written in the first year in which the mission runs and its rules know it (our
    choice).
    """
    frame = situations.crises
    written = np.zeros(len(situations.contrats), dtype=np.int64)
    plan = frame[frame["cas"] == "redaction"]
    written[plan["contrat"].to_numpy()] = plan["annee_contrat"].to_numpy()
    plan_year = written[years.contrat]
    rows = np.flatnonzero(runs)[::-1]  # the earliest year of each CPTS is written last, and stays
    own = np.zeros(len(situations.contrats), dtype=np.int64)
    own[years.contrat[rows]] = years.annee[rows]
    plan_year = np.where(plan_year > 0, plan_year, own[years.contrat])
    recognised = np.zeros(len(years.annee), dtype=bool)
    crisis = frame[frame["cas"] == "crise_reconnue"]
    rank = _year_rank(years, crisis["contrat"].to_numpy(), crisis["annee_contrat"].to_numpy())
    recognised[rank[rank >= 0]] = True
    return {
        "redaction": years.annee == plan_year,
        "mise_a_jour": (plan_year > 0) & (years.annee > plan_year),
        "crise_reconnue": recognised,
    }


def _split_by_objectif(
    columns: dict[str, np.ndarray], situations: Situations, years: Annees, table: Bareme, inconnue: int
) -> dict[str, np.ndarray]:
    """Replace the variable line of a mission and year by one line per objective, where objectives are given."""
    frame = situations.objectifs
    rates = atteinte(frame, situations.paliers)
    rank = _year_rank(years, frame["contrat"].to_numpy(), frame["annee_contrat"].to_numpy())
    slots = {slot.mission: number for number, slot in enumerate(table.slots) if slot.volet == "variable"}
    slot = frame["mission"].map(slots).to_numpy(dtype=np.int64)
    key = columns["rang"] * len(table.slots) + columns["slot"]
    wanted = np.where(rank >= 0, rank * len(table.slots) + slot, -1)
    place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    kept = key[place] == wanted
    whole = np.isin(key, wanted[kept], invert=True)
    place, rows = place[kept], np.flatnonzero(kept)
    new = {name: values[place] for name, values in columns.items()}
    new["base"] = frame["montant_centimes"].to_numpy()[rows]
    known = rates["connue"].to_numpy()
    new["taux_num"] = np.where(known, rates["taux_num"].to_numpy(), inconnue)[rows]
    new["taux_den"] = np.where(known, rates["taux_den"].to_numpy(), MILLION)[rows]
    new["connue"] = known[rows]
    new["objectif"] = rows
    merged = {name: np.concatenate([values[whole], new[name]]) for name, values in columns.items()}
    order = np.lexsort((merged["objectif"], merged["slot"], merged["rang"]))
    return {name: values[order] for name, values in merged.items()}
