"""What several folders of tests share: the installed command, and a small demonstration made once."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def program():
    """The installed command, whatever the folder it is called from."""
    return str(Path(sys.executable).with_name("cpts"))


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory, program):
    """A store with sixty territories and twenty-six months, which no test changes: those that write copy it."""
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run(
        [program, "demo", "--nombre", "60", "--mois", "26", "--store", str(folder)], check=True, capture_output=True
    )
    return folder
