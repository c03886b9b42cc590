"""Commands that start at once: their processor time as ratios to importing pandas, DuckDB and pandera, in one run."""

import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from pipelines.store.connection import Store

TURNS = 7
BARE = "import pandas, duckdb, pandera"
CPTS = "from pipelines.cli.main import main; main()"
#: pandera imports hypothesis where it is installed, which is where tests are run: who uses the software has none.
WITHOUT_TESTS = "import sys; sys.modules['hypothesis'] = None; "
MONTH = Path(__file__).parents[2] / "data" / "sample" / "DEMO_2026-11_complet.csv"
MAX_HELP, MAX_STATUS, MAX_RATIO = 0.3, 1.0, 1.4


def _spent(code: str, *words: object) -> tuple[float, float]:
    """Seconds of processor (user and system, every thread) and of clock that a Python process takes, start and end included."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], check=True, env=environment, stdout=subprocess.DEVNULL
    )
    after, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def bench(demo: Path, folder: Path) -> None:
    """Print each command's processor time beside the bare import's, minima of turns taken one after the other.

    ``demo``: the store of the demonstration, which is read; deposits go to new stores in ``folder``.
    """
    empty = folder / "demarrage"
    Store.open(empty)
    fresh = folder / "demarrage-depot"
    commands = {
        "cpts --help": (CPTS, "--help"),
        "cpts status": (CPTS, "status", "--store", demo),
        "cpts check": (CPTS, "check", "--store", demo, MONTH),
        "cpts check, sans les outils de test": (WITHOUT_TESTS + CPTS, "check", "--store", demo, MONTH),
        "cpts deposit": (CPTS, "deposit", "--store", fresh, MONTH),
        "cpts deposit, sans les outils de test": (WITHOUT_TESTS + CPTS, "deposit", "--store", fresh, MONTH),
    }
    spent: dict[str, list[tuple[float, float]]] = {"": [], **{name: [] for name in commands}}
    for _ in range(TURNS + 1):
        spent[""].append(_spent(BARE))
        for name, words in commands.items():
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(empty, fresh)
            spent[name].append(_spent(*words))
    # The first turn writes the bytecode and fills the cache of the disk.
    least = {name: [min(measure) for measure in zip(*turns[1:], strict=True)] for name, turns in spent.items()}
    floor = least.pop("")[0]
    print(f"Démarrage ({BARE} : {floor:.2f} s de processeur)")
    for name, (processor, clock) in least.items():
        print(f"  {name:38}: {processor:5.2f} s = {processor / floor:4.2f} fois l'import, {clock:.2f} s à l'horloge")
    print(
        f"  (visé : aide {MAX_HELP} s et status {MAX_STATUS:.0f} s à l'horloge ; check et deposit {MAX_RATIO} fois l'import)\n"
    )
