"""What is written beside each line of a file handed back: its findings, its remedies, or why it was set aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.inert import inert
from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.issues import Issue
from pipelines.ingest.texts import plain

TITRE = "constats"
REFUSEE, REMARQUE, A_PART = "REFUSÉE", "REMARQUE", "MISE À PART"
_FORBIDDEN = re.compile(r"[^\w .()+,=@-]")
_NAME_MAX = 80
_LINE = re.compile(r"^(Ligne\s\d+)")


@dataclass(frozen=True)
class Notes:
    """``lignes``: what to write beside a line, by its number in the file. ``fichier``: what holds for the whole file."""

    lignes: dict[int, str]
    fichier: str
    refusees: frozenset[int]


def write_notes(verdict: Verdict, *, moved: bool = False) -> Notes:
    """The notes of a verdict. What concerns the header, a title above it or no line at all goes to ``fichier``: a title
    with a cell more could be read as something else. ``moved``: the lines will stand elsewhere than in the file received,
    so that a number is said to be that of the file received.
    """
    by_line: dict[int, list[Issue]] = defaultdict(list)
    general: list[Issue] = []
    header = verdict.entete or 1
    for issue in verdict.anomalies:
        if issue.ligne is None or issue.ligne <= header:
            general.append(issue)
        else:
            by_line[issue.ligne].append(issue)
    refused = frozenset(verdict.refusees) | {n for n, found in by_line.items() if any(i.bloquante for i in found)}
    lines = {number: inert(_sentences(found, moved=moved)) for number, found in by_line.items()}
    for number in refused - lines.keys():
        lines[number] = f"{REFUSEE} : voir les constats sur le fichier, en face des titres."
    for aside in verdict.mises_a_part:
        if aside.ligne > header and aside.ligne not in lines:
            lines[aside.ligne] = f"{A_PART} : {aside.motif}."
    whole = f"{TITRE} sur le fichier : {_sentences(general)}" if general else ""
    return Notes(lines, whole, refused)


def note_column(titles: Iterable[str]) -> int | None:
    """The column of a former hand-back, if the file is one: its notes are replaced."""
    return next((i for i, title in enumerate(titles) if plain(title).startswith(TITRE)), None)


def back_name(name: str, word: str, extension: str | None = None) -> str:
    """The name of the file handed back: the last part of the one received, letters and digits only, then a word."""
    last = re.split(r"[\\/]", name)[-1]
    stem, dot, suffix = last.rpartition(".")
    stem, suffix = (stem, suffix) if dot and stem else (last, "csv")
    clean = _FORBIDDEN.sub("_", stem).strip(" .-=+@")[:_NAME_MAX] or "fichier"
    kept = extension or (suffix.lower() if re.fullmatch(r"[A-Za-z0-9]{1,5}", suffix) else "csv")
    return f"{clean}_{word}.{kept}"


def _sentences(issues: Iterable[Issue], *, moved: bool = False) -> str:
    return " | ".join(
        f"{REFUSEE if issue.bloquante else REMARQUE} : {_placed(issue) if moved else issue.message} {issue.remede}"
        for issue in issues
    )


def _placed(issue: Issue) -> str:
    return _LINE.sub(r"\1 du fichier d'origine", issue.message)
