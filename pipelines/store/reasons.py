"""A reason is kept for ever in the journal: it must be there, and be short enough to be read."""

from __future__ import annotations

from pipelines.store.errors import StoreError

LIMIT = 2_000


def required(motif: str | None) -> str:
    """The reason without its margins; StoreError when it is empty or too long."""
    reason = (motif or "").strip()
    if not reason:
        raise StoreError("Donnez le motif : il est conservé au journal.")
    if len(reason) > LIMIT:
        raise StoreError(f"Le motif est trop long : {LIMIT} caractères au plus.")
    return reason
