"""Opens the archive that a workbook is, after weighing it: what would fill the memory is refused unopened.

An archive of 40 kB may unfold to gigabytes. The sizes it declares are added up first, then every part is read once
against its declared size and its checksum, so that one that lies is refused too.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

from pipelines.ingest.issues import Issue
from pipelines.ingest.read.limits import in_words
from pipelines.ingest.rules.table import finding

PARTS_MAX = 5_000
UNFOLDED_MAX = 400 * 1024 * 1024
# A sheet of a million identical cells folds about a hundred times; a bomb, a thousand.
RATIO_MAX = 250
RATIO_FROM = 20 * 1024 * 1024


def open_archive(data: bytes) -> zipfile.ZipFile | Issue:
    """The archive, weighed and whole, or why not (archive_suspecte, classeur_abime, classeur_protege)."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        if (reason := _suspect(parts, len(data))) is not None:
            return finding("archive_suspecte", detail=reason)
        if any(part.flag_bits & 1 for part in parts):
            return finding("classeur_protege")
        damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        return finding("classeur_abime")
    return finding("classeur_abime") if damaged is not None else archive


def _suspect(parts: Iterable[zipfile.ZipInfo], size: int) -> str | None:
    sizes = [part.file_size for part in parts]
    total = sum(sizes)
    if len(sizes) > PARTS_MAX:
        return f"{len(sizes)} parties"
    if total > UNFOLDED_MAX or (total > RATIO_FROM and total > RATIO_MAX * size):
        return f"{in_words(size)} qui en font {in_words(total)} une fois ouverts"
    return None
