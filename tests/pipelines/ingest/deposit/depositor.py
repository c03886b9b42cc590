"""One process that deposits one file when told to, and says how far it is: what the tests of kills start and kill.

A fresh interpreter, never a fork: one made from a process with threads may stop before it begins. It is warm before it
is told to go, so that a kill falls into the deposit and not into an import. Marks, one letter each on the output:
``p`` ready, ``t`` the transaction is open, ``w`` the first row is about to be written, ``v`` all is written but not
committed, ``f`` committed.

One line on its input says the file and, when it is to be killed, after which mark and how many seconds later. The
kernel kills it then, by an alarm nothing here catches: a parent that would have to wake up first, on a machine whose
cores are taken, would always kill too late for what lasts a few milliseconds.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.catalogue import load_catalogue
from pipelines.ingest.deposit import steps
from pipelines.store.connection import Store
from pipelines.store.depots.versions import append_compared
from pipelines.store.location import place_of
from pipelines.store.scope import Scope
from tests.monthly import month_file

WHEN = datetime(2026, 11, 20, 9)


#: The mark after which the kernel kills this process, and the seconds between the two; set by the line read.
death: dict[str, float] = {}


def say(mark: str) -> None:
    """Straight to the pipe: what was said before a kill has been said."""
    os.write(1, mark.encode())
    if mark in death:
        signal.setitimer(signal.ITIMER_REAL, death[mark])


class Telling(Store):
    """The store, which says when its transaction opens and when the block in it ends, just before the commit."""

    def write(self, *, create: bool = False) -> Any:
        """As :meth:`Store.write`."""

        @contextmanager
        def told() -> Iterator[Any]:
            with super(Telling, self).write(create=create) as cursor:
                say("t")
                yield cursor
                say("v")

        return told()


def telling_append(*arguments: Any, **named: Any) -> None:
    """As ``append_compared``, said before."""
    say("w")
    append_compared(*arguments, **named)


if __name__ == "__main__":
    catalogue, scope = load_catalogue(), Scope.local()
    store = Telling(place_of(sys.argv[1]))
    steps.examine(store, scope, month_file("CPTS-WEPP;2026-10;ADH;;;91;"), "chauffe.csv", maintenant=WHEN)
    steps.append_compared = telling_append
    say("p")
    file, *when = sys.stdin.readline().strip().split(";")
    data = Path(file).read_bytes()
    if when:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        death[when[0]] = float(when[1])
        if when[0] == "p":
            say("p")
    checked = steps.check_file(store, scope, data, "f.csv", catalogue=catalogue, maintenant=WHEN)
    done = steps.deposit(store, scope, checked, auteur="x", maintenant=WHEN)
    say("f" if done.etat == "actif" else "r")
    sys.stdin.readline()  # stays there to be killed, or until its input closes
