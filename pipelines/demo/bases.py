"""What the demonstration series start from: the CPTS, their calendar, and the draws with memory they share."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Bases:
    """What the draws need of each CPTS, arrays of one length; months in `calendar` (first days)."""

    ids: np.ndarray
    region: np.ndarray
    population: np.ndarray  # INSEE 2023
    growth: np.ndarray  # yearly rate, 2018–2023
    members: np.ndarray  # adherents at the last month
    signed: np.ndarray  # datetime64; NaT counts as signed long ago
    crisis: np.ndarray  # start of the crisis mission, datetime64; NaT counts as long ago
    options: dict[str, np.ndarray]  # optional mission → taken or not
    calendar: pd.DatetimeIndex
    graine: int

    @property
    def shape(self) -> tuple[int, int]:
        """(number of CPTS, number of months)."""
        return len(self.ids), len(self.calendar)

    def maturity(self, extra: int = 0) -> np.ndarray:
        """How much of its full activity the CPTS has, month by month, `extra` months earlier too: 0.2 → 1."""
        months = pd.date_range(end=self.calendar[-1], periods=len(self.calendar) + extra, freq="MS")
        signed = np.where(np.isnat(self.signed), np.datetime64("2021-01-01"), self.signed)
        age = (months.to_numpy(dtype="datetime64[D]")[None, :] - signed[:, None].astype("datetime64[D]")).astype(float)
        return np.asarray(0.15 + 0.85 / (1 + np.exp(-(age / 30.4 - 8) / 6)))


def calendar(last: date, months: int) -> pd.DatetimeIndex:
    """The `months` first-of-months ending with that of `last`."""
    return pd.date_range(end=pd.Timestamp(last).replace(day=1), periods=months, freq="MS")


def years(bases: Bases) -> np.ndarray:
    """Time in years, 0 in the middle of the series."""
    months = bases.shape[1]
    return (np.arange(months) - (months - 1) / 2) / 12


def remembered(rng: np.random.Generator, n: int, months: int, *, memory: float) -> np.ndarray:
    """Standard normal draws, each month keeping `memory` of the one before."""
    z = rng.normal(0, 1, (n, months))
    for t in range(1, months):
        z[:, t] = memory * z[:, t - 1] + np.sqrt(1 - memory**2) * z[:, t]
    return z
