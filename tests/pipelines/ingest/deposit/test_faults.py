"""The disk fills up, turns read-only or goes away: the store is before or after, never between. Kills: test_kills.py."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pipelines.store import files
from pipelines.store.connection import Store
from pipelines.store.depots.kept_files import kept_file
from pipelines.store.errors import StoreError
from tests.depositing import deposit
from tests.monthly import NOW
from tests.pipelines.ingest.deposit.large import LINES, LOCAL, MONTHS, large, state


@pytest.fixture
def small_disk(tmp_path, models):
    """A store on a disk of 6 MB of its own; skipped where one cannot be mounted."""
    disk = tmp_path / "disque"
    disk.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)], stderr=subprocess.DEVNULL
        ).returncode
    ):
        pytest.skip("no disk can be mounted here")
    try:
        shutil.copytree(models / "store", disk / "store")
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.parametrize("free", [0, 150_000, 170_000, 400_000, 600_000, 900_000, 1_200_000, 4_000_000])
def test_a_full_disk_is_said_in_one_sentence_and_changes_nothing(small_disk, free):
    store = Store.open(small_disk / "store")
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"0" * max(shutil.disk_usage(small_disk).free - free, 0))
    before = state(store)
    try:
        deposit(store, LOCAL, large(1), "f.csv", auteur="x", maintenant=NOW)
        stored = True
    except StoreError as error:
        stored = False
        assert "le disque est plein" in str(error) and len(str(error).splitlines()) == 1
    assert state(store) == ((1, 1, LINES, len(MONTHS)) if stored else before)
    assert stored == (free >= 4_000_000) or 150_000 < free < 4_000_000
    assert not list((Path(store.identity) / "fichiers").glob(".*"))
    ballast.unlink()
    again = deposit(store, LOCAL, large(1), "f.csv", auteur="x", maintenant=NOW)
    assert (again.etat, again.deja_depose) == ("actif", stored)
    assert state(store) == (1, 1, LINES, len(MONTHS))


def test_a_read_only_folder_is_read_and_says_that_it_cannot_be_written(small_disk):
    store = Store.open(small_disk / "store")
    deposit(store, LOCAL, large(1), "f.csv", auteur="x", maintenant=NOW)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreError, match="lecture seule"):
        deposit(store, LOCAL, large(2), "f.csv", auteur="x", maintenant=NOW)
    assert state(Store.open(small_disk / "store")) == (1, 1, LINES, len(MONTHS))


def test_a_kept_file_that_cannot_be_written_stops_the_deposit_whole(store, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StoreError, match="le disque est plein"):
        deposit(store, LOCAL, large(1), "f.csv", auteur="x", maintenant=NOW)
    monkeypatch.undo()
    assert state(store) == (0, 0, 0, -1)
    assert list((Path(store.identity) / "fichiers").iterdir()) == []


def test_a_store_that_has_gone_is_not_replaced_by_an_empty_one(store):
    shutil.rmtree(store.identity)
    with pytest.raises(StoreError, match="ont disparu"):
        deposit(store, LOCAL, large(1), "f.csv", auteur="x", maintenant=NOW)
    assert not Path(store.identity).exists()
    Path(store.identity).mkdir()
    with pytest.raises(StoreError, match="ont disparu"):
        deposit(store, LOCAL, large(1), "f.csv", auteur="x", maintenant=NOW)
    assert list(Path(store.identity).iterdir()) == []


def test_a_kept_file_altered_on_disk_is_not_handed_back_as_the_original(store):
    done = deposit(store, LOCAL, large(1), "f.csv", auteur="x", maintenant=NOW)
    (file,) = (Path(store.identity) / "fichiers").iterdir()
    file.write_bytes(file.read_bytes().replace(b"WEPP", b"BERG", 1))
    with pytest.raises(StoreError, match="altéré"):
        kept_file(store, LOCAL, done.depot)
