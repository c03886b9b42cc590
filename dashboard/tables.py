"""Tables as people read them: a typed column list and an accessible HTML table. No Streamlit here.

Amounts are whole cents, proportions ratios between 0 and 1, months first-of-month dates; the kind of a column says how
it is written. On screen a table is real HTML (`<th scope>`, caption), not a canvas, so that a screen reader reads it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import pandas as pd

from calculators import french
from calculators.aci.accord.statut import DEFINITIONS, SYMBOLES
from dashboard.pages import FICHE

Kind = Literal[
    "text", "int", "decimal", "euros", "percent", "day", "month", "statut", "html", "amount", "written", "cpts"
]
#: Kinds aligned right. `html` and `amount` hold HTML already escaped and are left out of downloads; `written` is a
#: number already put in words, whose raw column a chart names in its `exports`; `cpts` is the name of a CPTS, which leads to
#: its page by the column `id_cpts` of the same frame, and stays a name in downloads.
NUMERIC: frozenset[str] = frozenset({"int", "decimal", "euros", "percent", "amount", "written"})
RAW: frozenset[str] = frozenset({"html", "amount"})
#: Columns that may hold several values, joined by a bar.
SEVERAL: frozenset[str] = frozenset({"cpam", "ars", "regions"})


@dataclass(frozen=True)
class Column:
    """One column of a table: the frame's column, its French heading, and how its values are written."""

    key: str
    label: str
    kind: Kind = "text"
    decimals: int = 1


def statut(word: str) -> str:
    """A status as symbol and word, « ○ reconstitué »."""
    return f"{SYMBOLES[word]}{french.INSECABLE}{word}" if word in SYMBOLES else word


def badge(word: str) -> str:
    """A status as HTML, with its definition on hover."""
    definition = escape(DEFINITIONS.get(word, ""), quote=True)
    slug = {"reconstitué": "reconstitue", "proposé": "propose", "attesté": "atteste"}.get(word, "autre")
    return f'<span class="statut statut-{slug}" title="{definition}">{escape(statut(word))}</span>'


def write(value: Any, column: Column) -> str:
    """One value in plain text, the French way."""
    match column.kind:
        case "euros":
            return french.euros(value)
        case "percent":
            return french.percent(value, column.decimals)
        case "int":
            return french.number(value)
        case "decimal":
            return french.number(value, column.decimals)
        case "day":
            return french.day(value)
        case "month":
            return french.ABSENT if pd.isna(value) else french.month(value)
        case "statut":
            return statut(str(value))
        case _:
            return french.ABSENT if value is None or pd.isna(value) else str(value)


def _cell(value: Any, column: Column) -> str:
    if column.key in SEVERAL and isinstance(value, str):
        # Stored with a bar between them, as downloads keep it; no screen shows one.
        value = value.replace("|", " et ")
    if column.kind in RAW or column.kind == "cpts":
        return str(value)
    if column.kind == "statut":
        return badge(str(value))
    return escape(write(value, column))


def _named(frame: pd.DataFrame, key: str) -> list[str]:
    """Names of CPTS as links to their pages."""
    return [FICHE.anchor(str(n), cpts=str(i)) for i, n in zip(frame["id_cpts"], frame[key], strict=True)]


def html_table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    caption: str,
    total: Mapping[str, Any] | None = None,
    row_class: str | None = None,
    sticky: bool = False,
) -> str:
    """The frame as an HTML table. `total` is one more row in `<tfoot>`; `row_class` names a column of CSS classes."""
    side = {
        c.key: ' class="n"' if c.kind in NUMERIC else ' class="d"' if c.kind in ("day", "month") else ""
        for c in columns
    }
    caption = french.typography(caption)
    head = "".join(f'<th scope="col"{side[c.key]}>{escape(c.label)}</th>' for c in columns)
    classes = frame[row_class].tolist() if row_class else [""] * len(frame)
    values = [_named(frame, c.key) if c.kind == "cpts" else frame[c.key].tolist() for c in columns]
    rows = []
    for row, class_ in zip(zip(*values, strict=True), classes, strict=True):
        first, *others = (_cell(value, column) for value, column in zip(row, columns, strict=True))
        cells = [f'<th scope="row"{side[columns[0].key]}>{first}</th>']
        cells += [f"<td{side[c.key]}>{text}</td>" for c, text in zip(columns[1:], others, strict=True)]
        rows.append((f'<tr class="{class_}">' if class_ else "<tr>") + "".join(cells) + "</tr>")
    foot = ""
    if total is not None:
        cells = [f"<td{side[c.key]}>{_cell(total[c.key], c) if c.key in total else ''}</td>" for c in columns]
        foot = f"<tfoot><tr>{''.join(cells)}</tr></tfoot>"
    return (
        f'<div class="tableau{" defile" if sticky else ""}" tabindex="0" role="region" '
        f'aria-label="{escape(caption, quote=True)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody>{foot}</table></div>"
    )
