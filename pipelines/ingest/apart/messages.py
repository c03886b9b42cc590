"""Messages between the program and a reader: values behind their length, through a pipe, with a deadline on this side."""

from __future__ import annotations

import os
import pickle
import select
from time import monotonic
from typing import IO, Any

#: What a reader says: ready; how far it is; done, with the answer; why not.
READY, PROGRESS, DONE, REFUSED, MEMORY, FAILED = "ready", "progress", "done", "refused", "memory", "failed"
_LENGTH = 8
_AT_ONCE = 1 << 20


class Silent(Exception):
    """Nothing came before the deadline."""


class Closed(Exception):
    """The other side is gone."""


def write(pipe: IO[bytes], value: Any) -> None:
    """Send one value. Raises Closed."""
    raw = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    try:
        pipe.write(len(raw).to_bytes(_LENGTH, "big"))
        pipe.write(raw)
        pipe.flush()
    except OSError as error:
        raise Closed from error


def read(handle: int, *, deadline: float | None = None) -> Any:
    """The next value. ``deadline``: an instant of ``monotonic``; None waits for ever. Raises Silent, Closed."""
    size = int.from_bytes(_exactly(handle, _LENGTH, deadline), "big")
    return pickle.loads(_exactly(handle, size, deadline))


def _exactly(handle: int, size: int, deadline: float | None) -> bytearray:
    waiting = select.poll()
    waiting.register(handle, select.POLLIN)
    got = bytearray()
    while len(got) < size:
        left = None if deadline is None else max(deadline - monotonic(), 0)
        if not waiting.poll(None if left is None else left * 1000):
            raise Silent
        part = os.read(handle, min(size - len(got), _AT_ONCE))
        if not part:
            raise Closed
        got += part
    return got
