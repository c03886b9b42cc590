"""Withdraw, restore, freeze, journal and file from the command line; part of a file with the rest handed back."""

import json

import pytest

from pipelines.store.connection import Store
from tests.monthly import month_file

GOOD = month_file("CPTS-WEPP;2025-10;ADH;;;91;")


@pytest.fixture
def run(cpts):
    """The command in this process; non-breaking spaces of the answers made plain."""

    def answer(*arguments: object) -> tuple[int, str, str]:
        code, out, err = cpts(*arguments)
        return code, out.replace("\u00a0", " "), err.replace("\u00a0", " ")

    return answer


@pytest.fixture
def file(tmp_path):
    """A good file on disk."""
    path = tmp_path / "octobre.csv"
    path.write_bytes(GOOD)
    return path


def test_withdraw_restore_journal_and_the_file_itself(run, file, tmp_path):
    depot = json.loads(run("deposit", "--format", "json", "--auteur", "moi", file)[1])["depot"]
    assert run("withdraw", depot, "--motif", "erreur", "--auteur", "moi") == (
        0,
        f"{depot} : retiré ; 1 valeur disparue, 0 changée, 0 revenue.\n",
        "",
    )
    assert run("withdraw", depot, "--motif", "encore")[0] == 2
    assert "rétabli ; 0 valeur disparue, 0 changée, 1 revenue" in run("restore", depot, "--motif", "à tort")[1]
    code, out, _ = run("journal")
    assert (
        code == 0
        and [word in out for word in ("rétablissement", "retrait", "dépôt", "pourquoi : erreur")] == [True] * 4
    )
    rows = [json.loads(line) for line in run("journal", "--format", "json", "--depot", depot)[1].splitlines()]
    assert [row["action"] for row in rows] == ["retablissement", "retrait", "depot"]
    assert [row["qui"] for row in rows][1:] == ["moi", "moi"]
    assert run("file", depot, "-o", tmp_path / "rendu.csv")[0] == 0
    assert (tmp_path / "rendu.csv").read_bytes() == GOOD
    code, _, err = run("file", depot, "-o", tmp_path / "rendu.csv")
    assert (code, "existe déjà" in err) == (2, True)
    assert "déjà déposé par moi le " in run("deposit", file)[1]


@pytest.mark.parametrize("forme", ["text", "json"])
def test_a_name_with_marks_of_a_terminal_is_written_out_and_obeyed_nowhere(run, file, forme):
    hostile = "\x1b]0;titre\x07\x1b[31mroot\u202egnp.exe"
    said = [run("deposit", "--auteur", hostile, file)]
    said.append(run("deposit", "--auteur", hostile, file))
    said += [run("journal", "--format", forme), run("status", "--format", forme)]
    assert "root" in said[2][1] and "\\u001b" in said[2][1] and "\\u202e" in said[2][1]
    assert not any(mark in out + err for _, out, err in said for mark in "\x1b\x07\u202e")


def test_freeze_then_an_explicit_correction_then_unfreeze(run, file):
    run("deposit", file)
    assert run("freeze", "2025-10", "--cpts", "CPTS-WEPP", "--motif", "versement")[1] == "2025-10 : gelé pour 1 CPTS.\n"
    file.write_bytes(month_file("CPTS-WEPP;2025-10;ADH;;;92;"))
    code, out, _ = run("deposit", file)
    assert code == 1 and "gelé depuis le" in out and "correction de mois gelé" in out
    assert run("check", file)[0] == 1
    assert run("deposit", file, "--correction-gelee")[0] == 2
    assert run("deposit", file, "--correction-gelee", "--motif", "accord")[0] == 0
    assert "dégelé pour 1 CPTS ; " in run("unfreeze", "2025-10", "--motif", "fin")[1]
    assert run("freeze", "2025-13", "--motif", "m")[0] == 2
    assert "Aucune CPTS" in run("freeze", "2025-10", "--cpam", "CPAM de nulle part", "--motif", "m")[2]


def test_part_of_a_file_hands_back_the_lines_to_correct(run, file):
    file.write_bytes(month_file("CPTS-WEPP;2025-10;ADH;;;91;", "CPTS-BERG;2025-13;ADH;;;50;"))
    assert run("deposit", file)[0] == 1
    code, out, err = run("deposit", file, "--partiel")
    assert code == 0 and "déposé en partie" in out and "1 ligne refusée reste à corriger" in out
    (back,) = [p for p in file.parent.iterdir() if p.suffix == ".csv" and p != file]
    assert str(back) in err
    text = back.read_bytes().decode("utf-8-sig")
    assert "CPTS-BERG;2025-13" in text and "CPTS-WEPP" not in text
    back.write_bytes(back.read_bytes().replace(b"2025-13", b"2025-10"))
    code, out, _ = run("deposit", back)
    assert code == 0 and "1 valeur nouvelle" in out


@pytest.mark.parametrize(
    "command", [("journal",), ("withdraw", "D", "--motif", "m"), ("file", "D"), ("unfreeze", "2025-10", "--motif", "m")]
)
def test_without_a_store_nothing_is_created(run, tmp_path, command):
    code, _, err = run(*command, "--store", tmp_path / "nulle part")
    assert code == 2 and "Il n'y a pas encore de données" in err
    assert not Store.exists(tmp_path / "nulle part")
