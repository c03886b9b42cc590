"""Where the store is: the choice of the command line, else of the environment, else the project's own folder."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pipelines.store.errors import StoreError

DEFAULT = "data/store"
DATABASE = "pilotage.duckdb"


def store_path(path_or_url: str | Path | None = None) -> Path:
    """The directory meant by ``--store``, else by ``CPTS_STORE``, else ``data/store``; refuses an address."""
    text = str(path_or_url or os.environ.get("CPTS_STORE") or DEFAULT)
    if "://" in text or text.startswith(("ducklake:", "postgres:")):
        raise StoreError(f"« {text} » est une adresse de serveur ; indiquez un dossier de cette machine.")
    return Path(text).expanduser()


def has_files(directory: Path) -> bool:
    """True when some deposited file is kept there."""
    kept = directory / "fichiers"
    return kept.is_dir() and any(kept.iterdir())


def file_marks(directory: Path) -> list[str]:
    """What changes with the files of the database there: the time and the size of each that exists."""
    marks = []
    for file in (directory / DATABASE, directory / f"{DATABASE}.wal"):
        with suppress(FileNotFoundError):
            stat = file.stat()
            marks.append(f"{stat.st_mtime_ns:x}.{stat.st_size:x}")
    return marks
