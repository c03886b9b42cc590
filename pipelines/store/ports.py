"""What a store stands on, whatever holds it: a database, the files deposited, and the place where both are.

Nothing above this folder knows that a store is a directory. What stands behind today is ``location.py`` (a directory),
``instance.py`` (a DuckDB file) and ``files.py`` (a folder of originals); a server would be three others, chosen in
``location.place_of``. The tables keep to what every one of them has: no primary key, unique, sequence or enum.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from pipelines.store.cursor import Cursor


class Base(Protocol):
    """The database of a store: one catalog named ``pilotage``, many readers or one writer at a time."""

    def read(self) -> AbstractContextManager[Cursor]:
        """A cursor on one committed state. Several uses nested in one thread are one reading."""
        ...

    def write(self, *, create: bool = False) -> AbstractContextManager[Cursor]:
        """The lock and the transaction, in one: a cursor whose work is committed when the block ends, rolled back when it
        raises; whoever else writes waits. ``create`` makes a database that is not there.

        Raises StoreError when there is none, StoreBusyError when another program keeps it for too long.
        """
        ...

    def hold(self) -> AbstractContextManager[None]:
        """Keep what it takes to write between the uses of the block; every transaction is still committed on its own."""
        ...

    def renew(self) -> None:
        """Give back to the system what the engine keeps of a large job, once nobody uses it."""
        ...

    def snapshot(self) -> str:
        """A short text that changes whenever committed content changes, for cache keys; reads no content."""
        ...


class Files(Protocol):
    """The deposited files, byte for byte, each under its SHA-256 in hexadecimal; iterating gives these fingerprints."""

    def put(self, data: bytes, *, digest: str | None = None) -> str:
        """Keep the bytes and give their fingerprint (``digest`` when it is already known); never half there.

        Raises StoreError, with nothing left behind, when they cannot be kept.
        """
        ...

    def get(self, digest: str) -> bytes:
        """The bytes kept under that fingerprint; StoreError when there is none, or they are no longer the same."""
        ...

    def has(self, digest: str) -> bool:
        """True when something is kept under that fingerprint."""
        ...

    def __iter__(self) -> Iterator[str]: ...


class Place(Protocol):
    """Where a store is, made or not yet."""

    @property
    def name(self) -> str:
        """The place as whoever asked for it wrote it, for messages."""
        ...

    @property
    def identity(self) -> str:
        """The same for whoever means the same store, for cache keys; a store can be opened again by it."""
        ...

    @property
    def base(self) -> Base: ...

    @property
    def files(self) -> Files: ...

    def exists(self) -> bool:
        """True when there is already a database there."""
        ...

    def make(self) -> None:
        """Make ready for a database to be created. Raises StoreError when that cannot be."""
        ...

    def contains(self, folder: Path) -> bool:
        """True when that folder of this machine is part of what the store keeps."""
        ...
