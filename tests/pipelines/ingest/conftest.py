"""What holds for all the tests of ingest."""

import pytest

from pipelines.ingest.rules import table


@pytest.fixture(autouse=True)
def no_hole(monkeypatch):
    """A finding that has nothing for a brace of its rule is an error here."""

    def missing(self, name):
        raise AssertionError(f"nothing for {{{name}}} among {dict(self)}")

    monkeypatch.setattr(table.Facts, "__missing__", missing)
