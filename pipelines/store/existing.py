"""Opens a store that must already be there: reading or changing what was deposited never creates one."""

from __future__ import annotations

from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.location import has_files, store_path
from pipelines.store.structure import is_blank


def open_existing(path_or_url: str | None = None) -> Store:
    """The store at that place; StoreError when there is none yet, or a database without anything in it."""
    place = store_path(path_or_url)
    if not Store.exists(path_or_url) or (is_blank(Store(place)) and not has_files(place)):
        raise StoreError(f"Il n'y a pas encore de données dans {place} ; lancez cpts demo ou cpts deposit.")
    return Store.open(path_or_url)
