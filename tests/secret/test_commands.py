"""No command writes, to the screen, a file or its errors, anything that depends on a small count of another's.

Two stores were sent files that differ by small counts only, by the ordinary way; every command that reads is run on both.
"""

import os
import pwd
import re
import shutil
from pathlib import Path

import pytest

from pipelines.cli.output import account_name
from pipelines.store.connection import Store
from pipelines.store.questions import suivi
from pipelines.store.scope import Scope
from tests.commands import run_here
from tests.monthly import month_file
from tests.secret.planted import LAST, taken_apart
from tests.secret.questions import guesses

#: When a file was written.
WHEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z?|\d\d/\d\d/\d{4}( \xc3\xa0 |[ T])\d\dh?:?\d\d(:\d\d)?")
#: Where the data is, and the fingerprint of the file written, in the data package beside it.
PLACES = re.compile(rb"/[^ \"]*(un|deux)(?=[/ ,;:\"\n])|sha256:[0-9a-f]{64}")
READ = (
    ["status"],
    ["status", "--format", "json"],
    ["journal"],
    ["journal", "--format", "json"],
    *(
        ["export", what, "--format", form, "-o", f"{what}.{'xlsx' if form == 'xlsx' else 'csv'}"]
        for what in ("observations", "lignes", "versements", "journal")
        for form in ("csv", "csv-fr", "xlsx")
    ),
    ["export", "observations", "--historique", "-o", "historique.csv"],
    ["export", "observations", "--connu-le", "2026-11-11", "-o", "connu.csv"],
    ["export", "synthese", "--cpts", "DEMO-A", "-o", "synthese.pdf"],
    ["template", "--cpts", "DEMO-A", "--mois", "2026-11", "-o", "modele.xlsx"],
    ["template", "--cpts", "DEMO-B", "--mois", "2026-11", "--format", "csv", "-o", "modele.csv"],
    ["schema"],
    ["schema", "--historique"],
    ["simulate", "--cpts", "DEMO-A", "--format", "json"],
    ["simulate", "--cpts", "DEMO-A", "--format", "xlsx", "-o", "simulation.xlsx"],
    ["simulate", "--cpts", "DEMO-A", "--connu-le", "2026-11-11"],
    ["difference", "--tous", "--avant", "connu-le=2026-11-11", "--format", "json"],
    ["check", "essai0.csv", "essai1.csv", "essai2.csv"],
    ["check", "essai0.csv", "--format", "json"],
    ["check", "essai2.csv", "--annote", "annote.csv"],
    ["file", "DEPOT"],
)


@pytest.fixture(scope="module")
def stores(made, tmp_path_factory):
    """Two copies: their places are left out of what the commands say by the names given here."""
    folder = tmp_path_factory.mktemp("commandes")
    return [Path(shutil.copytree(made(name), folder / copy)) for name, copy in (("un", "un"), ("fichiers", "deux"))]


@pytest.fixture
def run(capfdbinary, monkeypatch, tmp_path):
    """Run `cpts` here, on a store: exit code, what it wrote anywhere, by name."""
    monkeypatch.setattr(Store, "snapshot", lambda _: "état")

    def command(store: Path, arguments: list[str]) -> dict[str, object]:
        monkeypatch.setenv("CPTS_STORE", str(store))
        folder = tmp_path / store.name
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        for rank, file in enumerate(guesses()):
            (folder / f"essai{rank}.csv").write_bytes(file)
        done = run_here(arguments, capture=capfdbinary, monkeypatch=monkeypatch)
        written = {f.name: taken_apart(f.read_bytes()) for f in folder.iterdir() if not f.name.startswith("essai")}
        parts = {f"{name} {part}": data for name, found in written.items() for part, data in found.items()}
        told = {"sortie": done.stdout, "erreurs": done.stderr, **parts}
        return {"code": done.returncode} | {n: PLACES.sub(b".", WHEN.sub(b".", b)) for n, b in told.items()}

    return command


def _for(store: Path, arguments: list[str]) -> list[str]:
    """The arguments with the name of the deposit of the CPAM, the same in both stores."""
    names = suivi.deposits(Store.open(store), Scope("n")).set_index("fichier")["depot"]
    return [names["CPAM.csv"] if word == "DEPOT" else word for word in arguments]


@pytest.mark.parametrize("arguments", READ, ids=" ".join)
def test_a_command_writes_the_same_whatever_the_small_counts(stores, run, monkeypatch, arguments):
    monkeypatch.delenv("CPTS_FOURNISSEUR", raising=False)
    one, other = (run(store, _for(store, arguments)) for store in stores)
    assert one == other
    assert one["code"] in (0, 1) or arguments[0] == "file"
    assert len(one) > 3 or one["sortie"] or one["erreurs"]


@pytest.mark.parametrize(
    "arguments",
    [command for command in READ if command[-1] in ("observations.xlsx", "synthese.pdf", "historique.csv", "DEPOT")],
    ids=" ".join,
)
def test_it_writes_them_to_who_supplies_them(stores, run, monkeypatch, arguments):
    """Else the test above would prove nothing."""
    monkeypatch.setenv("CPTS_FOURNISSEUR", "tous")
    one, other = (run(store, _for(store, arguments)) for store in stores)
    assert one != other


@pytest.mark.parametrize(
    "command", [["file", "DEPOT"], ["journal", "--format", "json"], ["check", "essai0.csv"]], ids=" ".join
)
def test_the_name_of_its_author_in_the_environment_opens_nothing(stores, run, monkeypatch, command):
    monkeypatch.delenv("CPTS_FOURNISSEUR", raising=False)
    plain = run(stores[0], _for(stores[0], command))
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "CPAM (démo)")
    assert run(stores[0], _for(stores[0], command)) == plain
    assert command[0] != "file" or plain["code"] == 2


@pytest.mark.parametrize("command", ["deposit", "watch"])
def test_a_deposit_signed_with_the_name_of_its_author_says_nothing_of_a_guess(
    stores, run, monkeypatch, tmp_path, command
):
    monkeypatch.delenv("CPTS_FOURNISSEUR", raising=False)
    said = []
    for count in (6, 7):
        copy = Path(shutil.copytree(stores[0], tmp_path / f"copie{count}" / "un"))
        folder = tmp_path / "arrivees"
        folder.mkdir(exist_ok=True)
        file = folder / "supposition.csv"
        file.write_bytes(month_file(f"DEMO-A;{LAST:%Y-%m};ACC_MT_C2S;{count};300;;petit effectif"))
        asked = ["deposit", str(file)] if command == "deposit" else ["watch", str(folder), "--once", "--attente", "0.1"]
        answer = run(copy, [*asked, "--auteur", "CPAM (démo)"])
        # The warnings that follow quote the guess itself.
        said.append((answer["code"], answer["sortie"].split(b"\n")[0], answer["erreurs"]))
        file.unlink(missing_ok=True)
    assert said[0] == said[1] and said[0][0] == 0
    assert "1 modifiée, 0 identique".encode() in said[0][1]


def test_who_is_at_this_machine_is_what_the_system_says(monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "CPAM (démo)")
    assert account_name() == pwd.getpwuid(os.getuid()).pw_name
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    assert account_name() == "compte 4000000000"
