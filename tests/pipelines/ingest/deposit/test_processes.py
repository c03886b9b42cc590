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
