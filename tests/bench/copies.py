"""An empty store that knows the same CPTS and contracts as another one."""

from pathlib import Path

from pipelines.store.catalogue_tables import replace_catalogue
from pipelines.store.connection import Store


def copy_catalogue(store: Store, folder: Path) -> Store:
    """Open a new store in ``folder`` and give it the demonstration catalogue of ``store``, without observations."""
    names = {"cpts": "cpts", "contrats": "contrats", "missions": "contrats_missions", "objectifs": "objectifs"}
    with store.read() as cursor:
        frames = {key: cursor.frame(f"SELECT * FROM {table} WHERE demonstration") for key, table in names.items()}
    empty = Store.open(folder)
    replace_catalogue(empty, **frames, demonstration=True)
    return empty
