"""Why an amount moved between two computations: rules, corrections, first observations, performance, calendar, summing exactly.

Each cause is the change of the total when its part alone is switched, the earlier ones being already switched
(telescoping): the five parts sum to the difference to the cent, whatever the interactions. The order is fixed and
stated with the result, because another order would share the interactions otherwise (our documented choice: no source says how to split).
A variable part that goes from unknown to first observed is no performance: nothing got better, it was only seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from calculators.aci.simulation import Resultat

#: Causes in the order in which they are switched, with the words a screen shows.
CAUSES = {
    "regles": "Règles (autre version de l'accord)",
    "corrections": "Données corrigées (mêmes mois, autre version)",
    "premieres": "Premières observations (ce qui n'avait encore aucune valeur)",
    "performance": "Résultats (nouveaux mois de ce qui était déjà observé)",
    "calendrier": "Calendrier (dates, missions, population)",
}


@dataclass(frozen=True)
class Etape:
    """One computation of the chain: the cause that was switched just before it, and its result."""

    cause: str
    resultat: Resultat


def decompose(depart: Resultat, etapes: list[Etape]) -> pd.DataFrame:
    """Split the difference between a first result and the last of a chain by cause.

    ``etapes``: one per cause, in the order of CAUSES, each with that cause switched and the earlier ones kept. Gives a
    row per CPTS: id_cpts, avant, one column of cents by cause, apres; avant + causes = apres. Raises ValueError when
    the causes are not those of CAUSES in order.
    """
    if [etape.cause for etape in etapes] != list(CAUSES):
        raise ValueError(f"Les étapes doivent suivre l'ordre {', '.join(CAUSES)}.")
    totals = [_totals(depart), *(_totals(etape.resultat) for etape in etapes)]
    ids = pd.Index(sorted(set().union(*(total.index for total in totals))), name="id_cpts")
    aligned = [total.reindex(ids, fill_value=0) for total in totals]
    table = pd.DataFrame({"avant": aligned[0]})
    for before, after, etape in zip(aligned, aligned[1:], etapes, strict=False):
        table[etape.cause] = after - before
    table["apres"] = aligned[-1]
    return table.reset_index()


def _totals(result: Resultat) -> pd.Series[int]:
    lines = result.lignes
    sums = lines.groupby(lines["id_cpts"].astype(str))["montant_centimes"].sum()
    return sums.astype("int64")
