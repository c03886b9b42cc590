"""Short connections: transactions, threads, two processes, a store that another program holds."""

import subprocess
import sys
import threading
import time
import warnings
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from pipelines.store import instance
from pipelines.store.connection import Store
from pipelines.store.depots.journal import write_journal
from pipelines.store.errors import StoreBusyError, StoreError
from pipelines.store.location import place_of

HOLDER = """
import sys, time, duckdb
with duckdb.connect(":memory:") as engine:
    engine.execute(f"ATTACH '{sys.argv[1]}' AS pilotage")
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def _note(store: Store, what: str) -> None:
    with store.write() as cursor:
        write_journal(cursor, quand=datetime(2026, 1, 1), qui="test", action=what, objet="x")


def _notes(store: Store) -> list[str]:
    with store.read() as cursor:
        return [row[0] for row in cursor.rows("SELECT action FROM journal ORDER BY action")]


def test_a_block_that_raises_leaves_nothing(store):
    with pytest.raises(ZeroDivisionError), store.write() as cursor:
        write_journal(cursor, quand=datetime(2026, 1, 1), qui="test", action="a", objet="x")
        raise ZeroDivisionError
    assert _notes(store) == []


def test_no_query_warns(store):
    with warnings.catch_warnings(), store.write() as cursor:
        warnings.simplefilter("error")
        cursor.register("entrees", pd.DataFrame({"a": [1, 2, 3]}))
        cursor.execute("CREATE TEMP TABLE gardees AS SELECT a FROM entrees WHERE a > $plancher", {"plancher": 1})
        assert cursor.frame("SELECT a FROM gardees ORDER BY a LIMIT $au_plus", {"au_plus": 1})["a"].tolist() == [2]
        assert cursor.frame("FROM gardees", coded=True)["a"].tolist() == [2, 3]
        assert cursor.rows("SELECT count(*) FROM gardees WHERE a = $a", {"a": 3}) == [(1,)]


def test_the_snapshot_changes_with_every_commit_and_only_then(store):
    before = store.snapshot()
    _notes(store)
    assert store.snapshot() == before
    _note(store, "a")
    after = store.snapshot()
    assert after != before
    with store.hold():
        _note(store, "b")
        assert store.snapshot() != after


def test_the_snapshot_sees_what_another_process_commits(store):
    before = store.snapshot()
    script = (
        "import sys; from datetime import datetime; from pipelines.store.connection import Store\n"
        "from pipelines.store.depots.journal import write_journal\n"
        "with Store.open(sys.argv[1]).write() as c:\n"
        "    write_journal(c, quand=datetime(2026, 1, 1), qui='x', action='autre', objet='x')\n"
    )
    subprocess.run([sys.executable, "-c", script, store.identity], check=True)
    assert store.snapshot() != before
    assert _notes(store) == ["autre"]


def test_threads_read_and_write_the_same_file(store):
    failures = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                _note(store, f"{number}-{turn}")
                _notes(store)
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert len(_notes(store)) == 30


def test_readings_nest_in_one_thread_but_a_writing_does_not(store):
    with store.read(), store.read() as cursor:
        assert cursor.rows("SELECT 1") == [(1,)]
        with pytest.raises(RuntimeError), store.write():
            pass
    with store.write(), pytest.raises(RuntimeError), store.read():
        pass
    _note(store, "still works")
    assert _notes(store) == ["still works"]


def test_a_store_held_by_another_program_is_waited_for(store):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(Path(store.identity) / "pilotage.duckdb"), "0.8"], stdout=subprocess.PIPE
    ) as holder:
        holder.stdout.readline()
        start = time.perf_counter()
        assert _notes(store) == []
        assert time.perf_counter() - start > 0.3
        holder.wait()


def test_a_store_held_for_too_long_is_said_in_one_sentence(store, monkeypatch):
    monkeypatch.setattr(instance, "WAIT_SECONDS", 0.3)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(Path(store.identity) / "pilotage.duckdb"), "5"], stdout=subprocess.PIPE
    ) as holder:
        holder.stdout.readline()
        with pytest.raises(StoreBusyError, match="occupées par un autre programme"), store.read():
            pass
        holder.kill()


def test_a_damaged_page_is_damage_at_once_not_a_store_in_use(store, monkeypatch, tmp_path):
    """DuckDB says « checksum … in block 3 »: the word lock is in it, the fault is another one."""
    monkeypatch.setattr(instance, "WAIT_SECONDS", 0.3)
    told = []
    whole = (Path(store.identity) / "pilotage.duckdb").read_bytes()
    for start in range(3 * 4096, len(whole) - 64, 16_384):
        place = tmp_path / f"abime-{start}"
        place.mkdir()
        damaged = bytearray(whole)
        damaged[start : start + 64] = bytes(byte ^ 0xFF for byte in damaged[start : start + 64])
        (place / "pilotage.duckdb").write_bytes(damaged)
        try:
            _notes(Store(place_of(place)))
        except StoreBusyError as error:
            raise AssertionError(f"{start}: {error} {error.__cause__}") from error
        except StoreError as error:
            told.append(str(error))
    assert told, "at least one page is read and its damage said"


def test_a_file_that_is_no_database_is_said_in_one_sentence(tmp_path):
    (tmp_path / "pilotage.duckdb").write_text("bonjour")
    with pytest.raises(StoreError, match="ne se lisent pas"):
        Store.open(tmp_path)


def test_a_later_version_is_refused(store):
    with store.write() as cursor:
        cursor.execute("UPDATE reglages SET valeur = '99' WHERE cle = 'version'")
    with pytest.raises(StoreError, match="version plus récente"):
        Store.open(store.identity)


def test_opening_again_changes_nothing(store):
    before = store.snapshot()
    assert Store.open(store.identity).snapshot() == before


def test_the_place_comes_from_the_option_then_the_environment_then_the_default(monkeypatch, tmp_path):
    monkeypatch.setenv("CPTS_STORE", str(tmp_path))
    assert place_of("ailleurs").name == "ailleurs"
    assert place_of().name == str(tmp_path)
    monkeypatch.delenv("CPTS_STORE")
    assert place_of().name == "data/store"
    with pytest.raises(StoreError, match="adresse de serveur"):
        place_of("ducklake:postgres:dbname=x")


def test_a_store_is_named_as_written_and_has_one_identity_by_which_it_opens_again(store, monkeypatch):
    folder = Path(store.identity)
    monkeypatch.chdir(folder.parent)
    same = Store.open(folder.name)
    assert same.name == folder.name != store.name
    assert same.identity == store.identity == Store.open(store.identity).identity
    _note(same, "a")
    assert _notes(store) == ["a"]


def test_what_is_part_of_the_store_is_known_without_a_path(store, tmp_path):
    inside = Path(store.identity) / "fichiers"
    assert store.contains(Path(store.identity)) and store.contains(inside)
    assert not store.contains(tmp_path)


def test_types_do_not_depend_on_the_rows(store):
    sql = "SELECT 1::INTEGER AS i, 'a' AS t, DATE '2026-01-01' AS d, 1.5::DOUBLE AS f, true AS b WHERE {}"
    with store.read() as cursor:
        some, none = cursor.frame(sql.format("true")), cursor.frame(sql.format("false"))
    expected = ["Int64", "str", "datetime64[us]", "float64", "boolean"]
    assert [str(t) for t in some.dtypes] == expected
    assert [str(t) for t in none.dtypes] == expected
