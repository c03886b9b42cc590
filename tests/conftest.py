"""What all tests share: the installed command, a small demonstration made once, database engines closed behind each test."""

import subprocess
import sys
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from pipelines.store import instance
from tests.once import made_once

# A worker has one core: with more threads, the engine spends a tenth of its time sharing out a few rows.
# The commands and servers that tests start as processes keep all of them.
instance._CONFIG["threads"] = "1"


class ByFile(LoadScopeScheduling):
    """The tests of a file go to one worker, with what its fixtures made; those of the browser, with the server they share."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "tests/browser" if file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config, log):
    """`--no-loadscope-reorder` keeps the order of `pytest_collection_modifyitems`: xdist would begin by the most numerous."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Those of the browser first, the others as they were found: begun last, one worker would end alone."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/browser/"))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item):
    """A process keeps the engine of each database it opened, some megabytes: here it opens a thousand, each for one test."""
    place = getattr(item, "funcargs", {}).get("tmp_path")
    if place is not None:
        for file in [file for file in instance._INSTANCES if file.is_relative_to(place.resolve())]:
            instance._INSTANCES.pop(file)._engine.close()


@pytest.fixture(scope="session")
def program():
    """The installed command, whatever the folder it is called from."""
    return str(Path(sys.executable).with_name("cpts"))


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory, program):
    """A store with sixty territories and twenty-six months, which no test changes: those that write copy it."""

    def load(folder):
        command = [program, "demo", "--nombre", "60", "--mois", "26", "--store", str(folder)]
        subprocess.run(command, check=True, capture_output=True)

    return made_once(tmp_path_factory, "demo", load)
