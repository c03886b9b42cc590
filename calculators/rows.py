"""Rows of a frame as records, for code that writes them out one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Iterate over a frame as named tuples; values keep their own types (the stubs know them only as a union)."""
    yield from frame.itertuples()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries, column → value."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
