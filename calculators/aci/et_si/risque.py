"""Risk: how the year's variable part would spread if only chance moved the indicators. Never alters the entitlement.

Each measured objective with a denominator is drawn again from a binomial with its present share (the indicators' own
sampling noise, nothing else: no trend, no effect of actions, no dependence between indicators). Others keep their value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from calculators.aci.accord.load import Accord
from calculators.aci.droits.atteinte import atteinte
from calculators.aci.money import half_up
from calculators.aci.simulation import simulate
from calculators.aci.situation.schema import Binaire, Situation
from calculators.rows import rows as records


@dataclass(frozen=True)
class Risque:
    """The spread of one contract year's variable part, in cents.

    ``calcule``: the amount as computed; ``p5`` to ``p95``: quantiles of the draws; ``moyenne``; ``tirages`` (how many);
    ``tires``: codes of the objectives that were drawn; ``fixes``: those that were not (deliverables, no denominator).
    """

    annee: int
    calcule: int
    p5: int
    p25: int
    p50: int
    p75: int
    p95: int
    moyenne: int
    tirages: int
    tires: tuple[str, ...]
    fixes: tuple[str, ...]


def risk(situation: Situation, accord: Accord, *, annee: int, tirages: int = 10_000, graine: int = 1) -> Risque:
    """Draw the variable part of a contract year ``tirages`` times. Same seed, same answer.

    Raises ValueError when the year has no objective.
    """
    result, read = simulate(situation, accord), situation.objectifs
    own = result.lignes[(result.lignes["annee_contrat"] == annee) & (result.lignes["volet"] == "variable")]
    drawn = own[own["objectif"] != ""]
    if drawn.empty:
        raise ValueError(f"L'année {annee} n'a pas d'objectif dont tirer le hasard.")
    places = {(objectif.annee, objectif.mission, objectif.code): place for place, objectif in enumerate(read)}
    rows = [places[annee, str(line.mission), str(line.objectif)] for line in records(drawn)]
    generator = np.random.default_rng(graine)
    total = np.full(tirages, int(own.loc[own["objectif"] == "", "montant_centimes"].sum()), dtype=np.int64)
    moved, fixed = [], []
    for line, place in zip(records(drawn), rows, strict=True):
        objectif = read[place]
        if isinstance(objectif, Binaire) or objectif.valeur is None or objectif.denominateur is None:
            total += int(line.montant_centimes)
            fixed.append(objectif.code)
            continue
        share = min(max(float(objectif.valeur) / objectif.pour, 0.0), 1.0)
        values = generator.binomial(objectif.denominateur, share, tirages) / objectif.denominateur * objectif.pour
        total += _amounts(result.situations.objectifs.iloc[[place]], result.situations.paliers, place, values, line)
        moved.append(objectif.code)
    quantiles = np.quantile(total, [0.05, 0.25, 0.5, 0.75, 0.95], method="inverted_cdf")
    p5, p25, p50, p75, p95 = (int(value) for value in quantiles)
    return Risque(
        annee=annee,
        calcule=int(own["montant_centimes"].sum()),
        p5=p5,
        p25=p25,
        p50=p50,
        p75=p75,
        p95=p95,
        moyenne=round(float(total.mean())),
        tirages=tirages,
        tires=tuple(moved),
        fixes=tuple(fixed),
    )


def _amounts(row: pd.DataFrame, tiers: pd.DataFrame, place: int, values: np.ndarray, line: Any) -> np.ndarray:
    """Give the cents of one objective line for many values of its indicator, by the rules of the entitlement."""
    count = len(values)
    unique, inverse = np.unique(values, return_inverse=True)
    many = row.loc[row.index.repeat(len(unique))].reset_index(drop=True).assign(valeur=unique)
    own = tiers[tiers["objectif_rang"] == place]
    repeated = own.iloc[np.tile(np.arange(len(own)), len(unique))].reset_index(drop=True)
    repeated = repeated.assign(objectif_rang=np.repeat(np.arange(len(unique)), len(own)))
    rates = atteinte(many, repeated)
    numerator = line.base_centimes * line.jours * rates["taux_num"].to_numpy()
    cents = half_up(numerator, line.jours_annee * rates["taux_den"].to_numpy())
    return np.asarray(cents[inverse], dtype=np.int64).reshape(count)
