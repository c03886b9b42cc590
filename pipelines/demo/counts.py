"""Demonstration series without denominator: activity over twelve months, members, volunteers, deliverables."""

import numpy as np
import pandas as pd
import scipy

from pipelines.demo.bases import Bases, remembered, years
from pipelines.demo.levels import ACTIVITE, MEDECINS_PAR_HABITANT, Compte

_COUNTED_MONTHS = 12  # activity counts are the sum of the last twelve months


def activity_series(kind: Compte, bases: Bases, rng: np.random.Generator) -> np.ndarray:
    """Sum of the last twelve months of an activity that grows with the CPTS, sleeps in August, and comes by lots."""
    n, months = bases.shape
    long = months + _COUNTED_MONTHS - 1
    dates = pd.date_range(end=bases.calendar[-1], periods=long, freq="MS")
    effect = np.exp(kind.hasard * rng.normal(0, 1, n) - kind.hasard**2 / 2)
    yearly = kind.annuel * (bases.population / 70_000) ** kind.puissance * effect
    if kind.mission is not None:
        yearly = yearly * np.where(bases.options[kind.mission], 1.0, 0.12)
    season = np.array(ACTIVITE)[dates.month - 1] / np.mean(ACTIVITE)
    burst = rng.gamma(6.0, 1 / 6.0, (n, long))
    expected = yearly[:, None] / 12 * bases.maturity(_COUNTED_MONTHS - 1) * season[None, :] * burst
    drawn = rng.poisson(expected / kind.lot).astype("float64")
    if kind.lot > 1:
        drawn = rng.poisson(drawn * kind.lot * rng.gamma(3.0, 1 / 3.0, (n, long))).astype("float64")
    total = np.cumsum(np.concatenate([np.zeros((n, 1)), drawn], axis=1), axis=1)
    return np.asarray(total[:, _COUNTED_MONTHS:] - total[:, :-_COUNTED_MONTHS])


def member_series(bases: Bases, rng: np.random.Generator) -> np.ndarray:
    """Members at month end: joining and leaving backwards from the number of the catalogue."""
    n, months = bases.shape
    grown = bases.maturity()
    level = bases.members[:, None] * (0.35 + 0.65 * grown / grown[:, -1:])
    walk = np.cumsum(rng.normal(0, 0.008, (n, months))[:, ::-1], axis=1)[:, ::-1]
    walk -= walk[:, -1:]
    return np.asarray(np.maximum(5, np.round(level * np.exp(walk))))


def volunteer_series(bases: Bases, rng: np.random.Generator) -> np.ndarray:
    """Doctors registered at the SAS: a share of the doctors that grows, month after month."""
    n, months = bases.shape
    doctors = np.maximum(2, rng.poisson(bases.population * MEDECINS_PAR_HABITANT))
    share = 1 / (1 + np.exp(-(-1.1 + rng.normal(0, 0.5, n)[:, None] + 0.14 * years(bases)[None, :])))
    z = scipy.stats.norm.cdf(remembered(rng, n, months, memory=0.96))
    return np.asarray(scipy.stats.binom.ppf(z, doctors[:, None], share))


def deliverable_series(bases: Bases, rng: np.random.Generator, *, share: float) -> np.ndarray:
    """1 while the last one is less than twelve months old; done most years, from the start of the crisis mission."""
    n, months = bases.shape
    start = np.where(np.isnat(bases.crisis), np.datetime64("2022-09-30"), bases.crisis)
    first = bases.calendar[0].to_period("M").ordinal
    begun = pd.DatetimeIndex(start).to_period("M").asi8 - first + rng.integers(2, 11, n)
    result = np.zeros((n, months))
    at = begun.copy()
    for _ in range(12):
        done = rng.random(n) < share
        lasts = at[:, None] <= np.arange(months)[None, :]
        result[lasts & (np.arange(months)[None, :] < at[:, None] + 12) & done[:, None]] = 1.0
        at = at + rng.integers(10, 14, n)
    return result
