"""Finds the header line and what each column is, whatever its case, accents and usual synonyms."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from calculators.french import list_first
from pipelines.catalogue import Indicateur
from pipelines.ingest.column import letter
from pipelines.ingest.header.above_header import Given, read_above
from pipelines.ingest.header.part_titles import is_part_under_title
from pipelines.ingest.header.synonyms import (
    FIELDS_BESIDE,
    MEANINGS,
    SYNONYMS,
    counts_people,
    find_columns_beside,
    is_weak,
    meaning,
    near_title,
)
from pipelines.ingest.header.wide import NUMBERS, Group, count_titles, find_wide_columns
from pipelines.ingest.issues import Issue
from pipelines.ingest.months import read_month
from pipelines.ingest.rules.table import finding
from pipelines.ingest.texts import plain, short

REQUIRED = ("id_cpts", "mois", "indicateur", "valeur")
KEYS = ("id_cpts", "mois", "indicateur")
#: Columns of our own templates and of the files we hand back: known, of no use here, nothing to say about them.
QUIET = frozenset(
    ["libelle", "unite", "valeur precedente", "constat", "constats", "nom cpts", "nom de la cpts", "libelle cpts"]
)
SEARCHED_LINES = 40
_GAPS = re.compile(r"\s{2,}")
COLUMNS_MAX = 1_000
#: A title of more characters is refused: a whole definition has a few hundred.
TITLE_MAX = 1_000
#: A number, or the mark that stands for one, is short; the definition of a numerator is not.
NUMBER_MAX = 25


@dataclass(frozen=True)
class Header:
    """Where the header stands and what its columns are.

    ``first`` to ``row``: its lines (0-based; a header may take two or three). ``columns``: the column of each field, and of the
    wordings beside codes.
    ``titles``: the cells as the user wrote them. ``groups``: in a file in wide form, the columns of each indicator (or
    month, or CPTS). ``given``: key fields that a title above gives once for all lines. ``year``: a column of years
    beside one of months. ``units``: the last line of the header gives units.
    """

    row: int
    columns: dict[str, int]
    titles: tuple[str, ...]
    first: int = 0
    groups: tuple[Group, ...] = ()
    given: Mapping[str, Given] = field(default_factory=dict)
    year: int | None = None
    units: bool = False

    def title(self, name: str) -> str:
        """The header cell of a field as written; the field's own name when the file has no such column."""
        return self.titles[self.columns[name]] if name in self.columns else name


def same_title(one: str, other: str) -> bool:
    """True when two titles name the same field, or are the same words."""
    a, b = meaning(one), meaning(other)
    return plain(one) == plain(other) or (a is not None and b is not None and a[0] == b[0])


def count_fields(cells: Sequence[str]) -> int:
    """How many different fields these cells name: the line that names most is the header."""
    return len(_fields(cells))


def _fields(cells: Sequence[str]) -> set[str]:
    return {found[0] for cell in cells if (found := meaning(cell)) is not None}


def score(cells: Sequence[str], indicators: Mapping[str, Indicateur]) -> int:
    """The same, counting the indicators and months that head columns, when a key field stands beside them."""
    cells = cells[: COLUMNS_MAX + 1]
    fields = _fields(cells)
    return len(fields) + (count_titles(cells, indicators) if fields & set(KEYS) else 0)


def read_header(
    rows: Sequence[Sequence[str]],
    indicators: Mapping[str, Indicateur],
    ids: Mapping[str, str] | None = None,
    *,
    sheet: str | None = None,
) -> tuple[Header | None, list[Issue]]:
    """Find the header among the first rows; None with the reason when the columns cannot be told.

    ``ids``: codes of CPTS by what they are called (as ``plain`` gives it), to know a CPTS that heads a column.
    """
    searched = rows[:SEARCHED_LINES]
    head = _cut(searched)
    row = _row(head, indicators)
    if row is None:
        spaced = any(count_fields(_GAPS.split(cell)) > 1 for cells in head for cell in cells[:1])
        return None, [finding("colonnes_par_espaces" if spaced else "entete_introuvable")]
    titles = tuple(" ".join(cell.splitlines()).strip() for cell in head[row])
    if len(titles) > COLUMNS_MAX:
        titles = titles[: max(i for i, title in enumerate(titles, 1) if title)]
        if len(titles) > COLUMNS_MAX:
            return None, [finding("trop_de_colonnes", ligne=row + 1, valeur=str(len(titles)), detail=COLUMNS_MAX)]
    columns, twice = _columns(titles)
    columns |= find_columns_beside(titles, columns)
    absent = [key for key in KEYS if key not in columns]
    given, clashes = read_above(head[:row], MEANINGS, sheet=sheet, missing=absent)
    beside = [*head, *_cut(rows[SEARCHED_LINES : 2 * SEARCHED_LINES])]
    wide = find_wide_columns(beside, row, columns, indicators, ids or {}, given=given.keys())
    given = {key: one for key, one in given.items() if all(group.field != key for group in wide.groups)}
    columns = {f: i for f, i in columns.items() if not wide.groups or f in (*KEYS, *FIELDS_BESIDE, "commentaire")}
    line = row + 1
    issues = [*_long_titles(searched[row], line), *wide.issues]
    if not wide.groups:
        issues += [
            finding(
                "colonne_en_double", ligne=line, colonne=titles[b], lettre=letter(b), valeur=titles[a], detail=titles[b]
            )
            for a, b in twice
        ]
    names = [plain(title) for title in titles]
    if "code" in names and "cpts" in names and "indicateur" not in columns and not wide.groups:
        columns = {f: i for f, i in columns.items() if f not in FIELDS_BESIDE}
        columns |= {"indicateur": names.index("code"), "id_cpts": names.index("cpts")}
        columns |= find_columns_beside(titles, columns)
    year = next((i for i, name in enumerate(names) if name in ("annee", "an", "exercice")), None)
    year = year if "mois" in columns else None
    found = Header(wide.last, columns, titles, wide.first, wide.groups, given, year, wide.units)
    clashes = {key: clash for key, clash in clashes.items() if all(group.field != key for group in found.groups)}
    said_elsewhere = {*clashes}
    if not found.groups and any(issue.regle == "colonne_ambigue" for issue in issues):
        # The titles that nearly name an indicator are what is the matter, not that no column is called so.
        issues = [replace(issue, bloquante=True) if issue.regle == "colonne_ambigue" else issue for issue in issues]
        said_elsewhere |= {"indicateur", "valeur"}
    issues += _missing(found, titles, line, but=said_elsewhere)
    issues += _parts_under(found, head)
    issues += [*clashes.values(), *(given[key].issue(key) for key in given)]
    return found, issues + _ignored(found, wide.seen, issues, line)


def has_header(rows: Sequence[Sequence[str]], indicators: Mapping[str, Indicateur]) -> bool:
    """True when one of the first rows is a header."""
    return _row(_cut(rows[:SEARCHED_LINES]), indicators) is not None


def _cut(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The rows among which titles are looked for, their cells no longer than a title may be."""
    return [[cell[:TITLE_MAX] for cell in row] if any(len(cell) > TITLE_MAX for cell in row) else row for row in rows]


def _long_titles(row: Sequence[str], line: int) -> list[Issue]:
    """The titles of which only the beginning was looked at: the end may have said something else."""
    return [
        finding(
            "titre_demesure", ligne=line, lettre=letter(i), valeur=cell[:TITLE_MAX], detail=len(cell), attendu=TITLE_MAX
        )
        for i, cell in enumerate(row)
        if len(cell) > TITLE_MAX
    ]


def holds_data(
    rows: Sequence[Sequence[str]], indicators: Mapping[str, Indicateur], names: Mapping[str, str], sheet: str
) -> bool:
    """True when a line under the header names a CPTS or a month, an indicator, and holds a number or a mark.

    A sheet of notes, a dictionary or a list of CPTS may begin with what looks like a header. ``names``: as in
    :func:`read_header`. A line in doubt counts: two sheets of data are never one of them left aside.
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


def _row(head: Sequence[Sequence[str]], indicators: Mapping[str, Indicateur]) -> int | None:
    """The row that names most columns: two at least, or one among other titles (what is missing is then said)."""
    row = max(range(len(head)), key=lambda r: (score(head[r], indicators), -r), default=0)
    if not head or not (named := score(head[row], indicators)):
        return None
    first = next(r for r, cells in enumerate(head) if any(cell.strip() for cell in cells))
    if row > first and _are_titles(head[first], over=head[row]) and score(head[first], indicators):
        return first
    filled = [cell for cell in head[row] if cell.strip()]
    titled = len(filled) > 2 and not any(cell.strip()[0].isdigit() for cell in filled)
    return row if named > 1 or titled or read_above(head[:row], MEANINGS)[0] else None


def _are_titles(cells: Sequence[str], *, over: Sequence[str]) -> bool:
    """True for a first line of words, unknown as they may be, over a line that holds a month or a number: it is data."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    below = [cell.strip() for cell in over if cell.strip()]
    worded = len(filled) > 2 and not any(cell[0].isdigit() for cell in filled)
    data = any(cell.isdecimal() or isinstance(read_month(cell), date) for cell in below)
    return worded and len(filled) >= len(below) and data


def is_quiet(title: str) -> bool:
    """True for a column that our templates add and that says nothing to the reader."""
    name = plain(title)
    return name in QUIET or name.startswith(("mois precedent", "constats ", "libelle ", "unite "))


def is_template(titles: Sequence[str]) -> bool:
    """True for the header of our own template: a line that nobody filled in then says nothing, not « unknown »."""
    return any(plain(title).startswith("mois precedent") for title in titles)


def _parts_under(header: Header, head: Sequence[Sequence[str]]) -> list[Issue]:
    """The columns of numbers of which a second line of titles says that they count a part (« Hommes »)."""
    row = header.row if header.units else header.row + 1
    below = head[row] if row < len(head) else ()
    if any(_filled(below, header.columns[key]) for key in KEYS if key in header.columns):
        return []  # a line of data
    wide = {i for group in header.groups for i in group.columns.values()}
    return [
        finding("titre_de_part", ligne=row + 1, lettre=letter(i), valeur=below[i], detail=header.titles[i])
        for i in sorted(wide | {header.columns[field] for field in NUMBERS if field in header.columns})
        if i < len(below) and is_part_under_title(below[i])
    ]


def _missing(header: Header, titles: Sequence[str], line: int, *, but: Collection[str]) -> list[Issue]:
    """The required fields that nothing gives; ``but``: those given in two ways, of which something else is said."""
    told = {*header.columns, *header.given, *(group.field for group in header.groups)}
    alone = "numerateur" in header.columns and counts_people(header.title("numerateur"))
    if header.groups or alone or {"numerateur", "denominateur"} <= told:
        told.add("valeur")
    seen = _titles([t for t in titles if t])
    return [
        finding("colonne_manquante", ligne=line, valeur=", ".join(filter(None, titles)), attendu=seen, detail=c)
        for c in REQUIRED
        if c not in told and c not in but
    ]


def _ignored(header: Header, seen: frozenset[int], issues: Sequence[Issue], line: int) -> list[Issue]:
    """The columns of no use here, unless something graver is wrong with the header."""
    used = {*header.columns.values(), *seen, header.year, *(i for g in header.groups for i in g.columns.values())}
    left = [t for i, t in enumerate(header.titles) if t and i not in used and not is_quiet(t)]
    absent = set(SYNONYMS) - {*header.columns, *header.given, "commentaire"}
    near = {t: field for t in left if not header.groups and (field := near_title(t, absent))}
    if near:
        return [finding("titre_proche", ligne=line, valeur=t, detail=field) for t, field in near.items()]
    if not left or any(issue.bloquante for issue in issues):
        return []
    return [finding("colonne_ignoree", ligne=line, valeur=", ".join(left), detail=_titles(left))]


def _titles(titles: Sequence[str]) -> str:
    """These titles, in a sentence."""
    return list_first([short(title, 40) for title in titles], 8)


def _columns(titles: Sequence[str]) -> tuple[dict[str, int], list[tuple[int, int]]]:
    """The column of each field, the surest name winning, and the pairs of columns that carry the very same name."""
    best: dict[str, tuple[int, int]] = {}
    twice = []
    for index, title in enumerate(titles):
        if (found := meaning(title)) is None:
            continue
        name, rank = found
        if name in best and best[name][0] == rank:
            twice.append((best[name][1], index))
        elif name not in best or rank < best[name][0]:
            best[name] = (rank, index)
    columns = {name: index for name, (_, index) in best.items()}
    if "denominateur" in columns and "numerateur" not in columns and is_weak(titles[columns["denominateur"]]):
        del columns["denominateur"]
    return columns, twice
