"""Contract years, anniversaries and months, on columns of dates.

A date with no such day in the target month falls on its last day (29 February gives 28 February), as article 641 of
the code of civil procedure counts months and years.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Jours = NDArray[np.datetime64]


def days(values: object) -> Jours:
    """Turn dates of any kind (datetime64, Timestamp, date) into a ``datetime64[D]`` array; missing stays NaT."""
    return np.asarray(values).astype("datetime64[D]")


def add_months(dates: Jours, months: Any) -> Jours:
    """Add months (scalar or array) to days; the day is cut to the length of the month it falls in."""
    month = dates.astype("datetime64[M]")
    day = (dates - month.astype("datetime64[D]")).astype(np.int64)
    target = month + np.asarray(months, dtype=np.int64).astype("timedelta64[M]")
    length = ((target + np.timedelta64(1, "M")).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(
        np.int64
    )
    return np.asarray(target.astype("datetime64[D]") + np.minimum(day, length - 1).astype("timedelta64[D]"))


def anniversaries(signatures: Jours, rang: Any) -> Jours:
    """Give the nth anniversary of each signature (``rang``: scalar or array; 0 gives the signature itself)."""
    return add_months(signatures, 12 * np.asarray(rang, dtype=np.int64))


def anniversary(signature: date, rang: int) -> date:
    """Give the nth anniversary of one signature: the first day of contract year ``rang`` + 1.

    A signature of 29 February has its anniversary on the 28th, and on the 29th in leap years.
    """
    found: date = anniversaries(days([signature]), rang)[0].item()
    return found


def contract_year(signatures: Jours, annees: Any) -> tuple[Jours, Jours]:
    """Give the first day of contract year *n* and the first day of the next one (the nth anniversary)."""
    years = np.asarray(annees, dtype=np.int64)
    return anniversaries(signatures, years - 1), anniversaries(signatures, years)


def between(start: Jours, end: Jours) -> NDArray[np.int64]:
    """Count the days from ``start`` (included) to ``end`` (excluded); never negative, 0 when either is missing."""
    known = ~(np.isnat(start) | np.isnat(end))
    count = np.zeros(np.broadcast(start, end).shape, dtype=np.int64)
    np.subtract(end, start, out=count.view("timedelta64[D]"), where=known)
    return np.maximum(count, 0)
