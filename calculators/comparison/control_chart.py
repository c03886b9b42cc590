"""XmR control charts of many series at once: limits, the four rules, trial limits, rebasing by hand, seasons.

The rules are those of NHS England's « Making Data Count », as its R package NHSRplotthedots computes them:
1. a point outside the limits, mean ± 2.66 × the mean moving range;
2. seven points in a row on one side of the mean;
3. seven points in a row that all rise, or all fall;
4. two of three points in a row in the outer third of one side, the three on that side.
Moving ranges of 3.267 times their mean or more are left out of it once (Nelson, 1982; Provost and Murray, 2011), for one
accident must not hide the next; when that would leave nothing but ranges of 0, all are kept.
Ours: a month without value breaks runs, trends and moving ranges, where the package closes the gap in silence. Under 5
points there are no limits (Wheeler), under 12 they are *trial limits*. Nothing moves the limits but a rebase by hand, with
its date and its reason.

A value that covers the last w months shares w - 1 of them with the one before: the moving range then says what a month is
worth, not the sum, and on sums of twelve months of pure noise four points in ten pass its limits. What such a value is worth,
√(w / 2 × the mean square of its steps), gives the limits of Roberts' moving-average chart (1959): each step is a month less
the same month of the year before, so a season takes nothing away; steps of four times their root mean square are screened. Only the first rule applies, for neighbours that overlap are
on one side, or rise, by themselves. Limits need w + 1 points, and are trial limits under two spans.

A state (``memoire``) keeps most of its last month: where its neighbours resemble each other beyond noise, the limits are those
of ``memoire.passe``, and only the first rule applies, for the same reason.

Where a month expects few events, or few exceptions (``comptage``), moving ranges are mostly 0 and the mean is not in the middle:
limits are then the wider of both, those of the ranges and those of the counts, and the side of a month is read on the counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.comptage import Comptage, chance
from calculators.comparison.intervals import Reels
from calculators.comparison.judgement import signe
from calculators.comparison.memoire import SUR, read_past
from calculators.comparison.season import moyennes, saison
from calculators.comparison.xmr_rules import Masque, runs, trends, two_of_three

#: Wheeler's constants for moving ranges of two: 3 / 1.128 and 1 + 3 × 0.853 / 1.128.
_LIMITE, _CRIBLE = 2.66, 3.267
#: Steps of overlapping values left out, in root mean squares: an exceptional month is, those of a yearly campaign are not.
_CRIBLE_CUMUL = 4
MINIMUM, PROVISOIRE = 5, 12

AMELIORATION, DEGRADATION, CHANGEMENT, HASARD = "amélioration", "dégradation", "changement", "hasard"


@dataclass(frozen=True)
class Rebasage:
    """New limits from a month on: ``mois`` (one of the chart's) and ``motif``, why the process is another one since."""

    mois: date
    motif: str


@dataclass(frozen=True)
class Carte:
    """Control charts, all arrays of shape (series, months).

    ``moyenne``, ``bas``, ``haut``: limits in the unit of the values, NaN where points are too few. ``hors_limites``,
    ``serie``, ``tendance``, ``deux_sur_trois``: the points that take part in each signal. ``cote``: 1 when the signal is
    high or rising, -1 low or falling, 0 without signal. ``provisoire``: trial limits. ``saison``: shape (series,), whether
    the same months come back alike, in which case the rules cry wolf. ``memoire``: shape (series,), resemblance of
    neighbouring months that the last base was charted with, 0 without; ``passe``: how many months of the past its limits are
    then drawn from, 0 when too few. ``rares``: the months judged on their counts, for few events are expected. ``segment``:
    shape (months,), number of the base.
    """

    valeurs: Reels
    moyenne: Reels
    bas: Reels
    haut: Reels
    hors_limites: Masque
    serie: Masque
    tendance: Masque
    deux_sur_trois: Masque
    cote: NDArray[np.int8]
    provisoire: Masque
    saison: Masque
    memoire: Reels
    passe: NDArray[np.int64]
    rares: Masque
    segment: NDArray[np.int64]
    rebasages: tuple[Rebasage, ...]

    @property
    def signal(self) -> Masque:
        """Whether each point takes part in any of the four rules."""
        return self.hors_limites | self.serie | self.tendance | self.deux_sur_trois

    def nature(self, sens: ArrayLike) -> NDArray[np.str_]:
        """Say what each point is: amélioration, dégradation, changement (no direction) or hasard; "" without value.

        ``sens``: one direction, or one per series.
        """
        better = np.broadcast_to(signe(sens), self.valeurs.shape[:1])[:, None] * self.cote
        words = [np.isnan(self.valeurs), self.cote == 0, better > 0, better < 0]
        return np.select(words, ["", HASARD, AMELIORATION, DEGRADATION], default=CHANGEMENT)


def demandes(etendue: int = 1) -> tuple[int, int]:
    """How many points limits ask for, and from how many on they are no longer trial limits."""
    return (MINIMUM, PROVISOIRE) if etendue == 1 else (etendue + 1, 2 * etendue)


def xmr(
    valeurs: ArrayLike,
    *,
    mois: Sequence[date] | None = None,
    rebasages: Sequence[Rebasage] = (),
    crible: bool = True,
    etendue: int = 1,
    memoire: bool = False,
    comptage: Comptage | None = None,
) -> Carte:
    """Chart one series (months) or many (series, months); NaN where a month has no value to show.

    ``mois``: the month of each column, needed to rebase; ``crible``: leave outlying moving ranges out of the limits;
    ``etendue``: how many months a value covers; ``memoire``: the value of a month is a state, that may keep something of the
    month before; ``comptage``: what the values count, where it is known: few events are then judged by their own law.
    Raises ValueError when a rebase has no reason, or a month that is not on
    the chart or comes twice, or when a value covers no month.
    """
    if etendue < 1:
        raise ValueError("Une valeur couvre un mois au moins.")
    least, enough = demandes(etendue)
    values = np.atleast_2d(np.asarray(valeurs, dtype=np.float64))
    segment = _segments(values.shape[1], mois, rebasages)
    shape = values.shape
    centre, low, high = (np.full(shape, np.nan) for _ in range(3))
    outside, run, trend, pair, trial, rare = (np.zeros(shape, dtype=bool) for _ in range(6))
    side = np.zeros(shape, dtype=np.int8)
    kept, past = np.zeros(len(values)), np.zeros(len(values), dtype=np.int64)
    for number in range(int(segment[-1]) + 1 if segment.size else 0):
        at = segment == number
        part = values[:, at]
        mean, spread, count = (
            _limits(part, crible=crible) if etendue == 1 else _overlapping(part, etendue, crible=crible)
        )
        short = count < enough
        remembers = np.zeros(count.shape, dtype=bool)
        if memoire and etendue == 1:
            found = read_past(part)
            remembers = (found.r > 0) & (count >= least)
            mean = np.where(remembers, found.moyenne, mean)
            spread = np.where(remembers, 3 / _LIMITE * found.ecart, spread)
            short = np.where(remembers, found.connus < SUR, short)
            kept, past = np.where(remembers, found.r, 0)[:, 0], np.where(remembers, found.connus, 0)[:, 0]
        few = count < least
        mean, spread = np.where(few, np.nan, mean), np.where(few, np.nan, spread)
        bottom, top = (np.broadcast_to(mean + way * _LIMITE * spread, part.shape) for way in (-1, 1))
        trial[:, at] = (count > 0) & short
        away = np.sign(np.nan_to_num(part - mean)) * (np.abs(part - mean) > _rounding(mean))
        beyond = away
        away = np.where(_usual(part), 0, away)
        far = np.abs(part - mean) > 2 / 3 * _LIMITE * spread + _rounding(mean)
        if comptage is not None:
            alone = chance(part, mean, comptage.months(at))
            rare[:, at] = alone.rare & ~few
            bottom = np.where(rare[:, at], np.fmin(bottom, alone.bas), bottom)
            top = np.where(rare[:, at], np.fmax(top, alone.haut), top)
            far &= ~rare[:, at] | alone.loin
            away = np.where(rare[:, at], alone.cote, away)
        centre[:, at], low[:, at], high[:, at] = mean, bottom, top
        out = (part < bottom - _rounding(mean)) | (part > top + _rounding(mean))
        near = ~out & far
        outside[:, at], rising = out, np.zeros_like(part, dtype=np.int8)
        if etendue == 1:
            rising = np.where(remembers, 0, trends(part)).astype(np.int8)
            run[:, at], pair[:, at] = ~remembers & runs(away), ~remembers & two_of_three(near, away)
            trend[:, at] = rising != 0
        # As the package ranks them: outside first, then the trend, whose direction is not its side.
        side[:, at] = np.where(out, beyond, np.where(rising == 0, away, rising)) * (
            out | run[:, at] | trend[:, at] | pair[:, at]
        )
    return Carte(
        valeurs=values,
        moyenne=centre,
        bas=low,
        haut=high,
        hors_limites=outside,
        serie=run,
        tendance=trend,
        deux_sur_trois=pair,
        cote=side,
        provisoire=trial,
        saison=saison(values) if etendue == 1 else np.zeros(len(values), dtype=bool),
        memoire=kept,
        passe=past,
        rares=rare,
        segment=segment,
        rebasages=tuple(sorted(rebasages, key=lambda one: one.mois)),
    )


def _segments(width: int, months: Sequence[date] | None, rebases: Sequence[Rebasage]) -> NDArray[np.int64]:
    known = list(months or [])
    if known and len(known) != width:
        raise ValueError(f"La carte a {width} mois, et {len(known)} dates pour les nommer.")
    starts = np.zeros(width, dtype=np.int64)
    for one in rebases:
        if not one.motif.strip():
            raise ValueError(f"Le rebasage de {one.mois:%m/%Y} n'a pas de motif : dire ce qui a changé ce mois-là.")
        if one.mois not in known:
            raise ValueError(f"Le rebasage de {one.mois:%m/%Y} tombe hors des mois de la carte.")
        place = known.index(one.mois)
        if starts[place]:
            raise ValueError(f"Deux rebasages portent le même mois : {one.mois:%m/%Y}.")
        starts[place] = place > 0
    return np.asarray(np.cumsum(starts), dtype=np.int64)


def _limits(part: Reels, *, crible: bool) -> tuple[Reels, Reels, NDArray[np.int64]]:
    """Give the mean, the mean moving range and the number of points of each series, as columns."""
    count = np.sum(~np.isnan(part), axis=1, keepdims=True)
    ranges = np.abs(np.diff(part, axis=1))
    mean, spread = moyennes(part), moyennes(ranges)
    if crible:
        screened = moyennes(np.where(ranges < _CRIBLE * spread, ranges, np.nan))
        spread = np.where(np.nan_to_num(screened) > 0, screened, spread)
    return mean, spread, count


def _overlapping(part: Reels, width: int, *, crible: bool) -> tuple[Reels, Reels, NDArray[np.int64]]:
    """Give the same of values that cover ``width`` months, as the mean moving range whose limits are three deviations."""
    count = np.sum(~np.isnan(part), axis=1, keepdims=True)
    squares = np.diff(part, axis=1) ** 2
    power = moyennes(squares)
    if crible:
        screened = moyennes(np.where(squares < _CRIBLE_CUMUL**2 * power, squares, np.nan))
        power = np.where(np.nan_to_num(screened) > 0, screened, power)
    return moyennes(part), 3 / _LIMITE * np.sqrt(width / 2 * power), count


def _usual(part: Reels) -> Masque:
    """Mark the months of a value that more than half of them share: nothing sets it on a side of the others."""
    known = ~np.isnan(part)
    return np.asarray(
        2 * np.sum((part[:, :, None] == part[:, None, :]) & known[:, None, :], axis=2) > known.sum(axis=1)[:, None]
    )


def _rounding(mean: Reels) -> Reels:
    """Give what rounding alone can put between a constant and its mean, so that a flat series makes no signal."""
    return np.asarray(np.abs(mean) * 1e-12, dtype=np.float64)
