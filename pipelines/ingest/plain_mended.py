"""Mends broken accents (``Ã©`` for ``é``) in coded columns: each distinct text once, however long the file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipelines.ingest.body import Body
from pipelines.ingest.decode import first_broken, mended, said_mended
from pipelines.ingest.issues import Issue


def mended_body(body: Body, head: str) -> tuple[Body, Issue | None]:
    """The same lines with their texts mended, and the finding that says so, at the first place as in the whole file.

    ``head``: the first lines of the file, as they are.
    """
    columns = {i: column.rewritten(mended, needed=first_broken) for i, column in body.columns.items()}
    changed = mended(head) != head or any(columns[i] is not body.columns[i] for i in columns)
    if not changed:
        return body, None
    return replace(body, columns=columns), _first(body, head)


def _first(body: Body, head: str) -> Issue:
    if (broken := first_broken(head)) is not None:
        return said_mended(head.count("\n", 0, broken.start()) + 1, broken[0])
    found = []
    for rank, column in body.columns.items():
        broken_texts = np.array([first_broken(text) is not None for text in column.textes], dtype=bool)
        if broken_texts.any():
            found.append((int(np.argmax(broken_texts[column.codes])), rank))
    position, rank = min(found)
    broken = first_broken(body.columns[rank][position])
    return said_mended(int(body.lines[position]), broken[0] if broken else "")
