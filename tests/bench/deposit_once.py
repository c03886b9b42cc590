"""Deposits one national file in a process of its own and prints its peak of resident memory, in gigabytes."""

import resource
import sys
from pathlib import Path

from tests.bench.load import stored
from tests.bench.national import national_catalogue, national_store

if __name__ == "__main__":
    catalogue = national_catalogue()
    stored(Path(sys.argv[1]), national_store(Path(sys.argv[2]), catalogue), catalogue)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
