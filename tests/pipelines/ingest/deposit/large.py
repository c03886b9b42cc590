"""Files of many lines, and what a store holds after them."""

from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.monthly import month_file

LOCAL = Scope.local()
CODES = ("ADH", "PAR_RCP", "ACC_SAS", "PAR_INCL", "PRE_ACTIONS")
MONTHS = [f"{year}-{month:02d}" for year in range(2018, 2026) for month in range(1, 13)]
CPTS = ("WEPP", "BERG", "LITN", "2152")
LINES = len(CPTS) * len(MONTHS) * len(CODES)


def large(number: int, months: list[str] = MONTHS) -> bytes:
    """A file of many lines about the same values, different for each number."""
    return month_file(
        *[
            f"CPTS-{c};{month};{code};;;{number + rank};"
            for c in CPTS
            for rank, month in enumerate(months)
            for code in CODES
        ]
    )


def state(store: Store) -> tuple[int, int, int, int]:
    """How many deposits, journal rows, versions; and what the last current value is."""
    with store.read() as cursor:
        counts = [cursor.rows(f"SELECT count(*) FROM {t}")[0][0] for t in ("depots", "journal", "observations")]
        value = cursor.rows("SELECT coalesce(max(valeur), -1) FROM observations_courantes")[0][0]
    return (*counts, int(value))
