"""After a large file, memory goes back to the system; whoever reads meanwhile is not disturbed."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipelines.ingest.deposit.memory import LARGE, give_back
from pipelines.store.questions import suivi
from pipelines.store.scope import Scope

LOCAL = Scope.local()
# Deposits a file of 300 000 lines, previews its correction, forgets it: megabytes held at the start, then, then given back.
FORGET = """
import re, sys
from pathlib import Path
from tests.depositing import deposit, preview
from pipelines.ingest.deposit.memory import LARGE, give_back
from pipelines.store.scope import Scope
from tests.bench.national import national_catalogue, national_file, national_store

def held():
    return int(re.search(r"VmRSS:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1000

catalogue = national_catalogue()
store = national_store(Path(sys.argv[1]), catalogue)
first, second = (national_file(catalogue, months=15, seed=seed, steady=True) for seed in (1, 2))
preview(store, Scope.local(), national_file(catalogue, cpts=5, months=1), "chauffe.csv", catalogue=catalogue)
give_back(LARGE, store)
start = held()
deposit(store, Scope.local(), first, "a.csv", auteur="x", catalogue=catalogue)
seen = preview(store, Scope.local(), second, "b.csv", catalogue=catalogue)
assert seen.modifiees > 200_000
del seen
after = held()
give_back(len(second), store)
print(start, after, held())
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells what a process holds")
def test_what_a_large_file_took_goes_back_to_the_system(tmp_path):
    command = [sys.executable, "-c", FORGET, str(tmp_path / "store")]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    start, after, end = map(int, said.split())
    assert after - start > 150, said
    assert end - start < (after - start) / 3, said


def test_giving_back_waits_for_readers_and_the_store_answers_after(filled):
    inside, told = threading.Event(), []

    def read() -> None:
        with filled.read() as cursor:
            inside.set()
            time.sleep(0.2)
            told.append(cursor.rows("SELECT count(*) FROM observations")[0][0])

    reader = threading.Thread(target=read)
    reader.start()
    inside.wait()
    give_back(LARGE, filled)
    reader.join()
    assert told == [10] and len(suivi.deposits(filled, LOCAL)) == 4
    with filled.write() as cursor:
        cursor.execute("DELETE FROM groupes")
