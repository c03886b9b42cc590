"""Is a value plausible beside its own series? Warnings only: a jump, another population, a number that never moves.

The series of a value is what is stored for its CPTS and indicator, completed and replaced by the lines of the file; a
first load, with nothing stored, is not questioned against itself. The value before is the last known one, at most three
months earlier. Thresholds, chosen so that a file without surprise raises next to nothing:

- *saut_inhabituel*: with 8 points or more in the 24 months before, the jump passes the upper limit of a moving range
  chart (3.267 times the mean range, XmR; Wheeler, *Understanding Variation*), and three standard errors of the two
  counts (binomial for shares, Poisson for rates and counts), and no jump two thirds as large came in the same month of
  the year before (flu vaccination). A jump across missing months is measured by the root of their number.
- *denominateur_change*: the denominator moves by more than 20 % and by more than three standard errors of the two counts
  (thirty requests after forty is no news). The denominator of what happens in a month (requests, discharges) is an
  activity, not a population: it must also be a jump beyond its own past, as above.
- *valeur_figee*: the same numerator, of 20 or more, four months in a row, of a share or rate. Plain counts, such as
  members, may well stay the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pandas as pd

from calculators import french
from pipelines.catalogue import Catalogue
from pipelines.ingest.check.findings import CAP, beyond_cap
from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.issues import Issue
from pipelines.ingest.rules.table import finding
from pipelines.store.cursor import Cursor
from pipelines.store.depots.series import changed_beside_before, past_ranges
from pipelines.store.scope import Scope

POINTS = 8
RANGE_LIMIT = 3.267
ERRORS = 3.0
SAME_SEASON = 2 / 3
DENOMINATOR = 0.20
FROZEN_FROM = 20
Row = dict[str, Any]


def find_implausible(cursor: Cursor, scope: Scope, verdict: Verdict, *, catalogue: Catalogue) -> list[Issue]:
    """The warnings on the new and changed lines of the temporary view ``comparaison`` (see store/depots/versions.py), those of
    ``verdict``.
    """
    lines = changed_beside_before(cursor, scope)
    if lines.empty:
        return []
    flows = {code for code, indicator in catalogue.indicateurs.items() if indicator.periode == "mois"}
    jumped, moved = _surprises(cursor, scope, lines, flows)
    shares = {code for code, indicator in catalogue.indicateurs.items() if indicator.type == "proportion"}

    def shown(row: Row, field: str) -> str:
        return _number(100 * row[field], 1) + " %" if row["indicateur"] in shares else _number(row[field], 1)

    def alone(row: Row) -> bool:
        return row["type"] == "compte" or math.isnan(row["n"])

    return [
        *_findings(
            lines[jumped],
            verdict,
            "saut_inhabituel",
            # A share sent without its counts stands in the column of values.
            column=lambda row: "valeur" if alone(row) else "numerateur",
            facts=lambda row: {
                "valeur": shown(row, "v") if alone(row) else _number(row["n"]),
                "actuel": shown(row, "v"),
                "attendu": shown(row, "v0"),
            },
        ),
        *_findings(
            lines[moved],
            verdict,
            "denominateur_change",
            column=lambda _: "denominateur",
            facts=lambda row: {"valeur": _number(row["d"]), "attendu": _number(row["d0"])},
        ),
        *_findings(
            lines[_never_moving(lines)],
            verdict,
            "valeur_figee",
            column=lambda _: "numerateur",
            facts=lambda row: {"valeur": _number(row["n"]), "attendu": "4"},
        ),
    ]


def _surprises(cursor: Cursor, scope: Scope, lines: pd.DataFrame, flows: set[str]) -> tuple[pd.Series, pd.Series]:
    """True where the value, and where the denominator, moves beyond the noise of its counts and of its own past."""
    jump, jump_d = lines["v"] - lines["v0"], lines["d"] - lines["d0"]
    suspect = jump.abs() > ERRORS * _standard_error(lines)
    other = _other_population(lines)
    activity = other & lines["indicateur"].isin(flows)
    asked = suspect | activity
    if not asked.any():
        return suspect, other
    some = lines[asked]
    keys = some[["serie", "mois"]].assign(saut=jump[asked], saut_d=jump_d[asked])
    past = past_ranges(cursor, scope, keys)
    unusual = _beyond(some, jump[asked], past, suffix="")
    unusual_d = _beyond(some, jump_d[asked], past, suffix="_d")
    jumped, moved = suspect.copy(), other.copy()
    jumped[asked] &= unusual
    moved[activity] &= unusual_d[activity[asked]]
    return jumped, moved


def _beyond(lines: pd.DataFrame, jump: pd.Series, past: pd.DataFrame, *, suffix: str) -> pd.Series:
    """True where the past is long enough, the jump passes its limit, and no earlier year did the same."""
    limit = RANGE_LIMIT * past["moyenne" + suffix] * np.sqrt(lines["ecart"])
    season = past["saison" + suffix].fillna(0)
    known: pd.Series = past["n"] >= POINTS - 1
    unusual: pd.Series = known & (jump.abs() > limit) & (season < SAME_SEASON * jump.abs())
    return unusual


def _standard_error(lines: pd.DataFrame) -> pd.Series:
    """Of the difference between two values, from their counts; 0 where only a value was sent."""
    n, d, n0, d0 = (lines[name].to_numpy(dtype="float64") for name in ("n", "d", "n0", "d0"))
    kind = lines["type"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (n + n0) / (d + d0)
        share = np.sqrt(np.clip(pooled * (1 - pooled), 0, None) * (1 / d + 1 / d0))
        rate = 1000 * np.sqrt(np.maximum(n, 1) / d**2 + np.maximum(n0, 1) / d0**2)
    count = np.sqrt(np.clip(lines["v"] + lines["v0"], 1, None))
    error = np.select([kind == "proportion", kind == "taux_1000"], [share, rate], count)
    return pd.Series(np.nan_to_num(error, nan=0.0), index=lines.index)


def _other_population(lines: pd.DataFrame) -> pd.Series:
    change = (lines["d"] - lines["d0"]).abs()
    return (change > DENOMINATOR * lines["d0"]) & (change > ERRORS * np.sqrt(lines["d"] + lines["d0"]))


def _never_moving(lines: pd.DataFrame) -> pd.Series:
    n = lines["n"]
    same = (n == lines["n0"]) & (n == lines["n00"]) & (n == lines["n000"]) & (n >= FROZEN_FROM)
    return same & (lines["ecart000"] == 3) & (lines["type"] != "compte")


def _findings(
    lines: pd.DataFrame, verdict: Verdict, regle: str, *, column: Callable[[Row], str], facts: Callable[[Row], Row]
) -> list[Issue]:
    found = []
    told = lines.head(CAP)
    rows = cast("list[Row]", told.to_dict("records"))
    places = verdict.places.of([column(row) for row in rows], told, verdict.observations)
    for row, (title, letter) in zip(rows, places, strict=True):
        about = f"{row['indicateur']} de {row['id_cpts']} pour {row['mois']:%Y-%m}"
        line = int(row["ligne"])
        found.append(finding(regle, ligne=line, colonne=title, lettre=letter, detail=about, **facts(row)))
    if len(lines) > CAP:
        found.append(beyond_cap(regle, len(lines), line=lines["ligne"].iat[CAP]))
    return found


def _number(value: float, decimals: int = 0) -> str:
    return french.number_at_most(value, decimals)
