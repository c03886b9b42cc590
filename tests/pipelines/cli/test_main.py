"""The list of commands: it is said without reading any of them, and it says what each says of itself."""

import json
import subprocess
import sys

import pytest

from pipelines.cli.main import COMMANDS, command_of
from tests.monthly import month_file

HEAVY = (
    "pandas",
    "numpy",
    "scipy",
    "pandera",
    "duckdb",
    "pyarrow",
    "plotly",
    "streamlit",
    "pydantic",
    "pydantic_settings",
    "typst",
)


def _imported(*words):
    """What a command imported, in a process of its own."""
    code = (
        "import json, sys\n"
        f"sys.argv = ['cpts', *{list(map(str, words))!r}]\n"
        "from pipelines.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "finally:\n    sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout, set(json.loads(done.stderr.splitlines()[-1]))


def test_the_help_reads_no_command():
    said, modules = _imported("--help")
    assert all(f"\n  {name} " in said for name in COMMANDS)
    assert not modules & set(HEAVY)
    assert not {name for name in modules if name.startswith("pipelines.cli.")} - {
        "pipelines.cli.main",
        "pipelines.cli.say",
    }


@pytest.mark.parametrize("words", [(), ("export",), ("accord",)], ids=["cpts", "export", "accord"])
def test_a_command_without_a_word_says_what_can_be_asked(cpts, words):
    asked, help_, nothing = cpts(*words, "--help")
    assert asked == 0 and not nothing
    code, out, err = cpts(*words)
    assert (code, out) == (2, "")
    assert err.replace("\u00a0", " ").split() == help_.split()


def test_status_waits_for_no_frame(filled):
    said, modules = _imported("status", "--store", filled.identity)
    assert "9 CPTS connues" in said.replace("\u00a0", " ")
    assert not modules & {"pandas", "numpy", "scipy", "pandera", "pyarrow", "plotly", "streamlit", "typst"}


def test_a_file_checked_waits_for_no_document(filled, tmp_path):
    (tmp_path / "mois.csv").write_bytes(month_file("DEMO-A;2026-10;ADH;;;41;"))
    said, modules = _imported("check", "--store", filled.identity, tmp_path / "mois.csv")
    assert "1 ligne" in said.replace("\u00a0", " ")
    assert not modules & {"scipy", "plotly", "streamlit", "typst", "xlsxwriter", "watchfiles"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_the_command_says(name):
    assert COMMANDS[name].resume == command_of(name).get_short_help_str(limit=62)
