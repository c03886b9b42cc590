"""Demonstration series with a denominator: proportions (binomial noise) and rates for 1 000 inhabitants (Poisson noise)."""

import numpy as np
import pandas as pd
import scipy

from pipelines.demo.bases import Bases, remembered, years
from pipelines.demo.levels import CAMPAGNE, Part, Taux

_SLOW = 0.85  # how much followed groups remember from one month to the next
_LATENT = 0.012  # standard deviation of the slow drift of a CPTS, in logit


def part_series(
    code: str, part: Part, bases: Bases, traits: dict[str, np.ndarray], rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """(numerators, denominators) of a proportion, CPTS × months; `traits` are the standard normal effects shared."""
    n, months = bases.shape
    own = rng.normal(0, 1, n)
    effect = own if part.facteur is None else 0.75 * traits[part.facteur] + 0.66 * own
    slope = part.pente + part.pente_hasard * rng.normal(0, 1, n)
    # The mean of the proportions, not of the logits, must be the level: widen the logit accordingly.
    centre = np.log(part.niveau / (1 - part.niveau)) * np.sqrt(1 + 0.35 * part.hasard**2)
    logit = centre + part.hasard * effect[:, None] + slope[:, None] * years(bases)[None, :] + _drift(rng, n, months)
    if part.facteur == "acces":
        logit += _departures(rng, n, months)
    if code == "PRE_GRIPPE":
        logit = _campaigns(logit, bases, rng)
    p = 1 / (1 + np.exp(-logit))
    den = _group(part, bases, traits, rng)
    return _binomial(den, p, rng, memory=0.0 if part.flux else _SLOW), den


def _drift(rng: np.random.Generator, n: int, months: int) -> np.ndarray:
    return remembered(rng, n, months, memory=0.8) * _LATENT


def _departures(rng: np.random.Generator, n: int, months: int) -> np.ndarray:
    """A doctor leaves: in one CPTS out of fifteen, patients lose their doctor in a month and find others slowly."""
    month = rng.integers(2, max(3, months - 2), n)
    hit = rng.random(n) < 1 / 15
    since = np.arange(months)[None, :] - month[:, None]
    shock = rng.uniform(0.15, 0.40, n)[:, None] * np.exp(-np.maximum(since, 0) / 10)
    return np.asarray(np.where((since >= 0) & hit[:, None], shock, 0.0))


def _campaigns(logit: np.ndarray, bases: Bases, rng: np.random.Generator) -> np.ndarray:
    """Vaccinated over twelve months: moves from one season's level to the next during the campaign, only then."""
    n, _ = bases.shape
    season = np.where(bases.calendar.month >= 10, bases.calendar.year, bases.calendar.year - 1)
    first = int(season.min())
    middle = logit.mean(axis=1)
    slope = logit[:, -1] - logit[:, 0]
    count = int(season.max()) - first + 2
    levels = middle[:, None] + slope[:, None] * (np.arange(count) / max(count - 1, 1) - 0.5)[None, :]
    levels = 1 / (1 + np.exp(-(levels + rng.normal(0, 0.035, (n, count)) + rng.normal(0, 0.03, count)[None, :])))
    done = np.array([CAMPAGNE.get(month, (1.0, 1.0)) for month in bases.calendar.month])
    new, old = levels[:, season - first + 1], levels[:, season - first]
    p = ((1 - done[:, 0]) * old + done[:, 0] * new) * done[:, 1]
    return np.asarray(np.log(p / (1 - p)))


def _group(part: Part, bases: Bases, traits: dict[str, np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """Size of the group followed (slowly changing persons) or number of events of the month (drawn anew)."""
    if not part.flux:
        # Indicators on the same persons have the same denominator, to the unit.
        rng = np.random.default_rng([bases.graine, round(part.groupe * 1e6)])
    own = np.exp(rng.normal(0, 0.35 if part.flux else 0.05, len(bases.ids)))
    size = part.groupe * bases.population * np.exp(part.age * traits["age"]) * own
    since = (bases.calendar.year - 2023) + (bases.calendar.month - 1) / 12
    ageing = 0.010 if part.age >= 0.9 else 0.0
    expected = size[:, None] * (1 + bases.growth[:, None] + ageing) ** since.to_numpy()[None, :]
    if part.flux:
        season = np.array(part.saison)[bases.calendar.month - 1]
        return np.asarray(rng.poisson(expected * bases.maturity() * season[None, :]), dtype="float64")
    return np.asarray(np.maximum(1, np.round(expected * (1 + rng.normal(0, 0.0008, bases.shape)))))


def _binomial(den: np.ndarray, p: np.ndarray, rng: np.random.Generator, *, memory: float) -> np.ndarray:
    """Binomial counts with the exact spread of their denominator; `memory` links one month to the next."""
    if not memory:
        return rng.binomial(den.astype("int64"), p).astype("float64")
    z = remembered(rng, *den.shape, memory=memory)
    count = np.round(den * p + z * np.sqrt(den * p * (1 - p)))
    small = den * p * (1 - p) < 40
    count[small] = scipy.stats.binom.ppf(scipy.stats.norm.cdf(z[small]), den[small], p[small])
    return np.asarray(np.clip(count, 0, den))


def _inhabitants(bases: Bases) -> np.ndarray:
    """Legal population in use each month: INSEE publishes that of three years before."""
    late = bases.calendar.year.to_numpy() - 3 - 2023
    return np.asarray(np.round(bases.population[:, None] * (1 + bases.growth[:, None]) ** late[None, :]))


def rate_series(rate: Taux, bases: Bases, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """(events of the month, inhabitants) of a rate, CPTS × months, with common winters and local epidemics."""
    n, months = bases.shape
    effect = rate.hasard * rng.normal(0, 1, n) - rate.hasard**2 / 2
    slope = rate.pente + rate.pente_hasard * rng.normal(0, 1, n)
    season = np.log(np.array(rate.saison)[bases.calendar.month - 1])
    winters = np.exp(rng.normal(0, 0.18, 10))[(bases.calendar + pd.DateOffset(months=6)).year - 2020]
    common = season * np.where(season > 0, winters, 1.0) + rng.normal(0, 0.015, months)
    regions, where = np.unique(bases.region, return_inverse=True)
    local = rng.normal(0, 0.02, (len(regions), months))[where]
    den = _inhabitants(bases)
    log = (
        np.log(rate.niveau / 1000) + effect[:, None] + slope[:, None] * years(bases)[None, :] + common[None, :] + local
    )
    return rng.poisson(den * np.exp(log)).astype("float64"), den
