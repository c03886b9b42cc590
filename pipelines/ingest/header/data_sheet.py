"""Tells a sheet of data from one of notes, a dictionary or a list of CPTS, whose first line may look like a header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.catalogue import Indicateur
from pipelines.ingest.header.title_line import read_header
from pipelines.ingest.header.wide import NUMBERS

#: A number, or the mark that stands for one, is short; the definition of a numerator is not.
NUMBER_MAX = 25


def holds_data(
    rows: Sequence[Sequence[str]], indicators: Mapping[str, Indicateur], names: Mapping[str, str], sheet: str
) -> bool:
    """True when a line under the header names a CPTS or a month, an indicator, and holds a number or a mark.

    ``names``: as in :func:`read_header`. A line in doubt counts: two sheets of data are never one of them left aside.
    """
    header, _ = read_header(rows, indicators, names, sheet=sheet)
    if header is None:
        return False
    whose = [header.columns[key] for key in ("id_cpts", "mois") if key in header.columns]
    wide = [i for group in header.groups for i in group.columns.values()]
    numbers = wide or [header.columns[field] for field in NUMBERS if field in header.columns]
    of_what = [] if wide or "indicateur" in header.given else [header.columns.get("indicateur", -1)]
    if not whose or not numbers or -1 in of_what:
        return False
    return any(
        any(_filled(row, i) for i in whose)
        and all(_filled(row, i) for i in of_what)
        and any(_filled(row, i) and len(row[i].strip()) <= NUMBER_MAX for i in numbers)
        for row in rows[header.row + 1 :]
    )


def _filled(row: Sequence[str], index: int) -> bool:
    return index < len(row) and bool(row[index].strip())
