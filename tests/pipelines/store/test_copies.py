"""A store copied while it is written: each copy is whole, or is said to be damaged in one sentence; never repaired."""

import shutil
from pathlib import Path

import pytest

from pipelines.store.connection import Store, open_existing
from pipelines.store.errors import StoreError
from pipelines.store.location import place_of
from pipelines.store.questions.suivi import overview
from pipelines.store.scope import Scope
from tests.monthly import month_file

LOCAL = Scope.local()
NAME = "pilotage.duckdb"


@pytest.fixture
def written(cpts, store, tmp_path):
    """The database before and in the middle of a deposit (its log beside it, as a copy finds them), then after."""
    file = tmp_path / "f.csv"
    file.write_bytes(month_file("CPTS-WEPP;2026-10;ADH;;;91;"))
    before = (Path(store.identity) / NAME).read_bytes()
    with store.hold():  # the file stays attached: the commit is in the log, not yet in the file
        with store.write() as cursor:
            cursor.execute("INSERT INTO groupes VALUES ('x', 'y', 'CPTS-WEPP', TIMESTAMP '2026-11-20')")
        during = {p.name: p.read_bytes() for p in Path(store.identity).iterdir() if p.is_file()}
    assert cpts("deposit", file)[0] == 0
    return before, during, (Path(store.identity) / NAME).read_bytes()


def copied(tmp_path: Path, files: dict[str, bytes]) -> Path:
    place = tmp_path / f"copie{len(list(tmp_path.iterdir()))}"
    place.mkdir()
    for name, data in files.items():
        (place / name).write_bytes(data)
    return place


def status(cpts, place: Path) -> tuple[int, str]:
    """What `cpts status` answers, and that it changed no byte of a copy it refuses."""
    held = {p.name: p.read_bytes() for p in place.iterdir() if p.is_file()}
    code, out, err = cpts("status", "--store", place)
    if code:
        assert code == 2 and out == "" and "Traceback" not in err and err.count("\n") == 1, err
        assert {p.name: p.read_bytes() for p in place.iterdir() if p.is_file()} == held
    return code, (out + err).replace("\u00a0", " ")


def test_a_copy_made_between_two_commits_is_a_store_as_it_was_then(cpts, written, tmp_path):
    before, during, after = written
    assert set(during) == {NAME, f"{NAME}.wal"}
    for files, deposits in (({NAME: before}, 0), (during, 0), ({NAME: after}, 1)):
        code, said = status(cpts, copied(tmp_path, files))
        assert code == 0 and f"{deposits} dépôt" in said


def test_a_log_beside_another_state_of_the_file_is_said(cpts, written, tmp_path):
    """The file copied after a deposit, its log before: no table of the log is played onto the wrong file."""
    _, during, after = written
    code, said = status(cpts, copied(tmp_path, {NAME: after, f"{NAME}.wal": during[f"{NAME}.wal"]}))
    assert code == 2 and "Copiez de nouveau" in said, said


@pytest.mark.parametrize("kept", [4096, 12_288, 300_000, 700_000])
def test_a_copy_cut_short_is_said(cpts, written, tmp_path, kept):
    code, said = status(cpts, copied(tmp_path, {NAME: written[2][:kept]}))
    assert code == 2 and "abîmé" in said, said


def test_a_file_whose_tables_did_not_come_along_is_no_new_store(cpts, written, tmp_path):
    """Copied before the first commit reached the file: nothing in it. With deposits beside it, it was a store."""
    empty = place_of(tmp_path / "vide")
    empty.make()
    with empty.base.write(create=True):
        pass
    blank = (tmp_path / "vide" / NAME).read_bytes()
    place = copied(tmp_path, {NAME: blank})
    code, said = status(cpts, place)
    assert code == 2 and "Il n'y a pas encore de données" in said
    (place / "fichiers").mkdir()
    (place / "fichiers" / ("a" * 64)).write_bytes(b"x")
    code, said = status(cpts, place)
    assert code == 2 and "incomplète ou abîmée" in said
    with pytest.raises(StoreError, match="incomplète"):
        Store.open(place)


def test_a_table_that_is_missing_is_said_not_shown_as_a_traceback(store, tmp_path):
    place = shutil.copytree(Path(store.identity), tmp_path / "copie")
    copy = Store.open(place)
    with copy.write() as cursor:
        cursor.execute("DROP TABLE cpts")
    with pytest.raises(StoreError, match="incomplète ou abîmée"):
        overview(open_existing(str(place)), LOCAL)
