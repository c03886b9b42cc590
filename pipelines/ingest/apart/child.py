"""What runs in a reader: one file after the other, each within its allowance, until the program that started it goes."""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from calculators.french_error import FrenchError
from pipelines.ingest.apart.allowance import Allowance
from pipelines.ingest.apart.messages import DONE, FAILED, MEMORY, PROGRESS, READY, REFUSED, Closed, read, write
from pipelines.ingest.check.verdict import check
from pipelines.ingest.hand_back import book  # noqa: F401 - read now rather than during the first file
from pipelines.ingest.hand_back.annotate import annotate, keep_refused

#: What may be asked, by name; the first is told how far it is.
TASKS: Mapping[str, Callable[..., Any]] = {"check": check, "annotate": annotate, "keep_refused": keep_refused}


def serve() -> None:
    """Answer on the standard output what is asked on the standard input; what libraries print goes nowhere."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Meant for the program, which tells its readers by going: one that died halfway would accuse the file.
        signal.signal(number, signal.SIG_IGN)
    incoming, outgoing = os.dup(0), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own sets gigabytes aside, which the limit would count
    gc.freeze()
    own = _writable()
    try:
        write(outgoing, (READY,))
        while True:
            task, limits, arguments = read(incoming)
            _bound(limits, own)
            write(outgoing, _answer(outgoing, task, arguments))
            del arguments
    except Closed:
        return


def _answer(outgoing: BinaryIO, task: str, arguments: Mapping[str, Any]) -> tuple[Any, ...]:
    told = {"progres": lambda share, step: write(outgoing, (PROGRESS, share, step))} if task == "check" else {}
    try:
        return DONE, TASKS[task](**arguments, **told)
    except Closed:
        raise
    except FrenchError as error:
        return REFUSED, error
    except MemoryError:
        return (MEMORY,)
    except Exception as error:  # noqa: BLE001 - whatever a file does to its reader is said of the file
        return FAILED, type(error).__name__


def _bound(limits: Allowance, own: int) -> None:
    """Hold this process to the allowance of one file; ``own``: bytes it had for itself."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = max(int(used.ru_utime + used.ru_stime) + 1 + limits.processor, 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    if sys.platform == "linux":  # elsewhere this limit does not count what is mapped
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (own + limits.memory, hard))


def _writable() -> int:
    """The bytes that this process may write: what the limit of memory counts. 0 when the system does not say."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    line = next((line for line in told.splitlines() if line.startswith("VmData:")), "")
    return int(line.split()[1]) * 1024 if line else 0
