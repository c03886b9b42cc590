"""Where a store is: the choice of the command line, else of the environment, else the project's own folder."""

from __future__ import annotations

from pathlib import Path

from pipelines.settings import store_folder
from pipelines.store.errors import StoreError
from pipelines.store.files import FilesInFolder
from pipelines.store.instance import Instance, instance_of
from pipelines.store.ports import Place

DATABASE = "pilotage.duckdb"


class Directory:
    """Port ``Place`` on a directory of this machine: the database in one file of it, the deposited files beside."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """The path as it was written."""
        return str(self._path)

    @property
    def identity(self) -> str:
        """The whole path, whatever the folder it is asked from."""
        return str(self._path.resolve())

    @property
    def base(self) -> Instance:
        """The one DuckDB instance of this process for that database."""
        return instance_of(self._path / DATABASE)

    @property
    def files(self) -> FilesInFolder:
        """The originals kept beside the database."""
        return FilesInFolder(self._path)

    def exists(self) -> bool:
        """True when the database file is there."""
        return (self._path / DATABASE).is_file()

    def make(self) -> None:
        """Make the directory. Raises StoreError when it cannot be made."""
        try:
            self._path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"Le dossier {self._path} ne peut pas être créé.") from error

    def contains(self, folder: Path) -> bool:
        """True for the directory and what is under it."""
        return folder.resolve().is_relative_to(self._path.resolve())


def place_of(path_or_url: str | Path | None = None) -> Place:
    """The place meant by ``--store``, else by ``CPTS_STORE``, else ``data/store``. Raises StoreError for an address."""
    text = str(path_or_url or store_folder())
    if "://" in text or text.startswith(("ducklake:", "postgres:")):
        raise StoreError(f"« {text} » est une adresse de serveur ; indiquez un dossier de cette machine.")
    return Directory(Path(text).expanduser())
