"""Deposits one national file in a process of its own and prints its peak of resident memory, in gigabytes."""

import re
import sys
from pathlib import Path

from tests.bench.load import stored
from tests.bench.national import national_catalogue, national_store

if __name__ == "__main__":
    catalogue = national_catalogue()
    stored(Path(sys.argv[1]), national_store(Path(sys.argv[2]), catalogue), catalogue)
    # Not getrusage: its peak outlives exec, hence is that of the process that started this one when it is larger.
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(int(peak[1]) * 1024 / 1e9)
