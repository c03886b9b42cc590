"""Days as they are typed on the command line: the clock of the rules, that of the data, that of the months observed."""

from __future__ import annotations

from datetime import date, datetime, time

from pipelines.store.errors import StoreError


def day(text: str, option: str) -> date:
    """Read a day typed as 2026-10-31. Raises StoreError, in French, naming the option."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise StoreError(f"{option} : « {text} » n'est pas une date qui existe (attendu : 2026-10-31).") from error


def end_of_day(text: str, option: str) -> datetime:
    """Read a day and give its last instant: what was deposited that day was known. Raises StoreError."""
    return datetime.combine(day(text, option), time.max)
