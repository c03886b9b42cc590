"""The full demonstration (700 CPTS × 23 indicators × 36 months), built once for a run of the benchmarks."""

import time
from pathlib import Path

from pipelines.demo import build
from pipelines.store.connection import Store
from pipelines.store.scope import Scope


def full_demo(folder: Path) -> Store:
    """Build the demonstration in a folder and say how long it took."""
    start = time.perf_counter()
    store = Store.open(folder)
    report = build(store, Scope.local())
    spent = time.perf_counter() - start
    print(f"Démonstration complète : {spent:.0f} s pour {report.fichiers} fichiers et {report.lignes} lignes déposés\n")
    return store
