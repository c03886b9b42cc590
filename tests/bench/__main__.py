"""`make bench`: load, validation, entitlement, start-up and pages, as ratios to a stated floor or peer, in one run."""

import tempfile
from pathlib import Path

from tests.bench import entitlement, load, pages, server, startup
from tests.bench.demo_store import full_demo


def main() -> None:
    """Run every benchmark on a demonstration built for the purpose, in a folder thrown away afterwards."""
    entitlement.bench()
    with tempfile.TemporaryDirectory() as folder:
        load.bench(Path(folder))
        full_demo(Path(folder) / "demo")
        startup.bench(Path(folder) / "demo", Path(folder))
        server.bench(Path(folder) / "demo", Path(folder))
        pages.bench(Path(folder) / f"mois{max(server.MONTHS)}")


if __name__ == "__main__":
    main()
