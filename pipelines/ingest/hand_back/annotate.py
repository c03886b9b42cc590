"""Files handed back to the person who sent them: the same one with its findings, or the refused lines to correct."""

from __future__ import annotations

from pipelines.catalogue import Catalogue, load_catalogue
from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.hand_back.notes import back_name
from pipelines.ingest.hand_back.text import annotate_text
from pipelines.ingest.issues import as_csv
from pipelines.ingest.read.workbook import is_workbook


def annotate(data: bytes, name: str, verdict: Verdict, *, catalogue: Catalogue | None = None) -> tuple[bytes, str]:
    """The same file with a last column « constats »: the findings and remedies of each line, and why lines were set
    aside; what concerns the whole file stands beside the titles. Gives the bytes and a safe file name.

    A CSV keeps every other byte; a workbook becomes an XLSX with the same cells. ``verdict`` is that of ``data``. A file
    that could not be read at all comes back as the list of findings.
    """
    return _handed_back(data, name, verdict, catalogue, refused_only=False)


def keep_refused(data: bytes, name: str, verdict: Verdict, *, catalogue: Catalogue | None = None) -> tuple[bytes, str]:
    """What stands above the data, the header, the refused lines and their findings: to correct and deposit again.

    The titles above the header are kept: they may say the month or the CPTS of every line.
    """
    return _handed_back(data, name, verdict, catalogue, refused_only=True)


def _handed_back(
    data: bytes, name: str, verdict: Verdict, catalogue: Catalogue | None, *, refused_only: bool
) -> tuple[bytes, str]:
    known = (catalogue or load_catalogue()).indicateurs
    word = "refuses" if refused_only else "constats"
    if is_workbook(data) and verdict.encodage:
        from pipelines.ingest.hand_back.book import annotate_book  # here: few files come back as a workbook

        return annotate_book(data, verdict, known, refused_only=refused_only), back_name(name, word, "xlsx")
    if is_workbook(data) or not verdict.encodage:
        return as_csv(verdict.anomalies).encode("utf-8-sig"), back_name(name, word, "csv")
    return annotate_text(data, verdict, known, refused_only=refused_only), back_name(name, word)
