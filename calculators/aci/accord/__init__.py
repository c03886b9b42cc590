"""The agreement as data: what it pays, to whom, from which day on, and how sure each amount is.

Read in this order: ``schema`` (what a block is), ``load`` (the blocks read, checked, in force on a day), ``bareme`` (every
cell of every version as arrays), ``statut`` (from attested to proposed), ``hypotheses`` (our choices where sources are silent).
"""

from __future__ import annotations

from pathlib import Path


def bloc_files(directory: Path | None = None) -> tuple[Path, ...]:
    """Give the files of the blocks of a directory (by default the agreement shipped with the software)."""
    return tuple(sorted((directory or Path(__file__).parent).glob("*.yaml")))
