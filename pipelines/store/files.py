"""The deposited files in a folder, each under its SHA-256: the original name is data, never a path."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from pipelines.store.errors import StoreError

_DIGEST = re.compile(r"[0-9a-f]{64}")


def fingerprint(data: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class FilesInFolder:
    """Port ``Files`` on the sub-folder ``fichiers`` of a directory, made with the first file."""

    def __init__(self, directory: Path) -> None:
        self._directory, self._folder = directory, directory / "fichiers"

    def put(self, data: bytes, *, digest: str | None = None) -> str:
        """Keep the bytes under their fingerprint and return it; written aside, then renamed, so never half there.

        ``digest``: the fingerprint, when it is already known. Raises StoreError, with nothing left behind, when the disk
        is full or refuses to be written.
        """
        digest = digest or fingerprint(data)
        if self.has(digest):
            return digest
        aside: Path | None = None
        try:
            self._folder.mkdir(exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
                aside = Path(file.name)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self._folder / digest)
            _sync(self._folder)
        except OSError as error:
            if aside is not None:
                aside.unlink(missing_ok=True)
            raise StoreError(
                f"Le fichier n'a pas pu être conservé dans {self._directory} : {_reason(error)}."
            ) from error
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes kept under that fingerprint; StoreError when there is none, or they are no longer the same.

        The sentences do not quote it: they may be read by someone whom secrecy keeps from knowing it.
        """
        if not _DIGEST.fullmatch(digest):
            raise StoreError(f"« {digest} » n'est pas une empreinte de fichier.")
        if not self.has(digest):
            raise StoreError("Le fichier d'origine de ce dépôt a disparu du dossier des fichiers conservés.")
        data = (self._folder / digest).read_bytes()
        if fingerprint(data) != digest:
            raise StoreError("Le fichier d'origine de ce dépôt a été altéré depuis qu'il est conservé.")
        return data

    def has(self, digest: str) -> bool:
        """True when something is kept under that fingerprint."""
        return bool(_DIGEST.fullmatch(digest)) and (self._folder / digest).is_file()

    def __iter__(self) -> Iterator[str]:
        """The fingerprints of what is kept, in order; what a stopped writing left aside is not."""
        if self._folder.is_dir():
            yield from sorted(file.name for file in self._folder.iterdir() if _DIGEST.fullmatch(file.name))


def _sync(directory: Path) -> None:
    """The new name itself survives a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "le disque est plein"
    if error.errno == errno.EFBIG:
        return "ce compte ou ce disque n'accepte pas un fichier de cette taille"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "le dossier est en lecture seule"
    if error.errno == errno.ENOENT:
        return "le dossier a disparu"
    return "le disque a répondu par une erreur"
