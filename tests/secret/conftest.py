"""The planted store and its twins, made once in a run."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pipelines.store.connection import Store
from tests.once import made_once
from tests.secret.planted import planted, twin


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Callable[[str], Path]:
    """The place of a store by its name, to be read only.

    ``un``: the one of `planted`; ``comptes``: told apart by its stored counts alone; ``fichiers``: by the files it was sent
    too; ``masque``: where the suppliers hid their small counts.
    """

    def place(name: str) -> Path:
        makers = {
            "un": planted,
            "fichiers": partial(planted, others=True),
            "comptes": lambda path: twin(Store.open(place("un")), path),
            "masque": lambda path: twin(Store.open(place("un")), path, hidden=True),
        }
        return made_once(tmp_path_factory, f"secret-{name}", makers[name])

    return place


@pytest.fixture
def store(made, tmp_path) -> Store:
    """The planted store, to change at will."""
    return Store.open(shutil.copytree(made("un"), tmp_path / "a"))
