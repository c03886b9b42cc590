"""The audit trail: one row for each thing done to the store, added in the same transaction."""

from __future__ import annotations

from datetime import datetime

from pipelines.store.cursor import Cursor


def write_journal(
    cursor: Cursor,
    *,
    quand: datetime,
    qui: str,
    action: str,
    objet: str,
    avant: str | None = None,
    apres: str | None = None,
    pourquoi: str | None = None,
    empreinte: str | None = None,
) -> None:
    """Add one row: who did what, on what, from which state to which, why; the fingerprint of the file concerned."""
    cursor.execute(
        "INSERT INTO journal VALUES ($quand, $qui, $action, $objet, $avant, $apres, $pourquoi, $empreinte)",
        {
            "quand": quand,
            "qui": qui,
            "action": action,
            "objet": objet,
            "avant": avant,
            "apres": apres,
            "pourquoi": pourquoi,
            "empreinte": empreinte,
        },
    )


def journal_has(cursor: Cursor, action: str) -> bool:
    """True when something of that kind was done."""
    return bool(cursor.rows("SELECT 1 FROM journal WHERE action = $action LIMIT 1", {"action": action}))
