"""When something happened to the store: instants never go back, so that *as known on* any instant stays exact."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipelines.store.cursor import Cursor

_ONE = timedelta(microseconds=1)


def instant_of(cursor: Cursor, given: datetime | None = None) -> datetime:
    """The instant of the transaction of ``cursor``: the one given, else the present, read under the write lock.

    The present is never at or before what was already recorded: when the clock is set back (end of summer time), what
    follows is dated a microsecond after what came before. Invented deposits carry invented dates and do not count.
    """
    if given is not None:
        return given
    last = cursor.rows(
        """
        SELECT max(quand) FROM (
            SELECT max(depose_le) AS quand FROM depots WHERE NOT demonstration
            UNION ALL SELECT max(quand) FROM evenements_depots
            UNION ALL SELECT max(quand) FROM gels
        )
        """
    )[0][0]
    now = datetime.now()
    return now if last is None or last < now else last + _ONE
