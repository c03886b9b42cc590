"""A column of texts as codes: each distinct text is held, and later read, once, however long the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class Column:
    """One text per line: ``textes[codes[position]]``. ``codes`` is int32; every text is that of some line."""

    codes: NDArray[np.int32]
    textes: list[str]

    def __getitem__(self, position: int) -> str:
        text: str = self.textes[self.codes[position]]
        return text

    def __len__(self) -> int:
        return len(self.codes)

    def rewritten(self, writing: Callable[[str], str], *, needed: Callable[[str], object]) -> Column:
        """The same column with each text written otherwise; texts that become the same are one.

        ``needed``: shown all the texts at once, one under the other, says whether some will change: most columns don't.
        """
        if not needed("\n".join(self.textes)):
            return self
        texts = [writing(text) for text in self.textes]
        if texts == self.textes:
            return self
        ranks: dict[str, int] = {}
        codes = np.array([ranks.setdefault(text, len(ranks)) for text in texts], dtype=np.int32)
        return Column(codes[self.codes], list(ranks))

    def keep(self, kept: NDArray[np.bool_]) -> Column:
        """The same column without the other lines, nor the texts they alone had."""
        codes = self.codes[kept]
        used = np.bincount(codes, minlength=len(self.textes)) > 0
        if used.all():
            return Column(codes, self.textes)
        ranks = np.cumsum(used, dtype=np.int32) - np.int32(1)
        return Column(ranks[codes], [text for text, wanted in zip(self.textes, used.tolist(), strict=True) if wanted])


def column_of(cells: Sequence[str]) -> Column:
    """The column of these cells."""
    codes, texts = pd.factorize(np.asarray(cells, dtype=object))
    return Column(codes.astype(np.int32), texts.tolist())


def letter(index: int) -> str:
    """The letter the spreadsheet gives a column (0-based): A, Z, AA."""
    name = ""
    while index >= 0:
        name, index = chr(65 + index % 26) + name, index // 26 - 1
    return name
