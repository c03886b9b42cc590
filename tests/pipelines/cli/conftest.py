"""Two files for the commands: a sound one, and one with five faults."""

import pytest

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
