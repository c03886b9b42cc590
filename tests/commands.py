"""Commands of `cpts` run in this process: the same words in, the same exit code and writings out as of a process.

tests/pipelines/cli/test_processes.py holds it against real processes.
"""

import gc
import sys
from subprocess import CompletedProcess

import pytest

from pipelines.cli import main


def run_here(arguments, *, capture, monkeypatch) -> CompletedProcess:
    """Run `cpts` with these words. ``capture``: `capsys`, or `capfdbinary` for what it writes as bytes."""
    words = ["cpts", *map(str, arguments)]
    monkeypatch.setattr(sys, "argv", words)
    capture.readouterr()
    collected = gc.get_threshold()
    with pytest.raises(SystemExit) as stop:
        main.main()
    gc.set_threshold(*collected)  # that of a short process is not for the tests that follow
    out, err = capture.readouterr()
    return CompletedProcess(words, int(stop.value.code or 0), out, err)
