"""The series of the values being deposited: what is stored for them, completed and replaced by the lines of the file.

A series is a row of a grid with one column per month: what came before, and how much it moved, is then told of twenty
thousand series at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.store.cursor import Cursor
from pipelines.store.scope import Scope

#: How far back the value before is looked for, and the ranges of a series are measured, in months.
BEFORE, PAST = 3, 25
_MONTH = "date_diff('month', DATE '1970-01-01', {of}.mois)::INTEGER"


@dataclass(frozen=True)
class _Grid:
    """Series by month (months since 1970; ``first`` is that of column 0), NaN where nothing is known.

    ``v``, ``n``, ``d``: value, numerator, denominator. ``before``: the column of the known value before, or -1.
    ``stored``: the series of which something is stored.
    """

    first: int
    v: NDArray[np.float64]
    n: NDArray[np.float64]
    d: NDArray[np.float64]
    before: NDArray[np.int32]
    stored: NDArray[np.bool_]


def changed_beside_before(cursor: Cursor, scope: Scope) -> pd.DataFrame:
    """The new and changed values of ``comparaison``, deliverables left out, beside the known value just before.

    ligne, id_cpts, indicateur, mois, type (of the indicator), n, d, v (numerator, denominator, value) and, at most three
    months before, n0, d0, v0, ecart (months between the two); n00 and n000 two and three known values before, ecart000;
    serie (the rank of the series, for :func:`past_ranges`). Values that statistical secrecy hides from the reader are
    left out. Empty when nothing is stored of these series.
    """
    months = _span(cursor)
    if months is None:
        return pd.DataFrame()
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE series AS
        WITH cles AS (
            SELECT DISTINCT c.id_cpts, c.indicateur, i.type
            FROM comparaison AS c JOIN indicateurs AS i ON i.code = c.indicateur AND i.type <> 'livrable'
            WHERE c.dit <> 'identique' AND c.etat = 'valeur'
        )
        SELECT (row_number() OVER () - 1)::INTEGER AS serie, k.*, x.seuil, x.fourni, x.echelle, b.base, b.ecart
        FROM cles AS k
        LEFT JOIN indicateurs_proteges($lecture) AS x ON x.code = k.indicateur
        LEFT JOIN bases_des_valeurs_seules AS b ON b.id_cpts = k.id_cpts AND b.indicateur = k.indicateur
        """,
        {"lecture": scope.lecture},
    )
    series = cursor.frame("SELECT id_cpts, indicateur, type FROM series ORDER BY serie")
    grid = _grid(cursor, scope, "series", size=len(series), first=months[0] - BEFORE, last=months[1])
    if grid is None:
        return pd.DataFrame()
    lines = cursor.frame(
        f"""
        SELECT c.ligne, k.serie, {_MONTH.format(of="c")} AS m, c.mois
        FROM comparaison AS c JOIN series AS k ON k.id_cpts = c.id_cpts AND k.indicateur = c.indicateur
        WHERE c.dit <> 'identique' AND c.etat = 'valeur' ORDER BY c.ligne
        """  # noqa: S608 - text written in code
    )
    return _beside(lines, series, grid)


def past_ranges(cursor: Cursor, scope: Scope, lines: pd.DataFrame) -> pd.DataFrame:
    """How much the series of some lines of :func:`changed_beside_before` moved before; one row per line, in order.

    ``lines``: serie, mois, saut and saut_d (the jumps of the value and of its denominator). Answer: n (moving ranges over
    the 24 months before, each brought to one month by the root of the gap), moyenne (their mean), saison (the largest
    movement of the same calendar month in the same direction, earlier); moyenne_d and saison_d are those of the
    denominator.
    """
    m = lines["mois"].to_numpy().astype("datetime64[M]").astype("int64")
    rows = lines["serie"].to_numpy(dtype="int64")
    cursor.register("demandees", pd.DataFrame({"serie": np.unique(rows)}))
    cursor.execute("CREATE OR REPLACE TEMP TABLE series_passees AS FROM series SEMI JOIN demandees USING (serie)")
    grid = _grid(
        cursor, scope, "series_passees", size=int(rows.max()) + 1, first=int(m.min()) - PAST, last=int(m.max())
    )
    answer = pd.DataFrame({"n": np.zeros(len(lines))}, index=lines.index)
    if grid is None:
        return answer.assign(**dict.fromkeys(("moyenne", "saison", "moyenne_d", "saison_d"), np.nan))
    at = m - grid.first
    for suffix, values in (("", grid.v), ("_d", grid.d)):
        moves = _moves(values, grid.before)
        with np.errstate(divide="ignore", invalid="ignore"):
            counts, total = _window(moves / np.sqrt(_gaps(grid.before)), rows, at)
            answer["moyenne" + suffix] = total / counts
        if not suffix:
            answer["n"] = counts
        years_before = np.stack([moves[rows, at - 12], moves[rows, at - 24]])
        answer["saison" + suffix] = np.fmax.reduce(np.sign(lines["saut" + suffix].to_numpy()) * years_before)
    return answer


def _grid(cursor: Cursor, scope: Scope, table: str, *, size: int, first: int, last: int) -> _Grid | None:
    """The values of the series of that table, from one month to another; None when nothing is stored of them."""
    stock = cursor.frame(
        f"""
        SELECT k.serie, {_MONTH.format(of="o")} AS m, o.version, o.denominateur AS d, o.valeur AS v,
               CASE WHEN o.denominateur IS NOT NULL OR NOT a_un_autre($lecture, k.seuil, k.fourni, k.id_cpts)
                    THEN o.numerateur END AS n,
               -- A finding would say the value before to whoever sends the next one.
               o.etat = 'valeur' AND NOT effectif_secret(
                   $lecture, k.seuil, k.fourni, k.echelle, k.id_cpts, o.numerateur, o.denominateur, o.valeur, k.base, k.ecart
               ) AS connue
        FROM observations_actives AS o JOIN {table} AS k ON k.id_cpts = o.id_cpts AND k.indicateur = o.indicateur
        WHERE o.mois BETWEEN $debut AND $fin
        """,  # noqa: S608 - names written in code
        {"debut": _day(first), "fin": _day(last), "lecture": scope.lecture},
    )
    if stock.empty:
        return None
    versions = stock["version"].to_numpy(dtype="int64")
    if versions.max() > 1:  # of several versions of a value, the last one is written last
        stock = stock.iloc[np.argsort(versions, kind="stable")]
    sent = cursor.frame(
        f"""
        SELECT k.serie, {_MONTH.format(of="c")} AS m, c.numerateur AS n, c.denominateur AS d, c.valeur AS v,
               c.etat = 'valeur' AS connue
        FROM comparaison AS c JOIN {table} AS k ON k.id_cpts = c.id_cpts AND k.indicateur = c.indicateur
        WHERE c.mois BETWEEN $debut AND $fin
        """,  # noqa: S608 - names written in code
        {"debut": _day(first), "fin": _day(last)},
    )
    shape = (size, last - first + 1)
    numbers = {name: np.full(shape, np.nan) for name in "vnd"}
    for points in (stock, sent):
        place = points["serie"].to_numpy(dtype="int64"), points["m"].to_numpy(dtype="int64") - first
        known = points["connue"].to_numpy(dtype=bool)
        for name, grid in numbers.items():
            grid[place] = np.where(known, points[name].to_numpy(dtype="float64"), np.nan)
    stored = np.zeros(size, dtype=bool)
    stored[stock["serie"].to_numpy(dtype="int64")] = True
    columns = np.where(np.isnan(numbers["v"]), -1, np.arange(shape[1], dtype=np.int32))
    before = np.full(shape, -1, dtype=np.int32)
    before[:, 1:] = np.maximum.accumulate(columns, axis=1)[:, :-1]
    return _Grid(first=first, before=before, stored=stored, **numbers)


def _beside(lines: pd.DataFrame, series: pd.DataFrame, grid: _Grid) -> pd.DataFrame:
    rows = lines["serie"].to_numpy(dtype="int64")
    at = lines["m"].to_numpy(dtype="int64") - grid.first
    at0 = grid.before[rows, at]
    asked = grid.stored[rows] & (at0 >= 0) & (at - at0 <= BEFORE)
    rows, at, at0 = rows[asked], at[asked], at0[asked]
    at00 = grid.before[rows, at0]
    at000 = np.where(at00 >= 0, grid.before[rows, at00], -1)
    known = lines.loc[asked, ["ligne", "mois", "serie"]].reset_index(drop=True)
    beside: pd.DataFrame = known.join(series.iloc[rows].reset_index(drop=True))
    for name, values in (("n", grid.n), ("d", grid.d), ("v", grid.v)):
        beside[name], beside[name + "0"] = values[rows, at], values[rows, at0]
    beside["n00"] = np.where(at00 >= 0, grid.n[rows, at00], np.nan)
    beside["n000"] = np.where(at000 >= 0, grid.n[rows, at000], np.nan)
    beside["ecart"] = at - at0
    beside["ecart000"] = np.where(at000 >= 0, at - at000, 0)
    return beside


def _moves(values: NDArray[np.float64], before: NDArray[np.int32]) -> NDArray[np.float64]:
    """Each value less the known one before; NaN where either is unknown."""
    earlier = np.take_along_axis(values, np.maximum(before, 0), axis=1)
    moves: NDArray[np.float64] = np.where(before >= 0, values - earlier, np.nan)
    return moves


def _gaps(before: NDArray[np.int32]) -> NDArray[np.int32]:
    gaps: NDArray[np.int32] = np.arange(before.shape[1], dtype=np.int32) - before
    return gaps


def _window(
    ranges: NDArray[np.float64], rows: NDArray[np.int64], at: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How many ranges stand in the 24 months before some places, and their sum."""
    known = ~np.isnan(ranges)
    counts = np.cumsum(known, axis=1, dtype=np.float64)
    totals = np.cumsum(np.where(known, np.abs(ranges), 0.0), axis=1)
    first, last = at - 25, at - 1
    count: NDArray[np.float64] = counts[rows, last] - counts[rows, first]
    return count, totals[rows, last] - totals[rows, first]


def _day(month: int) -> date:
    return date(1970 + month // 12, month % 12 + 1, 1)


def _span(cursor: Cursor) -> tuple[int, int] | None:
    """The months of the new and changed lines, None when there is none or nothing at all is stored."""
    if not cursor.rows("SELECT 1 FROM observations LIMIT 1"):
        return None
    first, last = cursor.rows(
        f"SELECT min({_MONTH.format(of='c')}), max({_MONTH.format(of='c')}) FROM comparaison AS c WHERE dit <> 'identique'"  # noqa: S608
    )[0]
    return None if first is None else (first, last)
