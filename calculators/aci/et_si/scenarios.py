"""Scenarios side by side, projection over the contract and a renewal, and what crossing a taille would change.

Always by computing again: a scenario is a whole situation, never a correction of another one's amounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from calculators import french
from calculators.aci.accord.load import Accord
from calculators.aci.accord.statut import least_sure
from calculators.aci.droits.calendrier import anniversary
from calculators.aci.simulation import Resultat, simulate
from calculators.aci.situation.change import Taux, with_population, with_rates
from calculators.aci.situation.schema import ANNEES_MAX, Situation

_KEYS = ["annee_contrat", "mission", "volet"]


def compare(scenarios: Mapping[str, Resultat]) -> pd.DataFrame:
    """Put two or more results of one CPTS side by side, the largest differences first.

    One row per contract year, mission and volet of any scenario: annee_contrat, mission, volet, one column of cents by
    scenario (0 where it has no such line), ecart (largest minus smallest, cents), statut (the least sure of the cells
    behind the row). The columns sum to the totals of the scenarios. Raises ValueError with fewer than two scenarios.
    """
    if len(scenarios) < 2:
        raise ValueError("Il faut au moins deux scénarios à comparer.")
    parts, doubts = {}, []
    for name, result in scenarios.items():
        lines = result.lignes.astype({"mission": "str", "volet": "str", "statut": "str"})
        parts[name] = lines.groupby(_KEYS)["montant_centimes"].sum()
        doubts.append(lines[[*_KEYS, "statut"]])
    table = pd.DataFrame(parts).fillna(0).astype("int64")
    table["ecart"] = table.max(axis=1) - table.min(axis=1)
    statuses = pd.concat(doubts).groupby(_KEYS)["statut"].agg(lambda values: least_sure(set(values)))
    table["statut"] = statuses.reindex(table.index)
    return table.reset_index().sort_values(["ecart", *_KEYS], ascending=[False, True, True, True], ignore_index=True)


def project(situation: Situation, accord: Accord) -> tuple[Situation, list[str]]:
    """Prolong a situation over a renewal of the same length, and say what is assumed.

    Gives the new situation (years doubled, at most 10; each mission keeps its last known rate, with its bounds) and the
    assumptions in French. Objectives are not prolonged: their amounts and targets are negotiated again.
    """
    years = situation.annees
    total = min(2 * years, ANNEES_MAX)
    rates = {year: dict(by) for year, by in situation.atteinte.items()}
    kept: dict[str, tuple[int, Taux]] = {}
    for year in sorted(rates):
        kept.update({mission: (year, rate) for mission, rate in sorted(rates[year].items())})
    fixed = {(objectif.annee, objectif.mission) for objectif in situation.objectifs}
    for year in range(1, total + 1):
        for mission, (known, rate) in kept.items():
            if year > known and (year, mission) not in fixed:
                rates.setdefault(year, {}).setdefault(mission, rate)
    renewed = anniversary(situation.date_signature, years)
    assumptions = [
        f"Le contrat est renouvelé le {renewed:%d/%m/%Y} pour la même durée, aux mêmes missions, sans interruption.",
        "Les règles restent celles de l'accord en vigueur au premier jour de chaque année, sans revalorisation.",
        "La population du contrat reste la dernière connue.",
    ]
    assumptions += [
        f"« {accord.missions[mission].court} » garde le dernier taux connu ({french.number_at_most(100 * rate.taux, 2)} %, année {year})."
        for mission, (year, rate) in kept.items()
    ]
    if situation.objectifs:
        assumptions.append(
            "Les objectifs par indicateur ne sont pas prolongés : ils sont renégociés au renouvellement."
        )
    return with_rates(situation.model_copy(update={"annees": total}), rates), assumptions


def crossing(situation: Situation, accord: Accord) -> pd.DataFrame:
    """Tell what the neighbouring tailles would change, everything else equal.

    One row per neighbour: taille, population (the first or last that reaches it), habitants (how many more, negative
    for fewer), total_centimes, ecart_centimes (against the situation as it is), statut (the least sure of its amounts).
    Amounts that the contract's annex overrides do not move. Empty when objectives fix the envelopes: they would have to be
    negotiated again.
    """
    columns = ["taille", "population", "habitants", "total_centimes", "ecart_centimes", "statut"]
    if situation.objectifs:
        return pd.DataFrame(columns=columns)
    own = simulate(situation, accord)
    total = int(own.lignes["montant_centimes"].sum())
    last, size = int(own.annees.population[-1]), int(own.annees.taille[-1])
    bands = accord.blocs[int(own.annees.version[-1])].tailles
    rows = []
    for low, high in pairwise(bands):
        for own_band, taille, population in ((low, high.taille, high.de), (high, low.taille, high.de - 1)):
            if own_band.taille != size:
                continue
            lines = simulate(with_population(situation, population), accord).lignes
            there = int(lines["montant_centimes"].sum())
            doubt = least_sure(lines.loc[lines["montant_centimes"] != 0, "statut"].astype(str))
            rows.append((taille, population, population - last, there, there - total, doubt))
    return pd.DataFrame(rows, columns=columns)
