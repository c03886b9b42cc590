"""`make check-fast`: the tests of what changed, nearest first, for as long as one is willing to wait.

What changed: against the last commit, or of the last commit when nothing has changed since. Its tests: those changed, those
that import a changed module, those of the room of a changed file that is no module (its folder under `tests/`). Those of a
real browser are left to `make test`, and so is what does not fit in the time: both are said.
"""

import ast
import subprocess
import sys
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = ("calculators", "pipelines", "dashboard")
#: Seconds after which no further test is begun; lint and contracts take the rest of the half minute.
ENOUGH = 15.0
#: Rules of the whole house: they hold for any change.
ALWAYS = ("tests/test_house_rules.py",)


def find_changed() -> list[str]:
    """Paths, from the root of the project, of the files changed since the last commit, else by the last commit."""

    def git(*arguments: str) -> list[str]:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
        return [line for line in done.stdout.splitlines() if line]

    now = git("diff", "--name-only", "HEAD") + git("ls-files", "--others", "--exclude-standard")
    return now or git("diff", "--name-only", "HEAD~1", "HEAD")


@cache
def read_imports(file: Path) -> frozenset[str]:
    """The modules of the project a file names, and the names it takes from them (`a.b` and `a.b.c` for `from a.b import c`)."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(name for name in found if name.split(".")[0] in (*SOURCES, "tests"))


def choose_tests(changed: Iterable[str], root: Path = ROOT) -> list[str]:
    """Test files for these changed paths: changed themselves, then importers, then those of the room; each once."""
    changed = sorted(changed)
    every = sorted(file.relative_to(root).as_posix() for file in (root / "tests").rglob("test_*.py"))
    modules = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in changed if path.endswith(".py")
    }
    rooms = set()
    for path in changed:
        if path.endswith(".py") or path.split("/")[0] not in SOURCES:
            continue
        room = (root / "tests" / path).parent
        while not room.is_dir():
            room = room.parent
        rooms.add(room.relative_to(root).as_posix() + "/")
    chosen = [name for name in every if name in changed]
    chosen += [name for name in every if modules & read_imports(root / name)]
    chosen += [name for name in every if name.startswith(tuple(rooms))]
    return list(dict.fromkeys([*ALWAYS, *chosen]))


class InTime:
    """A plugin of pytest: begins no test after `ENOUGH` seconds, and says which files were left."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.left: dict[str, int] = {}

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if time.monotonic() - self.begun > ENOUGH:
            name = item.nodeid.split("::")[0]
            self.left[name] = self.left.get(name, 0) + 1
            pytest.skip("laissé à make test")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for name, count in self.left.items():
            terminalreporter.write_line(f"left to `make test` after {ENOUGH:.0f} s: {name} ({count} tests)")


def main() -> int:
    """Run the tests of what changed; the exit code of pytest."""
    chosen = choose_tests(find_changed())
    in_browser = [name for name in chosen if name.startswith("tests/browser/")]
    for name in in_browser:
        sys.stdout.write(f"left to `make test`, in a browser: {name}\n")
    run = [name for name in chosen if name not in in_browser]
    return int(pytest.main(["-q", "-x", "-r", "fE", *run], plugins=[InTime()]))


if __name__ == "__main__":
    raise SystemExit(main())
