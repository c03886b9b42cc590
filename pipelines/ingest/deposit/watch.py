"""A folder where files are dropped: each is deposited once it is whole, then moved to done/ or refused/ with its report.

A file is taken when its size and date have not moved for a while and nobody has it open for writing; hidden files, lock
files and the temporary names of spreadsheets and browsers are left alone. A file is put in quarantine/ before it is read:
should its reading take the program down, it is tried once more, after the others, then refused. Being stopped at any moment
loses nothing and deposits nothing twice: the same bytes deposited again are one deposit.
"""

from __future__ import annotations

import fcntl
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from calculators.french_error import FrenchError
from pipelines.ingest.apart.reading import annotate, keep_refused
from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.deposit.memory import give_back
from pipelines.ingest.deposit.report import deposit_text
from pipelines.ingest.deposit.steps import Depot, check_file, deposit, is_sample
from pipelines.ingest.hand_back.notes import back_name
from pipelines.ingest.issues import as_csv, as_text
from pipelines.ingest.read.limits import too_large
from pipelines.ingest.rules.table import finding
from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope

DONE, REFUSED, QUARANTINE, LOCK = "done", "refused", "quarantine", ".cpts-watch.lock"
_UNFINISHED = re.compile(r"^(~\$|\.|#)|(\.(tmp|temp|part|partial|filepart|crdownload|download|swp|lock)|~)$", re.I)
_F_SETSIG = 10  # Linux; the fcntl module has no name for it


@dataclass(frozen=True)
class Arrivee:
    """What became of one file. ``place`` is None when it stays where it is, to be tried again (``phrase`` says why);
    ``depot`` is None too when it was not even read.
    """

    fichier: str
    depot: Depot | None
    place: Path | None
    phrase: str

    @property
    def accepte(self) -> bool:
        """True when the file is deposited, now or before."""
        return self.depot is not None and self.depot.etat == "actif"


@dataclass(frozen=True)
class _Mark:
    """A file as last seen: size, date, and the first instant it was seen like that."""

    size: int
    modified: int
    since: float


@contextmanager
def watching(directory: Path) -> Iterator[None]:
    """Be the only one to watch a folder; StoreError when another program does, or the folder cannot be used."""
    try:
        for name in (DONE, REFUSED, QUARANTINE):
            (directory / name).mkdir(exist_ok=True)
        lock = (directory / LOCK).open("w")
    except OSError as error:
        reason = "il n'existe pas" if not directory.is_dir() else "l'accès est refusé"
        raise StoreError(f"Le dossier {directory} ne peut pas être surveillé : {reason}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(f"Le dossier {directory} est déjà surveillé par un autre programme.") from error
        yield


class WatchedFolder:
    """The files of one folder, and what is known of each between two looks."""

    def __init__(
        self,
        directory: Path,
        store: Store,
        scope: Scope,
        *,
        auteur: str,
        partiel: bool = False,
        accepter_pertes: bool = False,
        settle: float = 3.0,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """``settle``: seconds during which a file must not move. Raises StoreError when the folder is in the store."""
        if store.contains(directory):
            raise StoreError(f"Le dossier {directory} est celui des données : surveillez-en un autre.")
        self._directory, self._store, self._scope = directory, store, scope
        self._author, self._part, self._settle, self._clock = auteur, partiel, settle, clock
        self._accepts_losses = accepter_pertes
        self._seen: dict[str, _Mark] = {}
        self._told: dict[str, str] = {}
        self._held = directory / QUARANTINE
        self._recovered = False

    def sweep(self) -> list[Arrivee]:
        """Look once: deposit and move every file that has settled; what cannot be treated now is said once and stays."""
        done = self._recover()
        # The instant of the look, not that of the file's turn: depositing those before it may have taken seconds.
        now = self._clock()
        files = self._files()
        self._seen = {name: mark for name, mark in self._seen.items() if name in files}
        for name, status in files.items():
            mark = self._seen.get(name)
            if mark is None or (mark.size, mark.modified) != (status.st_size, status.st_mtime_ns):
                self._seen[name] = _Mark(status.st_size, status.st_mtime_ns, now)
            elif now - mark.since >= self._settle and (arrived := self._treat(self._directory / name)):
                done.append(arrived)
        return done

    def _files(self) -> dict[str, os.stat_result]:
        """The plain files to treat, oldest first: of two about the same value, the last written wins."""
        found = {}
        try:
            with os.scandir(self._directory) as entries:
                for entry in entries:
                    if entry.is_file(follow_symlinks=False) and not _UNFINISHED.search(entry.name):
                        with suppress(FileNotFoundError):
                            found[entry.name] = entry.stat(follow_symlinks=False)
        except OSError as error:
            raise StoreError(f"Le dossier {self._directory} ne se lit plus : il a été retiré ou fermé.") from error
        doubtful = {name for name in found if _again(self._held / name).exists()}
        return dict(sorted(found.items(), key=lambda item: (item[0] in doubtful, item[1].st_mtime_ns, item[0])))

    def _recover(self) -> list[Arrivee]:
        """Of the files that were being read when the program was stopped: once, they are taken again; twice, refused."""
        if self._recovered:
            return []
        self._recovered = True
        refused = []
        for file in sorted(self._held.iterdir()) if self._held.is_dir() else ():
            if not file.is_file() or file.name.startswith("."):
                continue
            try:
                if _again(file).exists():
                    sentence = f"{file.name} : refusé.\n{as_text([finding('lecture_fatale')])}"
                    place = _put_away(file, self._directory / REFUSED, sentence, {})
                    _again(file).unlink()
                    refused.append(Arrivee(fichier=file.name, depot=None, place=place, phrase=sentence))
                else:
                    _again(self._held / _move(file, self._directory).name).touch()
            except OSError:
                continue  # it stays there, harming nobody, until the next start
        return refused

    def _treat(self, file: Path) -> Arrivee | None:
        """Deposit one settled file and move it; None when it is not whole after all, or its trouble was already said."""
        try:
            arrived = self._deposit(file)
        except FileNotFoundError:
            return None
        except OSError as error:
            return self._trouble(file, f"{file.name} : {error.strerror or 'le disque a répondu par une erreur'}.")
        except FrenchError as error:
            return self._trouble(file, f"{file.name} : {error}")
        if arrived is not None:
            self._seen.pop(file.name, None)
            self._told.pop(file.name, None)
        return arrived

    def _deposit(self, file: Path) -> Arrivee | None:
        with file.open("rb") as handle:
            if _being_written(handle.fileno()):
                return None
            before = os.fstat(handle.fileno())
            if (heavy := too_large(before.st_size)) is not None:
                sentence = f"{file.name} : refusé.\n{as_text([heavy])}"
                place = _put_away(file, self._directory / REFUSED, sentence, {})
                return Arrivee(fichier=file.name, depot=None, place=place, phrase=sentence)
            self._held.mkdir(exist_ok=True)
            held = _move(file, self._held)
            try:
                return self._read(held, file.name, handle, before)
            finally:
                if held.exists():  # not put away: it waits in its folder
                    _move(held, self._directory)

    def _read(self, held: Path, name: str, handle: BinaryIO, before: os.stat_result) -> Arrivee | None:
        """Deposit a file from quarantine, under its own name, and put it away; None when it changed meanwhile."""
        data = handle.read()
        done = deposit(
            self._store,
            self._scope,
            check_file(self._store, self._scope, data, name),
            auteur=self._author,
            partiel=self._part,
            accepter_pertes=self._accepts_losses,
            demonstration=is_sample(name),
        )
        after = held.stat()
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            # It changed meanwhile: what it has become is deposited in its turn.
            return None
        beside: dict[str, bytes] = {}
        if done.verdict.anomalies and not done.deja_depose:
            content, back = _annotated(data, name, done.verdict)
            beside[back] = content
        if done.partiel:
            content, back = keep_refused(data, name, done.verdict)
            beside[back] = content
        sentence = deposit_text(done)
        folder = self._directory / (REFUSED if done.etat == "refuse" else DONE)
        place = _put_away(held, folder, sentence, beside)
        _again(held).unlink(missing_ok=True)
        give_back(len(data), self._store)
        return Arrivee(fichier=name, depot=done, place=place, phrase=sentence)

    def _trouble(self, file: Path, sentence: str) -> Arrivee | None:
        if self._told.get(file.name) == sentence:
            return None
        self._told[file.name] = sentence
        return Arrivee(fichier=file.name, depot=None, place=None, phrase=f"{sentence} Il sera repris.")


def _annotated(data: bytes, name: str, verdict: Verdict) -> tuple[bytes, str]:
    """The file with its findings, or where it cannot be written back, the findings alone."""
    try:
        return annotate(data, name, verdict)
    except StoreError:
        return as_csv(verdict.anomalies).encode("utf-8-sig"), back_name(name, "constats", "csv")


def _again(held: Path) -> Path:
    """The mark of a file that is read a second time, after the first stopped the program."""
    return held.with_name(f".{held.name}.repris")


def _move(file: Path, folder: Path) -> Path:
    """Move a file under its name, or a free one: it never takes the place of another."""
    for rank in range(1, 100_000):
        target = folder / (file.name if rank == 1 else f"{file.stem} ({rank}){file.suffix}")
        if _take(file, target):
            return target
    raise StoreError(f"Le dossier {folder} a trop de fichiers du même nom.")


def _take(file: Path, target: Path) -> bool:
    """Move a file to that name, unless it is taken: a link, then the old name goes, never takes another file's place."""
    try:
        os.link(file, target)
    except FileExistsError:
        return False
    file.unlink()
    return True


def _put_away(file: Path, folder: Path, report: str, beside: dict[str, bytes]) -> Path:
    """Write the report and the files that go with it, then move the file beside them, all under a free name."""
    for rank in range(1, 100_000):
        mark = "" if rank == 1 else f" ({rank})"
        target = folder / f"{file.stem}{mark}{file.suffix}"
        if target.exists():
            continue
        _write(folder / f"{target.name}.rapport.txt", (report + "\n").encode("utf-8-sig"))
        for name, content in beside.items():
            _write(folder / f"{Path(name).stem}{mark}{Path(name).suffix}", content)
        if _take(file, target):
            return target
    raise StoreError(f"Le dossier {folder} a trop de fichiers du même nom.")


def _write(target: Path, content: bytes) -> None:
    """A file whole or absent."""
    aside = target.with_name(f".{target.name}.tmp")
    aside.write_bytes(content)
    aside.replace(target)


def _being_written(handle: int) -> bool:
    """True when some program has the file open for writing: Linux then refuses a read lease. False when it can't tell."""
    try:
        # Were the lease broken at once, the signal must be one that nobody minds.
        fcntl.fcntl(handle, _F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except (OSError, AttributeError):
        return False
    fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
