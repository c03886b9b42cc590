"""The deposited files, byte for byte, each under its SHA-256: the original name is data, never a path."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from pipelines.store.errors import StoreError


def fingerprint(data: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def keep(directory: Path, data: bytes) -> str:
    """Keep the bytes under their fingerprint and return it; written aside, then renamed, so never half there."""
    digest = fingerprint(data)
    target = directory / "fichiers" / digest
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as aside:
            aside.write(data)
            aside.flush()
            os.fsync(aside.fileno())
        Path(aside.name).replace(target)
    return digest


def kept(directory: Path, digest: str) -> bytes:
    """The bytes deposited under that fingerprint; StoreError when there is none."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise StoreError(f"« {digest} » n'est pas une empreinte de fichier.")
    file = directory / "fichiers" / digest
    if not file.is_file():
        raise StoreError(f"Aucun fichier déposé ne porte l'empreinte {digest[:12]}….")
    return file.read_bytes()
