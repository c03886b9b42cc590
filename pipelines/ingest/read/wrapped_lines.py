"""Lines written whole between quotes, as one cell: what Excel makes of a CSV it did not cut, when it saves it again.

``"CPTS-WEPP;2025-03;ADH;91"``, quotes inside doubled. Such a line is unwrapped when it then has as many cells as the
header, itself wrapped or not; a cell that merely holds separators never has.
"""

from __future__ import annotations

import csv
import re

import numpy as np

from pipelines.ingest.header.title_line import SEARCHED_LINES, count_fields
from pipelines.ingest.issues import Issue
from pipelines.ingest.read.body import Body
from pipelines.ingest.rules.table import finding
from pipelines.ingest.texts import plural

_WHOLE = re.compile(r'"((?:[^"]|"")*)"[;,\t|]*')
_SEPARATORS = ";\t|,"


def holds_wrapped(body: Body, separator: str) -> bool:
    """True when a short line of a body has separators in its first cell."""
    where = np.flatnonzero(np.isin(body.lines, list(body.short)))
    return 0 in body.columns and any(separator in body.columns[0][position] for position in where.tolist())


def unwrap(text: str) -> tuple[str, list[Issue]]:
    """The text with such lines as they were meant, and the remark that says so; as it is when there is none."""
    if not re.search(r'^"[^"\n]*[;,\t|]', text, re.MULTILINE):
        return text, []
    lines = text.split("\n")
    inside = {n: m[1].replace('""', '"') for n, line in enumerate(lines) if (m := _WHOLE.fullmatch(line))}
    head = [inside.get(n, line) for n, line in enumerate(lines[:SEARCHED_LINES])]
    separator, width = max(((s, _width(head, s)) for s in _SEPARATORS), key=lambda found: found[1])
    wrapped = [n for n, line in inside.items() if 1 < width <= len(next(csv.reader([line], delimiter=separator), []))]
    if not wrapped:
        return text, []
    for n in wrapped:
        lines[n] = inside[n]
    said = plural(len(wrapped), "ligne était écrite tout entière", "lignes étaient écrites tout entières")
    return "\n".join(lines), [finding("lignes_entre_guillemets", ligne=wrapped[0] + 1, detail=said)]


def _width(head: list[str], separator: str) -> int:
    """How many cells the header has under that separator; 0 when no line is one."""
    rows = list(csv.reader(head, delimiter=separator))
    best = max(rows, key=count_fields, default=[])
    return len(best) if count_fields(best) > 1 else 0
