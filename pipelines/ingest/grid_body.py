"""The rows of a sheet under its header, as coded columns; what merged cells hold is spread, or refused when it is a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from pipelines.ingest.body import Body
from pipelines.ingest.columns import coded
from pipelines.ingest.columns_beside import FIELDS_BESIDE
from pipelines.ingest.header import KEYS, Header
from pipelines.ingest.issues import Issue
from pipelines.ingest.rules import finding
from pipelines.ingest.texts import listed
from pipelines.ingest.wide import letter

Block = tuple[int, int, int, int]


def body_of_rows(rows: list[list[str]], header: Header, merged: Iterable[Block]) -> Body:
    """What stands under the header. ``merged``: first row, first column, last row, last column (0-based).

    A key cell (CPTS, month, indicator) merged over several lines holds for each of them.
    """
    width = max(len(header.titles), max(map(len, rows), default=0))
    issues = _spread(rows, header, merged)
    body = [row + [""] * (width - len(row)) for row in rows[header.row + 1 :]]
    columns = {i: coded([row[i] for row in body]) for i in range(len(header.titles))}
    beyond = [i for i in range(len(header.titles), width) if any(row[i].strip() for row in body)]
    if beyond:
        letters = listed([letter(i) for i in beyond], 12)
        issues.append(finding("colonne_sans_titre", ligne=header.row + 1, valeur=letters))
    lines = np.arange(header.row + 2, header.row + 2 + len(body), dtype=np.int32)
    return Body(lines, columns, issues)


def _spread(rows: Sequence[list[str]], header: Header, merged: Iterable[Block]) -> list[Issue]:
    keys = {header.columns[key] for key in (*KEYS, *FIELDS_BESIDE) if key in header.columns}
    read = {*header.columns.values(), *(i for group in header.groups for i in group.columns.values())}
    issues = []
    for top, column, bottom, last in sorted(merged):
        bottom = min(bottom, len(rows) - 1)
        if top <= header.row or bottom <= top or column not in read or column >= len(rows[top]):
            continue
        text = rows[top][column]
        if not text.strip():
            continue
        shared = column in keys and last == column
        rule = "cellules_fusionnees" if shared else "nombre_fusionne"
        for row in range(top, top + 1 if shared else bottom + 1):
            said = {"colonne": header.titles[column], "lettre": letter(column), "valeur": text}
            issues.append(finding(rule, ligne=row + 1, detail=top + 1, attendu=bottom + 1, **said))
        if shared:
            for cells in rows[top + 1 : bottom + 1]:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = text
    return issues
