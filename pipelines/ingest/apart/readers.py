"""The processes that read files: as many at once as there is room for, one always ready where files are awaited.

They are started anew, never forked: the program has threads, of Arrow and of DuckDB, that a fork would leave half there.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from pipelines.ingest.apart import messages
from pipelines.ingest.apart.allowance import Allowance
from pipelines.ingest.check.verdict import Progres

_ROOT = Path(__file__).parents[3]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from pipelines.ingest.apart.child import serve; serve()"
#: Seconds that a reader may take to be ready.
PATIENCE = 60.0
#: Files read at once: two take two processors and 2 Go at most, and the others wait.
AT_ONCE = 2
#: A reader that has grown over this many bytes is let go: what it took is given back to the system with it.
HEAVY = 350_000_000
Reason = Literal["time", "memory", "death", "failure", "start"]


class Unread(Exception):
    """The reader could not do it: ``reason``, and for a failure its kind in ``detail``."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.detail = detail


class Reader:
    """One process. Not shared: whoever takes it is alone with it."""

    def __init__(self) -> None:
        """Start it; it is ready later. Raises Unread when there is no room for it."""
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, str(_ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise Unread("start") from error
        self._ready = False

    def ask(self, task: str, arguments: Mapping[str, Any], limits: Allowance, progres: Progres | None = None) -> Any:
        """The answer to one task of ``child.TASKS``. Raises Unread, or the FrenchError met; it is then to be let go."""
        incoming, outgoing = self._process.stdin, self._process.stdout
        if incoming is None or outgoing is None:
            raise Unread("start")
        try:
            if not self._ready:
                messages.read(outgoing.fileno(), deadline=monotonic() + PATIENCE)
                self._ready = True
        except (messages.Silent, messages.Closed) as error:
            raise Unread("start") from error
        try:
            messages.write(incoming, (task, limits, dict(arguments)))
            deadline = monotonic() + limits.clock
            while (said := messages.read(outgoing.fileno(), deadline=deadline))[0] == messages.PROGRESS:
                if progres is not None:
                    progres(said[1], said[2])
        except messages.Silent as error:
            raise Unread("time") from error
        except messages.Closed as error:
            raise Unread(self._why_dead()) from error
        if said[0] == messages.REFUSED:
            raise said[1]
        if said[0] == messages.MEMORY:
            raise Unread("memory")
        if said[0] == messages.FAILED:
            raise Unread("failure", said[1])
        return said[1]

    def is_fit(self) -> bool:
        """True while it lives and has kept little of what it read."""
        return self._process.poll() is None and _resident(self._process.pid) < HEAVY

    def let_go(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was still to be sent has nobody to go to
        self._process.wait()

    def _why_dead(self) -> Reason:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "death"
        return "time" if code == -signal.SIGXCPU else "death"


class Readers:
    """Takes a reader for each task, and keeps what can be kept."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._idle: list[Reader] = []
        self._awaited = False

    @property
    def awaited(self) -> bool:
        """True where files are awaited: a reader is ready, and reads all of them."""
        return self._awaited

    def expect(self) -> None:
        """Have a reader ready for the next file, which may come at any time. Where none can be started, the file will say so."""
        with self._lock:
            if not self._idle:
                try:
                    self._idle.append(Reader())
                except Unread:
                    return

    def await_files(self) -> None:
        """From now on a reader is kept ready, and reads every file."""
        self._awaited = True
        self.expect()

    def close(self) -> None:
        """Let all of them go that read nothing, and keep none ready any more."""
        self._awaited = False
        with self._lock:
            idle, self._idle = self._idle, []
        for reader in idle:
            reader.let_go()

    def ask(self, task: str, arguments: Mapping[str, Any], limits: Allowance, progres: Progres | None = None) -> Any:
        """As :meth:`Reader.ask`, by whichever reader is free."""
        with self._turns:
            reader = self._taken()
            answered = False
            try:
                answer = reader.ask(task, arguments, limits, progres)
                answered = True
            finally:
                if not (answered and self._kept(reader)):
                    reader.let_go()
                if self._awaited:
                    self.expect()
            return answer

    def _kept(self, reader: Reader) -> bool:
        """True for a reader fit for another file, put back; one is enough."""
        with self._lock:
            wanted = not self._idle and reader.is_fit()
            if wanted:
                self._idle.append(reader)
        return wanted

    def _taken(self) -> Reader:
        """A free reader, or a new one."""
        reader = None
        with self._lock:
            while self._idle and reader is None:
                found = self._idle.pop()
                if found.is_fit():
                    reader = found
                else:
                    found.let_go()
        return reader or Reader()


def _resident(process: int) -> int:
    """The bytes of memory that a process holds; 0 where the system does not say."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


READERS = Readers()
