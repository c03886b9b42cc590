"""Deposits from several processes: two at once, and one killed on the way."""

import os
import signal
import subprocess
import sys
import time

import pytest

from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import NOW, month_file

WRITER = """
import sys
from datetime import datetime
from tests.depositing import deposit
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.monthly import month_file

store, who = Store.open(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for turn in range(int(sys.argv[3])):
    for line in (f"CPTS-WEPP;2026-10;ADH;;;{1000 * who + turn};", f"CPTS-BERG;2026-10;ADH;;;{turn};"):
        done = deposit(store, Scope.local(), month_file(line), "f.csv", auteur=str(who),
                       maintenant=datetime(2026, 11, 20, 9))
        assert done.etat == "actif", done
    print(turn, flush=True)
"""
# Deposits one file, and stops at a chosen point of it until it is killed.
STOPPED = """
import sys, time
from datetime import datetime
from pipelines.ingest.deposit import steps
from pipelines.store.connection import Store
from pipelines.store.files import FilesInFolder
from pipelines.store.scope import Scope
from tests.depositing import deposit

where = FilesInFolder if sys.argv[3] == "put" else steps
real = getattr(where, sys.argv[3])
def stopped(*args, **kwargs):
    answer = real(*args, **kwargs)
    print("stopped", flush=True)
    time.sleep(60)
    return answer
setattr(where, sys.argv[3], stopped)
data = open(sys.argv[2], "rb").read()
store = Store.open(sys.argv[1])
deposit(store, Scope.local(), data, "f.csv", auteur="x", maintenant=datetime(2026, 11, 20, 9))
"""


# Freezes and unfreezes one month, and says after each freezing what the month then held.
FREEZER = """
import sys
from datetime import date, datetime
from pipelines.store.connection import Store
from pipelines.store.depots.gels import freeze, unfreeze
from pipelines.store.scope import Scope

store, month = Store.open(sys.argv[1]), date(2026, 10, 1)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(int(sys.argv[2])):
    freeze(store, Scope.local(), month, ["CPTS-WEPP"], auteur="g", motif="versé")
    with store.read() as cursor:
        held = cursor.rows("SELECT max(version) FROM observations WHERE id_cpts = 'CPTS-WEPP'")
    for _ in range(5):
        with store.read() as cursor:
            assert cursor.rows("SELECT max(version) FROM observations WHERE id_cpts = 'CPTS-WEPP'") == held
    unfreeze(store, Scope.local(), month, ["CPTS-WEPP"], auteur="g", motif="erreur")
    print(turn, flush=True)
"""
DEPOSITOR = """
import sys
from tests.depositing import deposit
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.monthly import month_file

store, refused = Store.open(sys.argv[1]), 0
print("ready", flush=True)
sys.stdin.readline()
for turn in range(int(sys.argv[2])):
    done = deposit(store, Scope.local(), month_file(f"CPTS-WEPP;2026-10;ADH;;;{100 + turn};"), "f.csv", auteur="d")
    assert done.etat == "actif" or {i.regle for i in done.verdict.anomalies if i.bloquante} == {"mois_gele"}, done
    refused += done.etat == "refuse"
print(refused, flush=True)
"""
# Deposits one file when no file may grow beyond so many bytes: a full quota, without a disk of its own.
QUOTA = """
import resource, sys
from datetime import datetime
from tests.depositing import deposit
from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope
from tests.pipelines.ingest.deposit.large import large

store = Store.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    deposit(store, Scope.local(), large(1), "f.csv", auteur="x", maintenant=datetime(2026, 11, 20, 9))
except StoreError as error:
    print(error, flush=True)
"""


def _run(script: str, *arguments: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def _kill(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    process.stdin.close()


def _versions_are_whole(store: Store) -> None:
    """Every deposit has exactly the versions it says, every version a deposit, and versions count from 1 by 1."""
    with store.read() as cursor:
        wrong = cursor.rows(
            """
            SELECT d.depot FROM depots AS d FULL JOIN (SELECT depot, count(*) AS n FROM observations GROUP BY depot) AS o
            ON o.depot = d.depot WHERE d.depot IS NULL OR coalesce(o.n, 0) <> d.nouvelles + d.modifiees
            """
        )
        gaps = cursor.rows(
            """
            SELECT id_cpts FROM observations GROUP BY id_cpts, indicateur, mois
            HAVING max(version) <> count(*) OR count(DISTINCT version) <> count(*)
            """
        )
        assert (wrong, gaps) == ([], [])
        assert cursor.rows("SELECT count(*) FROM depots") == cursor.rows("SELECT count(*) FROM journal")


def test_two_writers_at_once_lose_and_double_nothing(store):
    turns = 8
    writers = [_run(WRITER, store.identity, who, turns) for who in (1, 2)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    _versions_are_whole(store)
    with store.read() as cursor:
        assert cursor.rows("SELECT count(*) FROM observations WHERE id_cpts = 'CPTS-WEPP'") == [(2 * turns,)]
        # The same bytes from both: once.
        assert cursor.rows("SELECT count(*) FROM depots") == [(3 * turns,)]


@pytest.mark.parametrize("point", ["confront", "put", "append_compared", "insert_depot", "write_journal"])
def test_killed_before_the_commit_leaves_the_store_as_before(store, tmp_path, point):
    before = month_file("CPTS-WEPP;2026-10;ADH;;;91;")
    deposit(store, Scope.local(), before, "avant.csv", auteur="x", maintenant=NOW)
    data = month_file(*[f"CPTS-WEPP;{y}-{m:02d};ADH;;;{m};" for y in (2024, 2025) for m in range(1, 13)])
    file = tmp_path / "f.csv"
    file.write_bytes(data)
    process = _run(STOPPED, store.identity, file, point)
    assert process.stdout.readline() == "stopped\n"
    _kill(process)
    with store.read() as cursor:
        assert cursor.rows("SELECT valeur FROM observations") == [(91,)]
    _versions_are_whole(store)
    again = deposit(store, Scope.local(), data, "f.csv", auteur="x", maintenant=NOW)
    assert (again.nouvelles, again.deja_depose) == (24, False)


def test_killed_at_any_moment_leaves_whole_deposits(store):
    for who, delay in enumerate((0.02, 0.05, 0.09), start=3):
        process = _run(WRITER, store.identity, who, 400)
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        process.stdout.readline()
        time.sleep(delay)
        _kill(process)
        _versions_are_whole(store)
    assert deposit(
        store, Scope.local(), month_file("CPTS-LITN;2026-10;ADH;;;1;"), "f.csv", auteur="x", maintenant=NOW
    ).nouvelles


def test_two_processes_may_create_the_same_store_at_once(tmp_path):
    script = (
        "import sys; from pipelines.store.connection import Store\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "Store.open(sys.argv[1])\n"
    )
    processes = [_run(script, tmp_path / "neuf") for _ in range(2)]
    for process in processes:
        process.stdout.readline()
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    with Store.open(tmp_path / "neuf").read() as cursor:
        assert cursor.rows("SELECT count(*) FROM cpts") == [(5,)]


def test_freezing_against_depositing_a_frozen_month_never_changes(store):
    deposit(store, Scope.local(), month_file("CPTS-WEPP;2026-10;ADH;;;99;"), "f.csv", auteur="x", maintenant=NOW)
    processes = [_run(FREEZER, store.identity, 6), _run(DEPOSITOR, store.identity, 15)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    refused = int(said[1].splitlines()[-1])
    with store.read() as cursor:
        assert cursor.rows("SELECT count(*) FROM observations WHERE id_cpts = 'CPTS-WEPP'") == [(1 + 15 - refused,)]
        assert cursor.rows("SELECT count(*) FROM journal WHERE action = 'depot_refuse'") == [(refused,)]


@pytest.mark.parametrize("limit", [0, 1_000, 60_000, 100_000])
def test_a_quota_reached_is_one_sentence_and_changes_nothing(store, limit):
    process = _run(QUOTA, store.identity, limit)
    said = process.communicate(timeout=60)[0]
    assert (process.returncode, said.count("\n")) in ((0, 0), (0, 1))
    assert (deposits_of(store), bool(said)) in ((0, True), (1, False))
    if said:
        assert "n'accepte pas un fichier de cette taille" in said


def deposits_of(store: Store) -> int:
    with store.read() as cursor:
        return int(cursor.rows("SELECT count(*) FROM depots")[0][0])
