"""Headers on several lines: what stands above and below the titles of the columns, and what it adds to each.

Above, an indicator or a mission over merged cells; below, its parts (Num, Dén, « Dépistées », « Éligibles ») or a unit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pipelines.catalogue import Indicateur
from pipelines.ingest.header.indicator_titles import part_of, part_under, read_indicator_title
from pipelines.ingest.texts import plain

_SAMPLE = 40
_UNITS = ("en", "nombre", "nb", "effectif", "taux")


def titles_above(rows: Sequence[Sequence[str]], row: int, keys: Collection[int]) -> dict[int, str]:
    """The titles of the line above, each spread over the empty cells at its right, as merged cells are read."""
    if row == 0:
        return {}
    over: dict[int, str] = {}
    filled = [i for i, cell in enumerate(rows[row - 1]) if cell.strip()]
    if not filled or (len(filled) == 1 and filled[0] == 0):
        return {}  # a title of the page, not of columns
    last = ""
    for i, cell in enumerate(rows[row - 1][: len(rows[row])]):
        last = cell.strip() or last
        if last and i not in keys:
            over[i] = last
    return over


def titles_below(
    rows: Sequence[Sequence[str]], row: int, keys: Collection[int], indicators: Mapping[str, Indicateur]
) -> dict[int, str]:
    """The line of units or of parts (Num, Dén) under the header: it names no CPTS and holds no number."""
    if row + 1 >= len(rows):
        return {}
    cells = {i: cell.strip() for i, cell in enumerate(rows[row + 1]) if cell.strip()}
    if not cells or keys & cells.keys() or any(any(c.isdigit() for c in cell) for cell in cells.values()):
        return {}
    told = [read_part(cell, title_left(rows[row], i), indicators) or is_unit(cell) for i, cell in cells.items()]
    return cells if all(told) else {}


def is_unit(cell: str) -> bool:
    """True for what stands in a line of units: « En nombre », « % », « Nb d'actes », « ‰ »."""
    words = plain(cell).split()
    return cell.strip().startswith(("%", "‰")) or (bool(words) and words[0] in _UNITS)


def read_part(title: str, over: str, indicators: Mapping[str, Indicateur]) -> str | None:
    """The part that a title names, under that of an indicator when ``over`` is one."""
    code = read_indicator_title(over, indicators).code
    return part_of(title) if code is None else part_under(title, indicators[code])


def stands_over_several(rows: Sequence[Sequence[str]], row: int, index: int) -> bool:
    """True when a title stands over several columns that words below tell apart (Hommes, Femmes): it names none alone."""
    below = rows[row + 1] if row + 1 < len(rows) else ()
    pair = [cell.strip() for cell in below[index : index + 2]]
    words = len(pair) == 2 and all(cell and not any(c.isdigit() for c in cell) for cell in pair)
    return words and index + 1 < len(rows[row]) and not rows[row][index + 1].strip()


def title_left(titles: Sequence[str], index: int) -> str:
    """The nearest title at the left: that of the merged cells a column without title stands under."""
    return next((title.strip() for title in reversed(titles[: index + 1]) if title.strip()), "")


def unit_of(rows: Sequence[Sequence[str]], index: int) -> str:
    """« % » or « ‰ » when the first cells of the column carry it."""
    cells = [row[index].strip() for row in rows[:_SAMPLE] if index < len(row)]
    return next((cell[-1] for cell in cells if cell.endswith(("%", "‰"))), "")
