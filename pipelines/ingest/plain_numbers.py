"""Reads at once the numbers that can be read one way only: plain digits, or digits parted in threes by spaces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.ingest.texts import SPACES

# At most fifteen digits: a float holds them all.
_PLAIN = rf"^[{SPACES}]*(\d{{1,15}}|\d{{1,3}}([{SPACES}]\d{{3}}){{1,4}})[{SPACES}]*$"


def plain_numbers(texts: Sequence[str]) -> NDArray[np.float64]:
    """The number of each text, NaN for those that ``read_number`` must look at; what is read here it reads alike."""
    array = pa.array(texts, pa.string())
    plain = pc.match_substring_regex(array, _PLAIN)
    digits = pc.replace_substring_regex(array.filter(plain), f"[{SPACES}]", "")
    numbers: NDArray[np.float64] = np.full(len(texts), np.nan)
    numbers[plain.to_numpy(zero_copy_only=False)] = digits.cast(pa.float64()).to_numpy()
    return numbers
