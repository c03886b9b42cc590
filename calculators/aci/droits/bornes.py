"""Bounds: what each variable part would be at the worst and at the best of what is not sure, by computing again.

The amount counted lies between its bounds. They differ where an attainment is not given (0 to 1), where an observation
is missing or hidden, and where one is provisional (our documented choices; no text says how to pay before it is known).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from calculators.aci.accord.bareme import Bareme
from calculators.aci.accord.load import Accord
from calculators.aci.droits.annees import Annees
from calculators.aci.droits.lignes import Lignes, lignes
from calculators.aci.money import MILLION, Entiers
from calculators.aci.situation.read import Situations

_DAY = np.timedelta64(1, "D")


def bornes(situations: Situations, years: Annees, table: Bareme, accord: Accord) -> pd.DataFrame:
    """Give one row per CPTS, contract year and mission with a variable part, in that order.

    Columns: id_cpts, contrat, annee_contrat, debut, fin (contract year), paiement (the day the part is paid), mission,
    bas_centimes, montant_centimes (the amount counted), haut_centimes. Whole computations with the worst and the best values, never a scaled amount.
    """
    sides = {
        "bas_centimes": (_at(situations, "bas_millioniemes", "valeur_pire"), 0),
        "montant_centimes": (situations, 0),
        "haut_centimes": (_at(situations, "haut_millioniemes", "valeur_meilleure"), MILLION),
    }
    sums = {}
    for name, (known, unknown) in sides.items():
        keys, sums[name] = _variable(lignes(known, years, table, accord, inconnue=unknown), table)
    rang, slot = keys // len(table.slots), keys % len(table.slots)
    contrat = years.contrat[rang]
    missions = np.array([slot.mission for slot in table.slots])[slot]
    delay = situations.contrats["delai_variable_jours"].to_numpy()[contrat]
    return pd.DataFrame(
        {
            "id_cpts": situations.contrats["id_cpts"].to_numpy()[contrat],
            "contrat": contrat,
            "annee_contrat": years.annee[rang],
            "debut": years.debut[rang].astype("datetime64[s]"),
            "fin": (years.suivant[rang] - _DAY).astype("datetime64[s]"),
            "paiement": (years.suivant[rang] + delay.astype("timedelta64[D]")).astype("datetime64[s]"),
            "mission": pd.Categorical(missions, list(accord.missions)),
            **sums,
        }
    )


def total_bounds(bornes: pd.DataFrame, lignes: pd.DataFrame, by: str) -> dict[str, tuple[int, int]]:
    """Give the lowest and the highest total (cents) of each value of ``by`` (annee_contrat or mission) that has bounds.

    ``bornes``, ``lignes``: of one Resultat. A total holds all its lines: what is not a bounded part does not move.
    """
    sides = ["bas_centimes", "montant_centimes", "haut_centimes"]
    framed = bornes.groupby(bornes[by].astype(str))[sides].sum()
    totals = lignes.groupby(lignes[by].astype(str))["montant_centimes"].sum().reindex(framed.index, fill_value=0)
    rest = totals - framed["montant_centimes"]
    low, high = rest + framed["bas_centimes"], rest + framed["haut_centimes"]
    return {str(name): (int(low[name]), int(high[name])) for name in framed.index}


def _at(situations: Situations, taux: str, valeur: str) -> Situations:
    """Give the situations with every rate and every value at one side of its bounds."""
    rates, objectives = situations.atteintes, situations.objectifs
    return replace(
        situations,
        atteintes=rates.assign(taux_millioniemes=rates[taux]),
        objectifs=objectives.assign(valeur=objectives[valeur]),
    )


def _variable(lines: Lignes, table: Bareme) -> tuple[Entiers, Entiers]:
    """Give the year and slot of every variable part (as one number, in order) and its cents, objectives added up."""
    variable = np.array([slot.volet == "variable" for slot in table.slots])[lines.slot]
    keys, place = np.unique((lines.rang * len(table.slots) + lines.slot)[variable], return_inverse=True)
    sums = np.zeros(len(keys), dtype=np.int64)
    np.add.at(sums, place, lines.montant[variable])
    return keys, sums
