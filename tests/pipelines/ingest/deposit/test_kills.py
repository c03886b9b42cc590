"""A deposit killed at 50 random moments: the store is before or after, never between, and the next deposit works."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter, deque
from itertools import pairwise
from pathlib import Path

import pytest

from tests.depositing import deposit
from tests.monthly import NOW
from tests.pipelines.ingest.deposit.large import CODES, CPTS, LOCAL, MONTHS, large, state

KILLS, WARM, FEW = 50, 3, MONTHS[:12]
LINES = len(CPTS) * len(FEW) * len(CODES)
#: The mark to wait for, then the one that ends that part of the deposit: the kill falls at random between the two, or a
#: little later. Before the transaction, in it before the first row, among the rows, around the commit, after it.
PARTS = (("p", "t"), ("t", "w"), ("w", "v"), ("v", "f"), ("f", ""))
PATIENCE = 60.0


class Depositor:
    """A warm process of :mod:`tests.pipelines.ingest.deposit.depositor`, and what it has said so far."""

    def __init__(self, store: Path) -> None:
        command = [sys.executable, "-m", "tests.pipelines.ingest.deposit.depositor", str(store)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
        )
        self.said = ""

    def until(self, mark: str) -> float:
        """Wait for a mark; the instant it came. A process that ends before is a failure, with what it had to say."""
        while mark not in self.said:
            letter = self.process.stdout.read(1)
            assert letter, (self.said, self.process.wait(PATIENCE), self.process.stderr.read().decode())
            self.said += letter.decode()
        return time.perf_counter()

    def go(self, file: Path, dies: str = "") -> None:
        """Let it deposit this file; ``dies``: the mark after which it is killed, and how many seconds later."""
        self.until("p")
        self.process.stdin.write(f"{file}{dies}\n".encode())

    def dead(self) -> int:
        """Wait for the kernel to kill it; the marks it had put in the pipe are read; its exit code."""
        self.said += self.process.stdout.read().decode()
        return self.end()

    def end(self) -> int:
        """Let it end; its exit code."""
        self.process.stdin.close()
        self.said += self.process.stdout.read().decode()
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


@pytest.fixture
def warm(store):
    """The next warm process, others warming behind it; none is left at the end."""
    started: deque[Depositor] = deque()

    def following() -> Depositor:
        while len(started) <= WARM:
            started.append(Depositor(store.identity))
        return started.popleft()

    yield following
    for one in started:
        one.process.kill()
        one.end()


def lengths(warm, file: Path) -> list[float]:
    """Seconds of each part of a deposit left to end, the last one given the length of the one before."""
    one = warm()
    one.go(file)
    began = time.perf_counter()
    instants = [began, *(one.until(mark) for mark in "twvf")]
    assert one.end() == 0
    parts = [after - before for before, after in pairwise(instants)]
    return [*parts, parts[-1]]


def test_a_deposit_killed_at_50_random_moments_is_before_or_after(store, warm, tmp_path):
    file, chance = tmp_path / "f.csv", random.Random(20261122)
    file.write_bytes(large(1, FEW))
    lengths(warm, file)
    file.write_bytes(large(2, FEW))
    parts = lengths(warm, file)  # of a deposit that corrects, as all that follow
    before = state(store)
    assert before == (2, 2, 2 * LINES, len(FEW) + 1)
    fallen = Counter()
    for number in range(3, KILLS + 3):
        part = number % len(PARTS)
        file.write_bytes(large(number, FEW))
        one, mark = warm(), PARTS[part][0]
        one.go(file, f";{mark};{max(parts[part] * chance.random() ** 2, 1e-6):.6f}")
        assert one.dead() == -signal.SIGALRM, one.said
        if one.said[-1] != mark:  # that part is shorter than it was measured: a loaded machine reads the marks late
            parts[part] /= 2
        after = state(store)
        done = (before[0] + 1, before[1] + 1, before[2] + LINES, number + len(FEW) - 1)
        assert after in (before, done), f"kill {number}, {one.said}"
        # Before the commit nothing of it is there; after it, all of it. Between the two, either.
        assert one.said[-1] == "v" or (after == done) == (one.said[-1] == "f"), f"kill {number}, {one.said}"
        fallen[one.said[-1], after == done] += 1
        before = after
    where = Counter()
    for (mark, _), times in fallen.items():
        where[mark] += times
    # The kills did fall everywhere, around the commit too: the test says something.
    assert where.total() == KILLS and all(where[mark] >= 3 for mark in "ptwvf"), fallen
    again = deposit(store, LOCAL, large(number, FEW), "f.csv", auteur="x", maintenant=NOW)
    assert again.etat == "actif" and (again.deja_depose or again.modifiees == LINES)
    fresh = deposit(store, LOCAL, large(900, FEW), "f.csv", auteur="x", maintenant=NOW)
    assert fresh.modifiees == LINES
    # Every kept file is whole: its name is its fingerprint.
    for digest in store.files:
        assert store.files.get(digest)
