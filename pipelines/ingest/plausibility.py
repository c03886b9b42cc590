"""Is a value plausible beside its own series? Warnings only: a jump, another population, a number that never moves.

The series of a value is what is stored for its CPTS and indicator, completed and replaced by the lines of the file. A
first load, with nothing stored, is not questioned against itself.
"""

from __future__ import annotations

from pipelines.catalogue import Catalogue
from pipelines.ingest.issues import Issue
from pipelines.store.cursor import Cursor


def implausible(cursor: Cursor, catalogue: Catalogue) -> list[Issue]:
    """The warnings on the new and changed lines of the temporary table ``comparaison`` (see store/versions.py)."""
    return []
