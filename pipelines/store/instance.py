"""Port ``Base`` on a DuckDB file: short connections to one catalog named ``pilotage``.

A DuckDB file open for writing cannot be opened by another process, so the file is attached for the time of one
reading or one transaction and detached at once (about 2 ms). Inside a process there is one DuckDB instance per file,
one cursor per use, many readers or one writer. Between processes DuckDB's own file lock decides, with a bounded retry.
The database file must never be opened by anything else in the process: closing it would drop that lock.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import duckdb
from tenacity import retry, retry_if_exception, stop_after_delay, wait_random_exponential

from pipelines.store.cursor import Cursor
from pipelines.store.errors import INCOMPLETE, StoreBusyError, StoreError, reason_of

CATALOG = "pilotage"
WAIT_SECONDS = 20.0
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


def _is_lock_conflict(error: BaseException) -> bool:
    """Another process holds the file; the word alone, for a damaged file has bad « blocks »."""
    return (
        isinstance(error, duckdb.IOException) and re.search(r"\block\b|used by another process", str(error)) is not None
    )


@contextmanager
def _plain_errors() -> Iterator[None]:
    """A failing disk, a damaged file, one that lacks a table: one sentence; other errors are faults of ours."""
    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException, duckdb.SerializationException) as error:
        raise StoreError(f"Les données ne peuvent pas être lues : {INCOMPLETE}") from error
    except (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException) as error:
        raise StoreError(f"Les données ne peuvent pas être lues ou écrites : {reason_of(error)}") from error


class Instance:
    """The DuckDB instance of this process for one database file: many readers or one writer at a time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._commits = 0
        self._engine = duckdb.connect(":memory:", config=_CONFIG)
        self._turn = threading.Condition()
        self._mode: Literal["ro", "rw"] | None = None
        self._readers = 0
        self._writing = False
        self._waiting = 0
        self._held = 0
        self._thread = threading.local()
        self._sound: list[
            str
        ] = []  # the marks of the files when all of them was last read, or written since by this process
        self._wrote = False

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        """A cursor that reads one committed state; nested uses in one thread share the attached file."""
        if getattr(self._thread, "writing", False):
            raise RuntimeError("read() inside write(): use the cursor of the transaction")
        nested = getattr(self._thread, "reads", 0)
        with self._turn:
            if not nested:
                self._turn.wait_for(lambda: not self._writing and not self._waiting)
            if self._mode is None:
                self._attach("ro")
            self._readers += 1
        self._thread.reads = nested + 1
        try:
            with _plain_errors(), self._cursor() as cursor:
                yield Cursor(cursor)
        finally:
            self._thread.reads = nested
            with self._turn:
                self._readers -= 1
                self._rest()

    @contextmanager
    def write(self, *, create: bool = False) -> Iterator[Cursor]:
        """A cursor inside one transaction: committed at the end of the block, rolled back if it raises."""
        if getattr(self._thread, "reads", 0) or getattr(self._thread, "writing", False):
            raise RuntimeError("write() inside read() or write() of the same thread")
        with self._alone():
            if self._mode is None:
                self._attach("rw", create=create)
            self._thread.writing = True
            try:
                with _plain_errors(), self._cursor() as cursor:
                    self._verify(cursor)
                    cursor.execute("BEGIN TRANSACTION")
                    try:
                        yield Cursor(cursor)
                    except BaseException:
                        cursor.execute("ROLLBACK")
                        raise
                    cursor.execute("COMMIT")
                    self._commits += 1
                    self._wrote = True
            finally:
                self._thread.writing = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep the file attached for writing between the uses of the block: for many deposits in a row."""
        with self._alone():
            if self._mode is None:
                self._attach("rw")
            self._held += 1
        try:
            yield
        finally:
            with self._turn:
                self._held -= 1
                self._rest()

    def renew(self) -> None:
        """Start the engine again once nobody uses it: what it keeps of a large job goes back to the system."""
        with self._alone():
            if self._mode is None:
                self._engine.close()
                self._engine = duckdb.connect(":memory:", config=_CONFIG)

    def snapshot(self) -> str:
        """The commits of this process, and what changes with the files of the database: the time and the size of each."""
        return "-".join([str(self._commits), *self._marks()])

    def _marks(self) -> list[str]:
        """The time and the size of each file of the database."""
        marks = []
        for file in (self._file, self._file.with_name(f"{self._file.name}.wal")):
            with suppress(FileNotFoundError):
                stat = file.stat()
                marks.append(f"{stat.st_mtime_ns:x}.{stat.st_size:x}")
        return marks

    def _verify(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read every value once before anything is written, unless the files are as this process left them.

        A block is checked when it is read: a deposit that reads none of the damaged ones would go in, beside values that are
        lost. Half a million lines take 30 ms.
        """
        if (self._held and self._sound) or self._sound == self._marks():
            return
        tables = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
        for (table,) in cursor.execute(tables).fetchall():
            cursor.table(f'"{table}"').aggregate(f'bit_xor(hash("{table}"))').fetchall()
        self._sound = self._marks()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._turn:
            self._waiting += 1
            try:
                self._turn.wait_for(lambda: not self._writing and not self._readers)
            finally:
                self._waiting -= 1
            self._writing = True
        try:
            yield
        finally:
            with self._turn:
                self._writing = False
                self._rest()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._engine.cursor()
        try:
            cursor.execute(f"USE {CATALOG}")
            yield cursor
        finally:
            cursor.close()

    def _rest(self) -> None:
        """Nobody at work: give the file back. Called with the turn held."""
        if not self._readers and not self._writing:
            if self._mode and not self._held:
                self._mode = None
                # Full disk: the log is not folded into the file, what was committed is safe in it. Damaged file: already said.
                sound = self._wrote and self._sound
                self._wrote = False
                with suppress(duckdb.IOException, duckdb.FatalException):
                    self._engine.execute(f"DETACH {CATALOG}")
                if sound:
                    self._sound = self._marks()
            self._turn.notify_all()

    def _attach(self, mode: Literal["ro", "rw"], *, create: bool = False) -> None:
        if not create and not self._file.exists():
            raise StoreError(f"Les données de {self._file.parent} ont disparu : le dossier a été déplacé ou effacé.")
        path = str(self._file).replace("'", "''")
        options = "READ_ONLY" if mode == "ro" else "STORAGE_VERSION 'v1.5.0'"
        attempt = retry(
            retry=retry_if_exception(_is_lock_conflict),
            wait=wait_random_exponential(multiplier=0.005, max=0.2),
            stop=stop_after_delay(WAIT_SECONDS),
            reraise=True,
        )(self._engine.execute)
        try:
            attempt(f"ATTACH '{path}' AS {CATALOG} ({options})")
        except duckdb.Error as error:
            if _is_lock_conflict(error):
                raise StoreBusyError(
                    f"Les données ({self._file.parent}) sont occupées par un autre programme depuis "
                    f"{WAIT_SECONDS:.0f} secondes ; réessayez dans un instant."
                ) from error
            self._engine = duckdb.connect(":memory:", config=_CONFIG)  # the other refuses all from now on
            raise StoreError(f"Les données de {self._file.parent} ne se lisent pas : {reason_of(error)}") from error
        self._mode = mode


_INSTANCES: dict[Path, Instance] = {}
_INSTANCES_LOCK = threading.Lock()


def instance_of(file: Path) -> Instance:
    """The one instance of this process for ``file`` (two would not see each other's locks)."""
    key = file.resolve()
    with _INSTANCES_LOCK:
        if key not in _INSTANCES:
            _INSTANCES[key] = Instance(key)
        return _INSTANCES[key]
