"""The commands run here, and two files for them: a sound one, and one with five faults."""

import pytest

from tests.commands import run_here
from tests.monthly import month_file

GOOD = month_file("CPTS-WEPP;2025-10;PRE_SEIN;450;812;;", "CPTS-WEPP;2025-10;ADH;;;91;")
FIVE_FAULTS = month_file(
    "CPTS-WEPP;2025-10;PRE_SEIN;950;812;;",
    "CPTS-WEPP;2025-10;ADH;;;91;",
    "CPTS-WEPPES;2025-10;ADH;;;91;",
    "CPTS-WEPP;2025-13;ADH;;;91;",
    "CPTS-WEPP;2025-10;PRE_SIEN;450;812;;",
    "CPTS-WEPP;2025-10;PRE_COL;450;8x2;;",
)


@pytest.fixture
def files(tmp_path):
    good, bad = tmp_path / "octobre.csv", tmp_path / "fautes.csv"
    good.write_bytes(GOOD)
    bad.write_bytes(FIVE_FAULTS)
    return good, bad


@pytest.fixture
def run(capsys, monkeypatch):
    """Run `cpts` in this process, on the store that its words name: what a process would have answered."""
    return lambda *arguments: run_here(arguments, capture=capsys, monkeypatch=monkeypatch)
