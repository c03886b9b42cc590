"""Files with a column per indicator (or per month, or per CPTS): which column is what, and one line for each cell.

A column is read when its title can mean one thing only; the header may stand on two lines, the indicator (or the
mission) above. An empty cell says nothing here: it makes no line, so that a column left for others erases nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from calculators.french import list_first
from pipelines.catalogue import Indicateur
from pipelines.ingest.column import Column, column_of, letter
from pipelines.ingest.header.indicator_titles import Meant, part_of, read_indicator_title
from pipelines.ingest.header.stacked_titles import (
    is_unit,
    read_part,
    stands_over_several,
    title_left,
    titles_above,
    titles_below,
    unit_of,
)
from pipelines.ingest.issues import Issue
from pipelines.ingest.months import read_month
from pipelines.ingest.rules.table import finding
from pipelines.ingest.texts import plain, short

NUMBERS = ("numerateur", "denominateur", "valeur")


@dataclass(frozen=True)
class Group:
    """The columns of one key: ``field`` (indicateur, mois or id_cpts), its text, and the column of each number."""

    field: str
    key: str
    columns: Mapping[str, int]


@dataclass(frozen=True)
class Wide:
    """What the columns of a wide file are; without ``groups`` the file is not wide.

    ``first`` and ``last``: lines of the header; ``units``: its last one gives units and names nothing. ``seen``: columns already spoken of in ``issues``.
    """

    groups: tuple[Group, ...]
    first: int
    last: int
    issues: tuple[Issue, ...] = ()
    seen: frozenset[int] = frozenset()
    units: bool = False


def count_titles(cells: Sequence[str], indicators: Mapping[str, Indicateur]) -> int:
    """How many of these titles name an indicator, surely or not, or a month."""
    return sum(bool(cell.strip()) and (_resembling(cell, indicators) or _month(cell) is not None) for cell in cells)


def _resembling(title: str, indicators: Mapping[str, Indicateur]) -> bool:
    read = read_indicator_title(title, indicators)
    return read.code is not None or bool(read.candidates)


def find_wide_columns(
    rows: Sequence[Sequence[str]],
    row: int,
    columns: Mapping[str, int],
    indicators: Mapping[str, Indicateur],
    ids: Mapping[str, str],
    *,
    given: Collection[str] = (),
) -> Wide:
    """Tell the columns under the header at ``rows[row]``. ``columns``: those of the long form found there;
    ``given``: the keys a title gives. Column by column, whatever has a key of its own is not looked at."""
    keys = {i for f, i in columns.items() if f not in NUMBERS}
    titles = rows[row]
    free = [i for i in range(len(titles)) if i not in keys]
    above, below = titles_above(rows, row, keys), titles_below(rows, row, keys, indicators)
    first, last = row - bool(above), row + bool(below)
    if "indicateur" not in columns and "indicateur" not in given:
        return _by_indicator(rows, (first, row, last), free, above, below, indicators)
    for name, known in (("mois", _month), ("id_cpts", lambda text: ids.get(plain(text)))):
        if name in columns:
            continue
        named = {i: key for i in free if (key := known(titles[i].strip()))}
        # Several columns with a month each say more than the one month of a title or of the sheet.
        if len(named) > (1 if name in given else 0):
            return Wide(tuple(Group(name, key, {"valeur": i}) for i, key in named.items()), row, row)
    return Wide((), row, row)


def _by_indicator(
    rows: Sequence[Sequence[str]],
    place: tuple[int, int, int],
    free: Sequence[int],
    above: Mapping[int, str],
    below: Mapping[int, str],
    indicators: Mapping[str, Indicateur],
) -> Wide:
    first, row, last = place
    titles = rows[row]
    found: dict[str, dict[str, int]] = {}
    issues: list[Issue] = []
    seen: set[int] = set()
    for i in free:
        title, over = titles[i].strip(), above.get(i, "")
        if below.get(i) and not part_of(title) and read_part(below[i], title or title_left(titles, i), indicators):
            title, over = below[i], title or title_left(titles, i)
        if not title and not over:
            continue
        read = read_indicator_title(title, indicators, above=over, unit=below.get(i) or unit_of(rows[last + 1 :], i))
        name = " – ".join(filter(None, (over, title))) if part_of(title) or not title else title
        if read.code is not None and not below and stands_over_several(rows, row, i):
            read = Meant(candidates=(read.code,))
        if read.code is None:
            if read.candidates:
                seen.add(i)
                issues.append(_resembles(row + 1, name, i, read))
            continue
        seen.add(i)
        if read.part in found.setdefault(read.code, {}):
            other = titles[found[read.code][read.part]]
            issues.append(
                finding("colonne_en_double", ligne=row + 1, colonne=name, lettre=letter(i), valeur=other, detail=name)
            )
            continue
        found[read.code][read.part] = i
        if not read.sure:
            detail = f"{read.code}, {_PARTS[read.part]}"
            issues.append(
                finding("colonne_reconnue", ligne=row + 1, valeur=short(name), detail=detail, lettre=letter(i))
            )
    groups = tuple(Group("indicateur", code, parts) for code, parts in found.items())
    units = bool(groups and below) and all(map(is_unit, below.values()))
    return Wide(groups, first if groups else row, last if groups else row, tuple(issues), frozenset(seen), units)


_PARTS = {"valeur": "valeur", "numerateur": "numérateur", "denominateur": "dénominateur"}


def _resembles(line: int, title: str, index: int, read: Meant) -> Issue:
    return finding(
        "colonne_ambigue", ligne=line, valeur=short(title), detail=list_first(read.candidates, 6), lettre=letter(index)
    )


def _month(text: str) -> str | None:
    return text if text and isinstance(read_month(text), date) else None


@dataclass(frozen=True)
class Unfolded:
    """The cells of a wide file as long lines: the position of each in the wide lines, and its columns.

    ``titles`` and ``letters``: for each field, the title and the letter of the column each line was read in.
    """

    positions: NDArray[np.int64]
    columns: Mapping[str, Column]
    titles: Mapping[str, Column]
    letters: Mapping[str, Column]


def unfold(columns: Mapping[int, Column], groups: Sequence[Group], titles: Sequence[str], length: int) -> Unfolded:
    """One line per line and group that has a cell filled, in the order of the file. ``columns``: by position."""
    filled = [
        np.logical_or.reduce([_filled(columns[i]) for i in group.columns.values()]) if length else np.zeros(0, bool)
        for group in groups
    ]
    where = [np.flatnonzero(mask) for mask in filled]
    positions = np.concatenate(where) if where else np.zeros(0, dtype=np.int64)
    ranks = np.repeat(np.arange(len(groups)), [len(w) for w in where])
    order = np.lexsort((ranks, positions))
    texts: dict[str, list[str]] = {}
    shown: dict[str, list[str]] = {}
    letters: dict[str, list[str]] = {}
    for name in (*NUMBERS, groups[0].field):
        texts[name], shown[name], letters[name] = [], [], []
        for group, lines in zip(groups, where, strict=True):
            index = group.columns.get(name)
            texts[name] += (
                [group.key] * len(lines) if name == group.field
                else [""] * len(lines) if index is None
                else np.array(columns[index].textes, dtype=object)[columns[index].codes[lines]].tolist()
            )  # fmt: skip
            place = index if index is not None else next(iter(group.columns.values()))
            shown[name] += [titles[place] or group.key] * len(lines)
            letters[name] += [letter(place)] * len(lines)

    def ordered(cells: list[str]) -> Column:
        return column_of(np.array(cells, dtype=object)[order].tolist())

    return Unfolded(
        positions[order],
        {name: ordered(cells) for name, cells in texts.items()},
        {name: ordered(cells) for name, cells in shown.items()},
        {name: ordered(cells) for name, cells in letters.items()},
    )


def _filled(column: Column) -> NDArray[np.bool_]:
    mask: NDArray[np.bool_] = np.array([bool(text.strip()) for text in column.textes], dtype=bool)[column.codes]
    return mask
