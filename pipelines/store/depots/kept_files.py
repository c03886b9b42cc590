"""The deposited files, byte for byte, each under its SHA-256: the original name is data, never a path."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile

from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def fingerprint(data: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def keep(directory: Path, data: bytes, *, digest: str | None = None) -> str:
    """Keep the bytes under their fingerprint and return it; written aside, then renamed, so never half there.

    ``digest``: the fingerprint, when it is already known. Raises StoreError, with nothing left behind, when the disk is full or refuses to be written.
    """
    digest = digest or fingerprint(data)
    target = directory / "fichiers" / digest
    if target.exists():
        return digest
    aside: Path | None = None
    try:
        target.parent.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file:
            aside = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
        _sync(target.parent)
    except OSError as error:
        if aside is not None:
            aside.unlink(missing_ok=True)
        raise StoreError(f"Le fichier n'a pas pu être conservé dans {directory} : {_reason(error)}.") from error
    return digest


def kept(directory: Path, digest: str) -> bytes:
    """The bytes deposited under that fingerprint; StoreError when there is none, or they are no longer the same.

    The sentences do not quote it: they may be read by someone whom secrecy keeps from knowing it.
    """
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise StoreError(f"« {digest} » n'est pas une empreinte de fichier.")
    file = directory / "fichiers" / digest
    if not file.is_file():
        raise StoreError("Le fichier d'origine de ce dépôt a disparu du dossier des fichiers conservés.")
    data = file.read_bytes()
    if fingerprint(data) != digest:
        raise StoreError("Le fichier d'origine de ce dépôt a été altéré depuis qu'il est conservé.")
    return data


def kept_file(store: Store, scope: Scope, depot: str) -> tuple[bytes, str]:
    """The original of a deposit, byte for byte, and a file name fit for a download.

    For its author, and for those who may see every CPTS in it; a deposit that left lines out may hold lines about
    anyone: then its author and those who see every CPTS of the store. One that holds, or may hold, a count under
    statistical secrecy is for those who supply these values alone. Raises StoreError with one French sentence.
    """
    with store.read() as cursor:
        rows = cursor.rows(
            """
            WITH portees AS (
                SELECT id_cpts FROM observations WHERE depot = $depot
                UNION ALL SELECT id_cpts FROM confirmations WHERE depot = $depot
            ),
            bilan AS (
                SELECT count(*) AS n, count(*) FILTER (list_contains($portee, id_cpts)) AS visibles FROM portees
            )
            SELECT d.hash, d.fichier, d.auteur = $lecteur, b.visibles,
                   -- Deposits made before confirmations were kept do not tell which CPTS their unchanged lines were about.
                   b.visibles = b.n AND b.n = d.nouvelles + d.modifiees + d.identiques
                   AND NOT coalesce(d.partiel, false)
            FROM depots AS d, bilan AS b
            WHERE d.depot = $depot
            """,
            {"depot": depot, "portee": scope.portee, "lecteur": scope.lecteur},
        )
        hidden = cursor.rows(
            "SELECT 1 FROM porteurs_de_secrets($lecture) WHERE depot = $depot",
            {"lecture": scope.lecture, "depot": depot},
        )
    everything = scope.cpts is None
    if not rows or not (everything or rows[0][2] or rows[0][3]):
        raise StoreError(f"Aucun dépôt « {depot} » dans votre périmètre.")
    digest, name, own, _, whole = rows[0]
    if not (everything or own or whole):
        raise StoreError(
            f"Le fichier du dépôt {depot} concerne aussi d'autres CPTS que les vôtres : seul son auteur, ou qui voit "
            "toutes ces CPTS, peut le télécharger."
        )
    data = kept(store.path, str(digest))  # a file altered since is said so, whatever it may hold
    if hidden:
        raise StoreError(
            f"Le fichier du dépôt {depot} peut contenir des effectifs protégés par le secret statistique : seul qui "
            "fournit ces valeurs peut le télécharger."
        )
    return data, _UNSAFE.sub("_", str(name)).strip(". ") or f"{depot}.csv"


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
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "le dossier est en lecture seule"
    if error.errno == errno.ENOENT:
        return "le dossier a disparu"
    return "le disque a répondu par une erreur"
