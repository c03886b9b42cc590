"""`cpts watch`, in its own process until it is told to stop, and once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.store.connection import Store
from tests.commands import run_here
from tests.pipelines.ingest.deposit.watched import BAD, GOOD, deposits


@pytest.fixture
def once(store, monkeypatch, capsys):
    """Run `cpts watch --once` on a folder in this process: exit code, standard output, error output."""
    monkeypatch.setenv("CPTS_STORE", store.identity)

    def run(place: Path) -> tuple[int, str, str]:
        done = run_here(("watch", place, "--attente", "0.3", "--once"), capture=capsys, monkeypatch=monkeypatch)
        return done.returncode, done.stdout, done.stderr

    return run


def test_the_command_watches_until_it_is_told_to_stop(store, tmp_path, once, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    (place := tmp_path / "in").mkdir()
    (place / "déjà là.csv").write_bytes(GOOD)
    run = [sys.executable, "-c", "from pipelines.cli.main import main; main()", "watch", str(place), "--attente", "0.3"]
    with subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert "Surveillance de" in process.stdout.readline()
        assert "déjà là.csv\u00a0: déposé" in process.stdout.readline()
        assert (second := once(place))[:2] == (2, "") and "déjà surveillé" in second[2]
        (place / "mai.csv").write_bytes(BAD)
        assert "mai.csv\u00a0: refusé" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
        assert out.endswith("Surveillance arrêtée.\n") and err == "" and process.returncode == 0
    assert once(place) == (0, "", "")
    (place / "mai.csv").write_bytes(BAD)
    assert (again := once(place))[0] == 1 and "mai.csv\u00a0: refusé" in again[1]
    assert deposits(Store.open(store.identity)) == 1
