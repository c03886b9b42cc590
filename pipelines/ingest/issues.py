"""A finding on a file: the user's own line and column, the value read, the rule, the sentence, the remedy. And the report."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipelines.inert import inert
from pipelines.ingest.texts import plural

TEXT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding. ``ligne`` counts from 1 as the spreadsheet does (None: the whole file); ``bloquante`` refuses the file."""

    ligne: int | None
    colonne: str | None
    valeur: str | None
    regle: str
    message: str
    remede: str
    bloquante: bool


COLUMNS = ("ligne", "colonne", "valeur", "regle", "message", "remede", "bloquante")


def in_order(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """By line, the findings on the whole file first; on one line, what blocks first."""
    return tuple(sorted(issues, key=lambda i: (i.ligne or 0, not i.bloquante)))


def as_json(issues: Iterable[Issue]) -> list[dict[str, Any]]:
    """The findings as plain values, keys as in design.md."""
    return [asdict(issue) for issue in issues]


def as_csv(issues: Iterable[Issue], *, fichier: str | None = None, header: bool = True) -> str:
    """The findings as CSV for a French spreadsheet: semicolons, ``oui`` or ``non``; first the file's name, if given."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    first = [] if fichier is None else [fichier]
    if header:
        writer.writerow([*(["fichier"] if first else []), *COLUMNS])
    for issue in issues:
        row = [*first, *asdict(issue).values()]
        writer.writerow(
            ["oui" if v is True else "non" if v is False else inert(v) if isinstance(v, str) else v for v in row]
        )
    return out.getvalue()


def as_text(issues: Sequence[Issue], limit: int = TEXT_LIMIT) -> str:
    """One paragraph per finding, at most ``limit`` of them, then how many remain."""
    lines = []
    for issue in issues[:limit]:
        lines.append(("✗ " if issue.bloquante else "! ") + issue.message)
        lines.append("  → " + issue.remede)
    if len(issues) > limit:
        left = plural(len(issues) - limit, "autre constat", "autres constats")
        lines.append(f"… et {left} : --format csv les donne tous.")
    return "\n".join(lines)


def dumps(value: Any) -> str:
    """JSON as people read it: accents kept, one object on one line; marks of control and direction written out."""
    text = json.dumps(value, ensure_ascii=False)
    return text.translate({ord(c): json.dumps(c)[1:-1] for c in set(text) if unicodedata.category(c) in ("Cc", "Cf")})
