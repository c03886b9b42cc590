"""Loading: a national file read, checked and stored, as ratios to DuckDB loading the same file, and frictionless beside."""

import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from statistics import median

import duckdb

from pipelines.catalogue import Catalogue
from pipelines.ingest.deposit.steps import examine
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.bench.frictionless_peer import frictionless_lines
from tests.bench.national import MONTHS, national_catalogue, national_file, national_store
from tests.depositing import deposit

LOCAL = Scope.local()
NOW = datetime(2026, 11, 20, 9)
TURNS = 3
MAX_RATIO, MAX_MEMORY, MAX_MONTH, MIN_FASTER = 3.0, 1.5, 1.0, 10.0


def _floor(file: Path, folder: Path) -> float:
    """DuckDB alone: the same file on disk to a table of texts, dates and numbers in a new database file, closed."""
    target = folder / "plancher.duckdb"
    target.unlink(missing_ok=True)
    start = time.perf_counter()
    with duckdb.connect(str(target)) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(
            f"""
            CREATE TABLE observations AS
            SELECT id_cpts, strptime(mois, '%d/%m/%Y')::DATE AS mois, indicateur,
                   try_cast(replace(numerateur, '\u202f', '') AS DOUBLE) AS numerateur,
                   try_cast(replace(denominateur, '\u202f', '') AS DOUBLE) AS denominateur,
                   try_cast(replace(valeur, ',', '.') AS DOUBLE) AS valeur, commentaire
            FROM read_csv('{file}', delim=';', header=true, all_varchar=true, auto_detect=false, quote='"', escape='"',
                          columns={{'id_cpts': 'VARCHAR', 'mois': 'VARCHAR', 'indicateur': 'VARCHAR',
                                    'numerateur': 'VARCHAR', 'denominateur': 'VARCHAR', 'valeur': 'VARCHAR',
                                    'commentaire': 'VARCHAR'}})
            """
        )
    return time.perf_counter() - start


def _checked(file: Path, store: Store, catalogue: Catalogue) -> float:
    start = time.perf_counter()
    verdict = examine(store, LOCAL, file.read_bytes(), file.name, catalogue=catalogue, maintenant=NOW)
    if verdict.refuse:
        raise AssertionError(verdict.anomalies[:3])
    return time.perf_counter() - start


def stored(file: Path, store: Store, catalogue: Catalogue) -> float:
    """Seconds to read the file from disk, check it with every rule, compare it, and store it to the end of the commit."""
    start = time.perf_counter()
    done = deposit(store, LOCAL, file.read_bytes(), file.name, auteur="banc", catalogue=catalogue, maintenant=NOW)
    if done.etat != "actif" or not done.nouvelles + done.modifiees:
        raise AssertionError(done.etat)
    return time.perf_counter() - start


def _peak_memory(file: Path, folder: Path) -> float:
    """Gigabytes of resident memory at the highest, of a process that deposits the file and does nothing else."""
    command = [sys.executable, "-m", "tests.bench.deposit_once", str(file), str(folder)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _following(folder: Path, catalogue: Catalogue, *, history: int) -> tuple[float, float]:
    """Seconds to store a month after ``history`` months already there, then to correct it: medians, in this process."""
    place = national_store(folder / f"suite-{history}", catalogue)
    file = folder / "suite.csv"

    def taken(last: str, *, months: int = 1, seed: int = 4) -> float:
        file.write_bytes(national_file(catalogue, months=months, last=last, seed=seed, steady=True))
        return stored(file, place, catalogue)

    taken("2026-07", months=history)
    new = [taken(last, seed=rank) for rank, last in enumerate(("2026-08", "2026-09", "2026-10"))]
    corrected = [taken("2026-10", seed=seed) for seed in range(10, 13)]
    return median(new), median(corrected)


def bench(folder: Path) -> None:
    """Print the floor F, then check and deposit as ratios to it, each measured in turn with the others (minima)."""
    catalogue = national_catalogue()
    for title, months in (("800 CPTS × 25 indicateurs × 60 mois", MONTHS), ("un mois", 1)):
        file = folder / f"national-{months}.csv"
        data = national_file(catalogue, months=months)
        file.write_bytes(data)
        lines = data.count(b"\n") - 1
        floors, checks, deposits = [], [], []
        for turn in range(TURNS):
            floors.append(_floor(file, folder))
            empty = national_store(folder / f"national-{months}-{turn}", catalogue)
            checks.append(_checked(file, empty, catalogue))
            deposits.append(stored(file, empty, catalogue))
        floor, check, whole = min(floors), min(checks), min(deposits)
        print(f"Chargement, {title} ({lines} lignes, {len(data) / 1e6:.1f} Mo)")
        print(f"  plancher F, DuckDB seul      : {floor:7.2f} s")
        print(f"  lecture et contrôle          : {check:7.2f} s = {check / floor:4.1f} F")
        print(f"  contrôle et dépôt            : {whole:7.2f} s = {whole / floor:4.1f} F {_aim(months)}")
        if months > 1:
            memory = _peak_memory(file, folder / "memoire")
            print(f"  mémoire du dépôt, au plus    : {memory:7.2f} Go (visé : {MAX_MEMORY} Go au plus)")
        start = time.perf_counter()
        found = frictionless_lines(file, catalogue)
        peer = time.perf_counter() - start
        if found:
            raise AssertionError(sorted(found)[:5])
        print(
            f"  frictionless, contrôle seul  : {peer:7.2f} s = {peer / floor:4.1f} F, {peer / check:.0f} fois le nôtre"
        )
        print(f"  (visé : {MIN_FASTER:.0f} fois au moins ; ses constats sont parmi les nôtres : test_many_faults.py)\n")
    for history in (24, MONTHS):
        new, corrected = _following(folder, catalogue, history=history)
        print(f"Un mois de plus, {history} mois déjà enregistrés, dans un processus en marche")
        print(f"  contrôle et dépôt            : {new:7.2f} s, corrigé ensuite {corrected:.2f} s {_aim(1)}")
    print()


def _aim(months: int) -> str:
    return f"(visé : {MAX_RATIO:.0f} F au plus)" if months > 1 else f"(visé : {MAX_MONTH:.0f} s au plus)"
