"""The watched folder: whole files only, each deposited once, moved with its report; restarts, names, two watchers."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.ingest.deposit import watch
from pipelines.ingest.deposit.watch import WatchedFolder, watching
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope
from tests.monthly import month_file
from tests.pipelines.ingest.deposit.watched import BAD, GOOD, deposits


class Clock:
    """A clock that only moves when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(store, tmp_path):
    """A watched folder of its own, and its clock."""
    place = tmp_path / "arrivées"
    place.mkdir()
    clock = Clock()
    with watching(place):
        yield WatchedFolder(place, store, Scope.local(), auteur="veilleur", settle=3, clock=clock), place, clock


def settled(folder) -> list:
    """What two looks, four seconds apart, bring."""
    watched, _, clock = folder
    first = watched.sweep()
    clock.now += 4
    return first + watched.sweep()


def names(place) -> list[str]:
    return sorted(p.name for p in place.iterdir() if p.is_file() and not p.name.startswith(".cpts"))


def test_what_arrives_is_deposited_and_put_away_with_its_report(folder, store):
    _, place, _ = folder
    (place / "bon.csv").write_bytes(GOOD)
    (place / "faute.csv").write_bytes(BAD)
    arrived = {a.fichier: a for a in settled(folder)}
    assert arrived["bon.csv"].accepte and not arrived["faute.csv"].accepte
    assert names(place) == []
    assert names(place / "done") == ["bon.csv", "bon.csv.rapport.txt"]
    assert (place / "done" / "bon.csv").read_bytes() == GOOD
    refused = names(place / "refused")
    assert refused[0].startswith("faute") and "faute.csv" in refused and "faute.csv.rapport.txt" in refused
    report = (place / "refused" / "faute.csv.rapport.txt").read_text(encoding="utf-8-sig")
    assert "Ligne 3, colonne" in report and "→" in report
    (annotated,) = [n for n in refused if n.endswith(".csv") and n != "faute.csv"]
    assert "2025-13" in (place / "refused" / annotated).read_bytes().decode("utf-8-sig")
    assert deposits(store) == 1


def test_a_file_still_growing_is_waited_for(folder, store):
    watched, place, clock = folder
    file = place / "f.csv"
    for size in (20, 45, len(GOOD)):
        file.write_bytes(GOOD[:size])
        assert watched.sweep() == []
        clock.now += 2
    clock.now += 0.5
    assert watched.sweep() == []
    clock.now += 1
    (arrived,) = watched.sweep()
    assert arrived.depot.nouvelles == 1


def test_seconds_spent_on_other_files_do_not_settle_one(folder, monkeypatch):
    watched, place, clock = folder
    (place / "lent.csv").write_bytes(GOOD)
    watched.sweep()
    look, clock.now = watched._files, 2
    monkeypatch.setattr(watched, "_files", lambda: (look(), setattr(clock, "now", 60))[0])
    assert watched.sweep() == []


def test_a_file_that_someone_has_open_for_writing_is_waited_for(folder):
    _, place, _ = folder
    with (place / "f.csv").open("wb") as slow:
        slow.write(GOOD)
        slow.flush()
        with (place / "f.csv").open("rb") as reader:
            if not watch._being_written(reader.fileno()):
                pytest.skip("this system does not tell who writes")
        assert settled(folder) == []
    assert [a.fichier for a in settled(folder)] == ["f.csv"]


@pytest.mark.parametrize("name", ["~$mai.xlsx", ".mai.csv", "mai.csv.part", "mai.tmp", "mai.csv.crdownload", "m.csv~"])
def test_lock_files_and_temporary_names_are_left_alone(folder, name):
    _, place, _ = folder
    (place / name).write_bytes(GOOD)
    assert settled(folder) == [] and names(place) == [name]


def test_folders_and_links_are_left_alone(folder, tmp_path):
    _, place, _ = folder
    (tmp_path / "ailleurs.csv").write_bytes(GOOD)
    (place / "lien.csv").symlink_to(tmp_path / "ailleurs.csv")
    (place / "archives").mkdir()
    assert settled(folder) == []


def test_names_that_come_back_are_kept_apart(folder, store):
    _, place, _ = folder
    for value in (91, 92, 92):
        (place / "mai.csv").write_bytes(month_file(f"CPTS-WEPP;2025-10;ADH;;;{value};"))
        settled(folder)
    assert [n for n in names(place / "done") if not n.endswith("txt")] == ["mai (2).csv", "mai (3).csv", "mai.csv"]
    assert "déjà déposé par veilleur" in (place / "done" / "mai (3).csv.rapport.txt").read_text(encoding="utf-8-sig")
    assert deposits(store) == 2


def test_of_two_files_about_the_same_value_the_last_written_wins(folder, store):
    _, place, _ = folder
    for age, name, value in ((20, "z.csv", 91), (10, "a.csv", 92)):
        (place / name).write_bytes(month_file(f"CPTS-WEPP;2025-10;ADH;;;{value};"))
        stamp = time.time() - age
        os.utime(place / name, (stamp, stamp))
    assert [a.fichier for a in settled(folder)] == ["z.csv", "a.csv"]
    with store.read() as cursor:
        assert cursor.rows("SELECT valeur FROM observations_courantes") == [(92,)]


def test_stopped_between_the_deposit_and_the_move_nothing_is_deposited_twice(folder, store, monkeypatch):
    _, place, _ = folder
    (place / "f.csv").write_bytes(GOOD)

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "_put_away", stopped)
    with pytest.raises(KeyboardInterrupt):
        settled(folder)
    monkeypatch.undo()
    assert names(place) == ["f.csv"] and deposits(store) == 1
    (again,) = settled(folder)
    assert again.depot.deja_depose and names(place) == [] and deposits(store) == 1


def test_a_file_of_the_same_name_that_comes_meanwhile_is_deposited_in_its_turn(folder, store, monkeypatch):
    _, place, _ = folder
    (place / "f.csv").write_bytes(GOOD)
    real = watch.deposit

    def meanwhile(*arguments, **options):
        done = real(*arguments, **options)
        (place / "f.csv").write_bytes(GOOD + b"CPTS-BERG;2025-10;ADH;;;50;\r\n")
        monkeypatch.undo()
        return done

    monkeypatch.setattr(watch, "deposit", meanwhile)
    assert [a.depot.nouvelles for a in settled(folder)] == [1] and names(place) == ["f.csv"]
    (arrived,) = settled(folder)
    assert (arrived.depot.nouvelles, arrived.depot.identiques) == (1, 1)
    assert {"f.csv", "f (2).csv"} <= set(names(place / "done"))


def test_a_file_changed_while_it_was_deposited_is_deposited_again(folder, store, monkeypatch):
    _, place, _ = folder
    (place / "f.csv").write_bytes(GOOD)
    real = watch.deposit

    def meanwhile(*arguments, **options):
        done = real(*arguments, **options)
        (place / "quarantine" / "f.csv").write_bytes(GOOD + b"CPTS-BERG;2025-10;ADH;;;50;\r\n")
        monkeypatch.undo()
        return done

    monkeypatch.setattr(watch, "deposit", meanwhile)
    assert settled(folder) == [] and names(place) == ["f.csv"] and names(place / "quarantine") == []
    (arrived,) = settled(folder)
    assert (arrived.depot.nouvelles, arrived.depot.identiques) == (1, 1)


KILLED = """
import os, signal, sys
from pathlib import Path
from pipelines.ingest.deposit import watch
from pipelines.store.connection import Store
from pipelines.store.scope import Scope

real = watch.check_file
def fatal(store, scope, data, name):
    if name == "fatal.csv":
        os.kill(os.getpid(), signal.SIGKILL)
    return real(store, scope, data, name)
watch.check_file = fatal
now = [0.0]
with watch.watching(Path(sys.argv[2])):
    folder = watch.WatchedFolder(
        Path(sys.argv[2]), Store.open(sys.argv[1]), Scope.local(), auteur="x", settle=1, clock=lambda: now[0]
    )
    for _ in range(3):
        for arrived in folder.sweep():
            print(arrived.fichier, arrived.accepte, flush=True)
        now[0] += 2
"""


def test_a_file_that_takes_the_program_down_is_tried_after_the_others_then_refused(store, tmp_path):
    place = tmp_path / "arrivées"
    place.mkdir()
    (place / "fatal.csv").write_bytes(GOOD)
    os.utime(place / "fatal.csv", (1, 1))  # the oldest: it comes first
    (place / "bon.csv").write_bytes(GOOD)
    runs = [
        subprocess.run(
            [sys.executable, "-c", KILLED, str(tmp_path / "store"), str(place)],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for _ in range(3)
    ]
    assert [run.returncode for run in runs] == [-9, -9, 0]
    assert (names(place / "done"), deposits(store)) == (["bon.csv", "bon.csv.rapport.txt"], 1)
    assert "fatal.csv" in runs[2].stdout
    assert names(place) == [] and list((place / "quarantine").iterdir()) == []
    report = (place / "refused" / "fatal.csv.rapport.txt").read_text(encoding="utf-8-sig")
    assert "a arrêté le programme deux fois" in report and "→" in report
    assert (place / "refused" / "fatal.csv").read_bytes() == GOOD


def test_a_busy_store_leaves_the_file_and_says_so_once(folder, monkeypatch):
    _, place, clock = folder
    (place / "f.csv").write_bytes(GOOD)

    def busy(*_, **__):
        raise StoreError("Les données sont occupées.")

    monkeypatch.setattr(watch, "deposit", busy)
    (arrived,) = settled(folder)
    assert arrived.place is None and "occupées. Il sera repris." in arrived.phrase
    clock.now += 5
    assert folder[0].sweep() == [] and names(place) == ["f.csv"]
    monkeypatch.undo()
    clock.now += 5
    assert [a.accepte for a in folder[0].sweep()] == [True]


def test_a_file_too_heavy_is_refused_unread(folder, monkeypatch):
    _, place, _ = folder
    monkeypatch.setenv("CPTS_TAILLE_MAX", "1")
    with (place / "gros.csv").open("wb") as file:
        file.truncate(2_000_000_000)
    (arrived,) = settled(folder)
    assert arrived.depot is None and arrived.place == place / "refused" / "gros.csv"
    assert "gros.csv.rapport.txt" in names(place / "refused")


def test_a_second_watcher_a_missing_folder_and_the_store_itself_are_refused(folder, store, tmp_path):
    with pytest.raises(StoreError, match="déjà surveillé"), watching(folder[1]):
        pass
    with pytest.raises(StoreError, match="il n'existe pas"), watching(tmp_path / "nulle part"):
        pass
    with pytest.raises(StoreError, match="celui des données"):
        WatchedFolder(Path(store.identity) / "fichiers", store, Scope.local(), auteur="x")


def test_part_of_a_file_goes_in_and_the_rest_is_handed_back(store, tmp_path):
    clock = Clock()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "f.csv").write_bytes(BAD)
    with watching(tmp_path / "in"):
        watched = WatchedFolder(tmp_path / "in", store, Scope.local(), auteur="x", partiel=True, settle=1, clock=clock)
        (arrived,) = settled((watched, None, clock))
    assert arrived.depot.partiel and arrived.place.parent.name == "done"
    back = [p for p in arrived.place.parent.iterdir() if "refus" in p.name]
    assert len(back) == 1 and "CPTS-BERG;2025-13" in back[0].read_bytes().decode("utf-8-sig")
