"""Tells whether every quote of a file opens or closes a whole cell: any CSV reader then cuts it alike."""

from __future__ import annotations

import codecs

import numpy as np

_QUOTE, _ENDS = ord('"'), (ord("\n"), ord("\r"))


def whole_lines(data: bytes, separator: str) -> int | None:
    """How many bytes come before the first cell that holds an end of line, all of them when none does.

    None when quotes are not all around whole cells, doubled inside. Taken by turns a quote opens, then closes: one that opens stands after a separator, an end of line, or (the second of
    a doubled one) right after the one before; one that closes, the same on its other side.
    """
    raw = np.frombuffer(data, dtype=np.uint8)
    places = np.flatnonzero(raw == _QUOTE)
    if not len(places):
        return len(data)
    if len(places) % 2:
        return None
    opening, closing = places[::2], places[1::2]
    breaks = np.flatnonzero((raw == _ENDS[0]) | (raw == _ENDS[1]))
    across = np.searchsorted(breaks, opening) != np.searchsorted(breaks, closing)
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    edges = np.zeros(256, dtype=bool)
    edges[[ord(separator), *_ENDS]] = True
    after_edge = edges[raw[np.maximum(opening - 1, 0)]] | (opening == start)
    before_edge = edges[raw[np.minimum(closing + 1, len(raw) - 1)]] | (closing == len(raw) - 1)
    doubled = opening[1:] == closing[:-1] + 1
    after_edge[1:] |= doubled
    before_edge[:-1] |= doubled
    if not (after_edge.all() and before_edge.all()):
        return None
    return int(opening[np.argmax(across)]) if across.any() else len(data)
