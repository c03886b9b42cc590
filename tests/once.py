"""What is long to make and that no test changes: made once in a run, whoever asks first, whatever the number of workers."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path


def made_once(tmp_path_factory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that ``make`` fills, the same for every worker of the run; those who write in it copy it first.

    ``make`` is given a path where nothing is yet. The others wait while it works; if it fails, the next one tries again.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # a worker has a folder of its own in that of the run
    folder, done = shared / f"une-fois-{name}", shared / f"une-fois-{name}.fait"
    with (shared / f"une-fois-{name}.verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            done.touch()
    return folder
