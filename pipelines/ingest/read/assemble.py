"""Puts together what was read of a file: its header, its lines, those set aside; wide files become one line per cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipelines.catalogue import Indicateur
from pipelines.ingest.column import Column, column_of, letter
from pipelines.ingest.header.synonyms import FIELDS_BESIDE
from pipelines.ingest.header.title_line import KEYS, Header, count_fields, is_template, same_title
from pipelines.ingest.header.wide import NUMBERS, unfold
from pipelines.ingest.issues import Issue
from pipelines.ingest.months import named_month, read_month
from pipelines.ingest.read.aside import set_aside
from pipelines.ingest.read.body import Body, join_filled
from pipelines.ingest.read.cells import FIELDS, Cells, MiseAPart
from pipelines.ingest.read.limits import CELL_MAX, COMMENT_MAX
from pipelines.ingest.rules.table import finding

#: What may stand between two cells of a text, the surest first.
SEPARATORS = ";\t|,"


def assemble(
    body: Body,
    head: Sequence[Sequence[str]],
    header: Header,
    issues: Sequence[Issue],
    *,
    separateur: str,
    encodage: str,
    names: Collection[str],
    indicators: Mapping[str, Indicateur],
    feuille: str | None = None,
    depuis_1904: bool = False,
) -> Cells:
    """The data lines of a body, the others set aside; ``issues``: what there is to say so far."""
    body, about_cells = _with_short_cells(body, header)
    titles = [
        MiseAPart(n, "titres", join_filled(row)) for n, row in enumerate(head[: header.first], 1) if join_filled(row)
    ]
    if header.units:
        titles.append(MiseAPart(header.row + 1, "unités", join_filled(head[header.row])))
    columns = {f: body.columns[i] for f, i in header.columns.items()}
    code, name = columns.get("id_cpts"), columns.get("nom_cpts")
    if code is not None and name is not None and _is_blank(code) and not _is_blank(name):
        columns |= {"id_cpts": name, "nom_cpts": code}  # the filled one tells whose the lines are
    keys = {f: columns[f] for f in KEYS if f in columns}
    wide = sorted({i for group in header.groups for i in group.columns.values()})
    numbers = [body.columns[i] for i in wide] or [columns[f] for f in NUMBERS if f in columns]
    kept, aside = set_aside(body.lines, keys, list(body.columns.values()), numbers, names)
    if is_template(header.titles) or _asks_for_all(columns, indicators):
        kept, aside = _without_unfilled(body, numbers, kept, aside)
    if "mois" in columns and header.year is not None:
        columns["mois"] = _with_year(columns["mois"], body.columns[header.year])
    above = [join_filled(row) for row in head[: header.first]]
    if (changed := _separator_before(above, separateur, header) or _separator_changed(body, separateur)) is not None:
        issues = [*issues, changed]
    left = {line.ligne for line in aside}
    issues = [issue for issue in issues if issue.regle != "formule_sans_resultat" or issue.ligne not in left]
    said = [*issues, *body.faults, *about_cells, *_untitled(body, header), *_other_headers(body, header, aside)]
    if not kept.any() and not any(i.bloquante for i in said):
        said.append(finding("aucune_ligne"))
    if not kept.all():
        columns = {f: column.keep(kept) for f, column in columns.items()}
    cells = Cells(
        lignes=body.lines[kept],
        colonnes=columns,
        titres={f: header.title(f) for f in (*FIELDS, *FIELDS_BESIDE)},
        separateur=separateur,
        encodage=encodage,
        mises_a_part=(*titles, *aside),
        anomalies=tuple(said),
        courtes=body.short,
        feuille=feuille,
        entete=header.row + 1,
        lettres={f: letter(i) for f, i in header.columns.items()},
        depuis_1904=depuis_1904,
        unites={letter(i): cell for i, cell in enumerate(head[header.row]) if cell.strip()} if header.units else {},
    )
    if header.groups:
        cells = _unfolded(cells, {i: body.columns[i].keep(kept) for i in wide}, header)
    return _completed(cells, {name: given.texte for name, given in header.given.items()})


def _asks_for_all(columns: Mapping[str, Column], indicators: Mapping[str, Indicateur]) -> bool:
    """True for our template without its helping columns: one CPTS, one month, every indicator of a supplier, all numbers."""
    if not indicators or not {*KEYS, *NUMBERS} <= columns.keys():
        return False
    cpts, month, codes = ({text.strip() for text in columns[key].textes} - {""} for key in KEYS)
    if len(cpts) != 1 or len(month) != 1:
        return False
    asked: dict[str, set[str]] = {}
    for code, indicator in indicators.items():
        asked.setdefault(indicator.fournisseur, set()).add(code)
    return any(expected <= codes for expected in asked.values())


def _with_short_cells(body: Body, header: Header) -> tuple[Body, list[Issue]]:
    """The body with the cells that are read no longer than they may be, and a finding for each that was longer."""
    limits = {i: CELL_MAX for group in header.groups for i in group.columns.values()}
    limits |= {i: COMMENT_MAX if field == "commentaire" else CELL_MAX for field, i in header.columns.items()}
    columns, found = dict(body.columns), []
    for i, limit in limits.items():
        column = columns[i]
        long = np.array([len(text) > limit for text in column.textes], dtype=bool)
        if not long.any():
            continue
        for position in np.flatnonzero(long[column.codes]).tolist():
            text = column[position]
            found.append(
                finding(
                    "cellule_demesuree",
                    ligne=int(body.lines[position]),
                    colonne=header.titles[i],
                    lettre=letter(i),
                    valeur=text[:CELL_MAX],
                    detail=len(text),
                    attendu=limit,
                )
            )
        columns[i] = column.rewritten(lambda text, limit=limit: text[:limit], needed=lambda _: True)  # type: ignore[misc]
    return replace(body, columns=columns), found


def _is_blank(column: Column) -> bool:
    return not any(text.strip() for text in column.textes)


def _separator_before(above: Sequence[str], separator: str, header: Header) -> Issue | None:
    """The finding on the header when a line above it is another one, by another separator, with a line of data under it."""
    if not separator:
        return None
    others = (
        other
        for text, below in pairwise(above)
        for other in SEPARATORS
        if other != separator and count_fields(text.split(other)) > 2 and text.count(other) == below.count(other)
    )
    before = next(others, None)
    return None if before is None else _change_of_separator(header.first + 1, before, separator)


def _change_of_separator(line: int, before: str, now: str) -> Issue:
    names = {"\t": "tabulation"}
    return finding("separateur_change", ligne=line, detail=names.get(before, before), attendu=names.get(now, now))


def _separator_changed(body: Body, separator: str) -> Issue | None:
    """The finding on the first line that is one cell here and several by another separator, as many as the header has."""
    first = body.columns.get(0)
    if not separator or first is None or len(body.columns) < 3:
        return None
    others = [s for s in SEPARATORS if s != separator]
    found = {
        rank: other
        for rank, text in enumerate(first.textes)
        for other in others
        if text.count(other) in (len(body.columns) - 1, len(body.columns))
    }
    for position in np.flatnonzero(np.isin(first.codes, list(found))).tolist():
        if not any(column[position].strip() for index, column in body.columns.items() if index):
            return _change_of_separator(int(body.lines[position]), separator, found[int(first.codes[position])])
    return None


def _without_unfilled(
    body: Body, numbers: Sequence[Column], kept: NDArray[np.bool_], aside: list[MiseAPart]
) -> tuple[NDArray[np.bool_], list[MiseAPart]]:
    """Set aside the lines of a template whose numbers are all empty: another supplier may have sent them."""
    empty = kept.copy()
    for column in numbers:
        empty &= np.array([not text.strip() for text in column.textes], dtype=bool)[column.codes]
    unfilled = [
        MiseAPart(int(body.lines[position]), "non remplie", join_filled([c[position] for c in body.columns.values()]))
        for position in np.flatnonzero(empty).tolist()
    ]
    return kept & ~empty, sorted([*aside, *unfilled], key=lambda line: line.ligne)


def _unfolded(cells: Cells, wide: Mapping[int, Column], header: Header) -> Cells:
    """One position for each line and indicator (or month, or CPTS) that has a cell filled."""
    long = unfold(wide, header.groups, header.titles, len(cells))
    kept = {f: Column(c.codes[long.positions], c.textes) for f, c in cells.colonnes.items()}
    return replace(
        cells,
        lignes=cells.lignes[long.positions],
        colonnes={f: _used(column) for f, column in kept.items()} | dict(long.columns),
        anomalies=cells.anomalies if len(long.positions) else _without_value(cells.anomalies),
        courtes=frozenset(),
        titres_par_ligne=long.titles,
        lettres_par_ligne=long.letters,
    )


def _without_value(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    return issues if any(i.bloquante for i in issues) else (*issues, finding("aucune_ligne"))


def _used(column: Column) -> Column:
    """The column without the texts that no position has any more."""
    return column.keep(np.ones(len(column), dtype=bool))


def _completed(cells: Cells, given: Mapping[str, str]) -> Cells:
    """Every field has its column: the text a title gives for all lines, else an empty one."""
    zeros = np.zeros(len(cells), dtype=np.int32)
    columns = dict(cells.colonnes) | {
        f: cells.colonnes.get(f) or (Column(zeros, [given.get(f, "")]) if len(cells) else column_of(())) for f in FIELDS
    }
    return replace(cells, colonnes=columns)


def _with_year(months: Column, years: Column) -> Column:
    """« mars » in one column and « 2025 » in another are « mars 2025 »; a month that is already whole is left alone."""
    pairs, codes = np.unique(months.codes.astype(np.int64) * len(years.textes) + years.codes, return_inverse=True)
    texts = []
    for pair in pairs.tolist():
        month, year = months.textes[pair // len(years.textes)].strip(), years.textes[pair % len(years.textes)].strip()
        named = named_month(month)
        both = f"{month if named is None else named} {year}"
        alone = isinstance(read_month(month), date) or not isinstance(read_month(both), date)
        texts.append(month if alone else both)
    return column_of(np.array(texts, dtype=object)[codes].tolist())


def _other_headers(body: Body, header: Header, aside: Sequence[MiseAPart]) -> list[Issue]:
    """The headers met again whose columns are not the first one's: the lines below would be read under wrong titles."""
    used = sorted({*header.columns.values(), *(i for group in header.groups for i in group.columns.values())})
    found = []
    for line in aside:
        if line.motif != "en-tête répété":
            continue
        position = int(np.searchsorted(body.lines, line.ligne))
        cells = {i: body.columns[i][position].strip() for i in used}
        if count_fields(list(cells.values())) < 2:  # a line of data whose code is missing, not a header
            continue
        moved = next((i for i, cell in cells.items() if cell and not same_title(cell, header.titles[i])), None)
        if moved is not None:
            said = {"lettre": letter(moved), "valeur": cells[moved], "detail": header.titles[moved]}
            found.append(finding("autre_entete", ligne=line.ligne, **said))
    return found


def _untitled(body: Body, header: Header) -> list[Issue]:
    """The columns that hold cells under no title: they are not read, which has to be said."""
    used = {*header.columns.values(), *(i for group in header.groups for i in group.columns.values())}
    places = [
        letter(i)
        for i, column in body.columns.items()
        if not header.titles[i] and i not in used and any(text.strip() for text in column.textes)
    ]
    return [finding("colonne_sans_titre", ligne=header.row + 1, valeur=", ".join(places))] if places else []
