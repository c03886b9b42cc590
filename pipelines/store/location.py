"""Where the store is: the choice of the command line, else of the environment, else the project's own folder."""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.store.errors import StoreError

DEFAULT = "data/store"


def store_path(path_or_url: str | Path | None = None) -> Path:
    """The directory meant by ``--store``, else by ``CPTS_STORE``, else ``data/store``; refuses an address."""
    text = str(path_or_url or os.environ.get("CPTS_STORE") or DEFAULT)
    if "://" in text or text.startswith(("ducklake:", "postgres:")):
        raise StoreError(f"« {text} » est une adresse de serveur ; indiquez un dossier de cette machine.")
    return Path(text).expanduser()
