"""The store as everything above knows it: readings, transactions and kept files, wherever they are held."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.store.cursor import Cursor
from pipelines.store.errors import StoreError
from pipelines.store.location import place_of
from pipelines.store.ports import Files, Place
from pipelines.store.structure import is_blank, prepare

if TYPE_CHECKING:
    from pipelines.catalogue import Catalogue


class Store:
    """What was deposited and what the software itself ships, at one place. Never keep a cursor beyond its ``with`` block.

    ``name``: the place as whoever opened it wrote it, for messages; ``identity``: the same text for everyone who means
    this store, for cache keys, and by which it can be opened again.
    """

    def __init__(self, place: Place) -> None:
        self.name, self.identity = place.name, place.identity
        self.files: Files = place.files
        self._place, self._base = place, place.base

    @classmethod
    def exists(cls, path_or_url: str | Path | None = None) -> bool:
        """True when there is already a database at that place."""
        return place_of(path_or_url).exists()

    @classmethod
    def open(
        cls,
        path_or_url: str | Path | None = None,
        *,
        catalogue: Catalogue | None = None,
        accord: Path | None = None,
    ) -> Store:
        """Open the store, created and filled with the reference catalogue when new, brought up to date with it and with
        the agreement when they have changed.

        ``catalogue`` replaces the one of ``data/reference``, ``accord`` the folder of the blocks (tests). Raises StoreError with one French sentence.
        """
        place = place_of(path_or_url)
        place.make()
        prepare(place, catalogue, accord)
        return cls(place)

    def read(self) -> AbstractContextManager[Cursor]:
        """A cursor on one committed state. Several uses nested in one thread are one reading."""
        return self._base.read()

    def write(self, *, create: bool = False) -> AbstractContextManager[Cursor]:
        """A cursor in one transaction: committed when the block ends, rolled back when it raises.

        It is also the lock: one writer at a time, whatever the process. ``create`` makes a database that is not there;
        without it, one that has gone is a StoreError, not an empty store.
        """
        return self._base.write(create=create)

    def hold(self) -> AbstractContextManager[None]:
        """Keep the database ready for writing during the block, for hundreds of deposits in a row by one process.

        Every transaction in it is still committed on its own; other processes wait until the block ends.
        """
        return self._base.hold()

    def renew(self) -> None:
        """Give back to the system what the database engine keeps of a large job; whoever uses it is waited for."""
        self._base.renew()

    def snapshot(self) -> str:
        """A short text that changes whenever committed content changes, for cache keys; reads no content."""
        return self._base.snapshot()

    def contains(self, folder: Path) -> bool:
        """True when that folder of this machine is part of what the store keeps."""
        return self._place.contains(folder)


def open_existing(path_or_url: str | Path | None = None) -> Store:
    """The store at that place; StoreError when there is none yet, or a database without anything in it."""
    place = place_of(path_or_url)
    if not place.exists() or (is_blank(place) and not any(place.files)):
        raise StoreError(f"Il n'y a pas encore de données dans {place.name} ; lancez cpts demo ou cpts deposit.")
    return Store.open(path_or_url)
