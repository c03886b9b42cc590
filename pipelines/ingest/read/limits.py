"""How heavy a deposited file may be, said before it is read: a file of two gigabytes is never brought into memory."""

from __future__ import annotations

from pathlib import Path

from pipelines.ingest.issues import Issue
from pipelines.ingest.rules.table import finding
from pipelines.settings import max_megabytes
from pipelines.store.errors import StoreError

MEGA = 1_000_000
#: Characters of a key, a number or a wording that is read; of a comment, as many as a spreadsheet lets one write.
CELL_MAX, COMMENT_MAX = 500, 32_767


class FileTooLarge(StoreError):
    """A file over the limit: it alone is not read."""


def max_size() -> int:
    """The limit in bytes: by default 200 Mo, room for 1.2 million lines and more. Raises SettingError."""
    return max_megabytes() * MEGA


def too_large(size: int) -> Issue | None:
    """The finding on a file of that many bytes when it is over the limit; None when it may be read."""
    limit = max_size()
    return finding("fichier_trop_gros", detail=in_words(size), attendu=in_words(limit)) if size > limit else None


def read_within_limit(path: Path) -> bytes:
    """The bytes of a file, whose size is asked first. Raises FileTooLarge over the limit, OSError when it cannot be read."""
    if (issue := too_large(path.stat().st_size)) is not None:
        raise FileTooLarge(f"{path.name} : {issue.message} {issue.remede}")
    return path.read_bytes()


def in_words(size: int) -> str:
    """A size as people say it: ``45 ko``, ``115 Mo``, ``2,1 Go``."""
    for unit, width in (("Go", 1_000_000_000), ("Mo", MEGA), ("ko", 1_000)):
        if size >= width:
            value = size / width
            return (
                f"{value:.1f}".removesuffix(".0").replace(".", ",") + f" {unit}"
                if value < 10
                else f"{value:.0f} {unit}"
            )
    return f"{size} octets"
