"""A database damaged anywhere: nothing is written to it, it is said in one sentence, and no byte of it changes."""

import shutil
from pathlib import Path

import pytest

from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from tests.depositing import deposit
from tests.monthly import NOW, month_file
from tests.once import made_once
from tests.pipelines.ingest.deposit.large import LOCAL, large

FILE = "pilotage.duckdb"
#: DuckDB writes its file by blocks of 256 KiB, after three heads of 4 KiB.
HEADS, BLOCK = 3 * 4096, 262_144
LINE = month_file("CPTS-WEPP;2026-10;ADH;;;91;")


@pytest.fixture(scope="module")
def held(models, tmp_path_factory):
    """The bytes of a database with thousands of values, none of them those of LINE."""

    def make(directory):
        store = Store.open(shutil.copytree(models / "store", directory / "store"))
        for rank in (1, 2, 3):
            deposit(store, LOCAL, large(rank), "f.csv", auteur="x", maintenant=NOW)

    return (made_once(tmp_path_factory, "abimees", make) / "store" / FILE).read_bytes()


def spoilt(folder: Path, data: bytes, place: int) -> Path:
    """A copy whose bytes from there on are others."""
    folder.mkdir()
    changed = bytes(byte ^ 0x5A for byte in data[place : place + 64])
    (folder / FILE).write_bytes(data[:place] + changed + data[place + 64 :])
    return folder


def all_read(store: Store) -> None:
    with store.read() as cursor:
        for (table,) in cursor.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"):
            cursor.rows(f'SELECT bit_xor(hash(t)) FROM "{table}" AS t')


def test_a_deposit_goes_into_no_database_that_is_damaged_somewhere(held, tmp_path):
    refused = 0
    for place in range(HEADS + 1_000, len(held), BLOCK):
        folder = spoilt(tmp_path / str(place), held, place)
        before = (folder / FILE).read_bytes()
        try:
            done = deposit(Store.open(folder), LOCAL, LINE, "f.csv", auteur="x", maintenant=NOW)
        except StoreError as error:
            refused += 1
            assert len(str(error).splitlines()) == 1 and "abîmé" in str(error)
            assert (folder / FILE).read_bytes() == before
        else:  # the block was one that holds nothing
            assert done.etat == "actif"
            all_read(Store.open(folder))
    assert refused >= 2


def test_a_database_damaged_between_two_deposits_of_one_program_is_seen(store):
    deposit(store, LOCAL, large(1), "f.csv", auteur="x", maintenant=NOW)
    file = Path(store.identity) / FILE
    data = file.read_bytes()
    file.write_bytes(data[:HEADS] + bytes(byte ^ 0x5A for byte in data[HEADS:]))
    with pytest.raises(StoreError, match="abîmé"):
        deposit(store, LOCAL, LINE, "g.csv", auteur="x", maintenant=NOW)


def test_a_program_that_alone_writes_a_database_does_not_read_it_through_each_time(store):
    base = store._base
    deposit(store, LOCAL, LINE, "f.csv", auteur="x", maintenant=NOW)
    assert base._sound == base._marks() != []
    deposit(store, LOCAL, large(1), "g.csv", auteur="x", maintenant=NOW)
    assert base._sound == base._marks()
    (Path(store.identity) / FILE).touch()
    assert base._sound != base._marks()
