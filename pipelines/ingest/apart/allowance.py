"""What the reading of a file may take of processor, time and memory, by its weight; and which files are too plain to take much.

A monthly file takes half a second and 20 Mo; these limits are twenty times that, and grow with the file, so that a million
lines are read too. What takes more is told to the person as a file that cannot be read.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from pipelines.ingest.read.limits import MEGA
from pipelines.ingest.read.workbook import is_workbook

#: A plain file: a month of a whole region, at most.
PLAIN_BYTES, PLAIN_LINE, PLAIN_CELLS = MEGA, 20_000, 1_000_000
_SEPARATORS = (b";", b",", b"\t", b"|")


class TooLong(Exception):
    """The reading took more time than its allowance."""


@dataclass(frozen=True)
class Allowance:
    """``processor``: seconds of it, whole. ``clock``: seconds that pass meanwhile. ``memory``: bytes, beside the program's own."""

    processor: int
    clock: float
    memory: int


def allowance(data: bytes) -> Allowance:
    """That of a file. A workbook is folded: each of its bytes takes ten times those of a text."""
    more = max(len(data) / MEGA - 1, 0)
    if is_workbook(data):
        return Allowance(5 + int(3 * more), 7 + 4 * more, int((550 + 80 * more) * MEGA))
    return Allowance(5 + int(0.5 * more), 7 + 0.7 * more, int((450 + 20 * more) * MEGA))


def is_plain(data: bytes) -> bool:
    """True for a text with no line, nor number of cells, that could take long: a command reads it itself."""
    if len(data) > PLAIN_BYTES or is_workbook(data):
        return False
    lines = data.splitlines()
    if max(map(len, lines), default=0) > PLAIN_LINE:
        return False
    widest = max((line.count(mark) for line in lines for mark in _SEPARATORS), default=0) + 1
    return len(lines) * widest <= PLAIN_CELLS


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooLong in what runs inside after so many seconds of processor; in the main thread only, elsewhere it runs to its
    end. Another alarm of the program, by the clock, goes on.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
