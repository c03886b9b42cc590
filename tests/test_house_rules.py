"""House rules: what the README says is what the disk holds, and what must never be written is not."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from pipelines.cli.main import COMMANDS, command_of
from pipelines.settings import VARIABLES, Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
#: What a new reader is given; CHANGELOG.md tells of files as they were.
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/**/*.md", "data/**/README.md")


def _tracked(*patterns):
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_the_readme_tree_equals_the_disk():
    block = re.search(r"## The tree\n\n```\n(.*?)```", README, re.S).group(1)
    said, path = set(), []
    for line in block.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        path = [*path[:depth], line.split()[0].rstrip("/")]
        said.add("/".join(path))
    for name in said:
        assert (ROOT / name).is_dir(), name
    folders = {
        str(file.relative_to(ROOT).parent)
        for file in _tracked("calculators", "dashboard", "pipelines", "data", "requirements")
    }
    wanted = {"/".join(folder.split("/")[:2]) for folder in folders} | {"calculators/aci/accord", "docs", "tests"}
    assert wanted <= said


def _documents():
    return sorted({file for pattern in DOCUMENTS for file in ROOT.glob(pattern)})


@pytest.mark.parametrize("document", _documents(), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_path_and_link_of_a_document_exists(document):
    text = document.read_text(encoding="utf-8")
    rooted = r"(?:calculators|dashboard|pipelines|data|docs|requirements|tests)/[^`\s]*"
    for path in re.findall(rf"`({rooted})`", text):
        # Where the data goes unless told, and a name to be chosen, are no part of the sources.
        if path != "data/store" and "<" not in path:
            assert list(ROOT.glob(path.rstrip("/"))), path
    for place in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        assert "://" in place or (document.parent / place).exists(), place


def test_every_command_and_setting_is_documented():
    for name in COMMANDS:
        assert f"`cpts {name}" in README, name
        assert command_of(name).help, name
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+) \|$", (ROOT / "docs/settings.md").read_text(encoding="utf-8"), re.M)
    assert [variable for variable, _ in rows] == ["PORT", *VARIABLES]
    for variable, told in rows[1:]:
        assert str(Settings.model_fields[VARIABLES[variable]].default) in told, variable
    assert set(re.findall(r"\bCPTS_[A-Z_]+", (ROOT / "Makefile").read_text(encoding="utf-8"))) <= set(VARIABLES)


def _asked_of_the_environment(tree):
    """The variables a module asks for; None for each time the environment is taken without a name written in full."""
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Subscript)]
    told = {}
    for node in named:
        place = node.func if isinstance(node, ast.Call) else node.value
        key = (node.args or [None])[0] if isinstance(node, ast.Call) else node.slice
        inner = place.value if isinstance(place, ast.Attribute) and place.attr == "get" else place
        told[id(inner)] = key.value if isinstance(key, ast.Constant) else None
    taken = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in {"environ", "environb", "getenv"}]
    imported = [
        None
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "os"
        for alias in node.names
        if alias.name in {"environ", "environb", "getenv"}
    ]
    options = [k.value.value for n in named if isinstance(n, ast.Call) for k in n.keywords if k.arg == "envvar"]
    return [*(told.get(id(node)) for node in taken), *imported, *options]


def test_only_one_module_reads_the_settings():
    every_way = "os.environ.get('A'), os.getenv('B'), os.environ['C'], Option(envvar='D'), {**os.environ}"
    assert set(_asked_of_the_environment(ast.parse(every_way))) == {"A", "B", "C", "D", None}
    assert _asked_of_the_environment(ast.parse("from os import path, environ")) == [None]
    asking = {
        str(file.relative_to(ROOT)): asked
        for file in _tracked("calculators/*.py", "dashboard/*.py", "pipelines/*.py")
        if (asked := _asked_of_the_environment(ast.parse(file.read_text(encoding="utf-8"))))
    }
    assert asking.pop("pipelines/settings.py")
    assert asking == {"pipelines/cli/serve.py": ["DISPLAY", "PORT"]}


@pytest.mark.parametrize(
    "pattern",
    [
        r"py[p]i\.org|python[h]osted|npm[j]s\.(org|com)",
        r"(?<![\w.])/(work|root|home|farm|Users)/",
        r"--(extra-)?index-u[r]l",
    ],
)
def test_no_registry_host_and_no_path_of_a_machine(pattern):
    for file in _tracked():
        if file.suffix in {".gz", ".png", ".webp", ".woff2", ".ico", ".xlsx"}:
            continue
        found = re.search(pattern, file.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{file.relative_to(ROOT)} : {found.group(0) if found else ''}"


def test_requirements_are_pinned_with_hashes():
    for file in (ROOT / "requirements").glob("*.txt"):
        if file.name == "contraintes.txt":
            continue
        text = file.read_text(encoding="utf-8").replace("\\\n", " ")
        for line in filter(str.strip, text.splitlines()):
            if not line.startswith("#"):
                assert "==" in line and "--hash=sha256:" in line, line


def test_only_one_module_opens_the_database():
    importing = [
        str(file.relative_to(ROOT))
        for file in _tracked("calculators/*.py", "dashboard/*.py", "pipelines/*.py")
        if re.search(r"^\s*(import|from) duckdb\b", file.read_text(encoding="utf-8"), re.M)
    ]
    assert importing == ["pipelines/store/instance.py"]
