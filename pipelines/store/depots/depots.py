"""The rows of ``depots``: which deposit holds given bytes, and the row of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipelines.store.cursor import Cursor, Value


@dataclass(frozen=True)
class Deja:
    """The deposit that already holds the same bytes: its name, who made it and when, under which file name."""

    depot: str
    auteur: str
    depose_le: datetime
    fichier: str


def holder_of(cursor: Cursor, digest: str, *, rejetees: int = 0) -> Deja | None:
    """The deposit, not withdrawn, of a file with this fingerprint, if any.

    One that left out more lines than the ``rejetees`` refused today does not count: there is something left to take.
    """
    rows = cursor.rows(
        """
        SELECT depot, auteur, depose_le, fichier FROM depots
        WHERE hash = $hash AND retire_le IS NULL AND coalesce(rejetees, 0) <= $rejetees
        ORDER BY depose_le, depot LIMIT 1
        """,
        {"hash": digest, "rejetees": rejetees},
    )
    return Deja(*rows[0]) if rows else None


def new_name(cursor: Cursor, now: datetime) -> str:
    """Day, then how many deposits that day has had: `D20261120-0003`.

    Nothing of the file is in it: a name is read by all who see the deposit, and a part of the fingerprint would tell
    them which of ten files that differ by one small count was sent.
    """
    before = cursor.rows("SELECT count(*) FROM depots WHERE starts_with(depot, $jour)", {"jour": f"D{now:%Y%m%d}-"})
    return f"D{now:%Y%m%d}-{before[0][0] + 1:04d}"


def insert_depot(cursor: Cursor, facts: dict[str, Value]) -> None:
    """Add one row; ``facts`` holds the columns by name."""
    columns = ", ".join(facts)
    places = ", ".join(f"${name}" for name in facts)
    cursor.execute(f"INSERT INTO depots ({columns}) VALUES ({places})", facts)  # noqa: S608 - names written in code
