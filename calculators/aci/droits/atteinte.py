"""Attainment of objectives, on columns: three shapes, both directions, kept as exact fractions.

Source: domain of the contracts themselves (their annexes); no national formula exists. ``binaire`` earns all or
nothing, ``paliers`` the highest tier reached (tiers do not add up), ``proportionnel`` the share of the way from the
reference to the target, cut to 0–100 % and kept to the millionth (our documented choice).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calculators.aci.money import MILLION, Entiers, half_up

Reels = NDArray[np.float64]


def _millionths(values: Reels) -> Entiers:
    """Turn values (up to one million, six decimals kept) into integers, so that comparisons are exact."""
    return np.asarray(np.rint(np.nan_to_num(values) * MILLION), dtype=np.int64)


def proportionnel(valeur: Reels, reference: Reels, cible: Reels) -> Entiers:
    """Give the share of the way from reference to target, in millionths (0 to 1 000 000).

    Works in both directions: the sign of (cible − reference) gives it. NaN in ``valeur`` gives 0: the caller knows
    what is missing.
    """
    way = _millionths(cible) - _millionths(reference)
    done = (_millionths(valeur) - _millionths(reference)) * np.sign(way)
    length = np.maximum(np.abs(way), 1)
    share = half_up(np.clip(done, 0, length) * MILLION, length)
    return np.where(np.isnan(valeur) | (way == 0), 0, share)


def paliers(objectifs: pd.DataFrame, steps: pd.DataFrame) -> Entiers:
    """Give the amount (cents) of the highest tier each objective reached; 0 when none or when the value is missing.

    ``objectifs``: valeur, sens, a row per objective; ``steps``: objectif_rang (row number), seuil, montant_centimes.
    A threshold reached exactly is reached.
    """
    rank = steps["objectif_rang"].to_numpy()
    valeur = objectifs["valeur"].to_numpy(dtype=np.float64)[rank]
    rising = objectifs["sens"].to_numpy()[rank] == "hausse"
    gap = _millionths(valeur) - _millionths(steps["seuil"].to_numpy(dtype=np.float64))
    reached = ~np.isnan(valeur) & np.where(rising, gap >= 0, gap <= 0)
    earned = np.zeros(len(objectifs), dtype=np.int64)
    np.maximum.at(earned, rank[reached], steps["montant_centimes"].to_numpy(dtype=np.int64)[reached])
    return earned


def atteinte(objectifs: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Give the attainment of every objective as a fraction of its own amount.

    Takes the frames `objectifs` and `paliers` of Situations. Gives a frame of the same rows: taux_num, taux_den
    (int64, den > 0) and connue (False when the value is missing: the rate 0 is then a lower bound, not a fact).
    """
    forme = objectifs["forme"].to_numpy()
    valeur = objectifs["valeur"].to_numpy(dtype=np.float64)
    known = ~np.isnan(valeur)
    share = proportionnel(
        valeur, objectifs["reference"].to_numpy(dtype=np.float64), objectifs["cible"].to_numpy(dtype=np.float64)
    )
    full = np.maximum(objectifs["montant_centimes"].to_numpy(dtype=np.int64), 1)
    tiers = paliers(objectifs, steps)
    divisor = np.gcd(tiers, full)
    num = np.select([forme == "binaire", forme == "paliers"], [np.nan_to_num(valeur), tiers // divisor], share)
    den = np.select([forme == "binaire", forme == "paliers"], [np.ones_like(full), full // divisor], MILLION)
    return pd.DataFrame({"taux_num": num.astype(np.int64), "taux_den": den.astype(np.int64), "connue": known})
