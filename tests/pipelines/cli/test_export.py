"""`cpts export`, `cpts template`, `cpts schema`: what they write, where, and how they refuse."""

import io
import json

import openpyxl
import pytest
from frictionless import Package

from tests.commands import run_here


@pytest.fixture
def cpts(capfdbinary, monkeypatch, filled):
    """Run `cpts` in this process on the filled store: exit code, bytes written, what was said on the error output."""
    monkeypatch.setenv("CPTS_STORE", filled.identity)

    def run(*arguments):
        done = run_here(arguments, capture=capfdbinary, monkeypatch=monkeypatch)
        return done.returncode, done.stdout, done.stderr.decode()

    return run


def test_the_export_goes_to_the_standard_output_byte_for_byte(cpts):
    code, out, err = cpts("export", "observations", "--cpts", "DEMO-A", "--debut", "2026-10")
    assert (code, err) == (0, "") and out.startswith(b"id_cpts,mois,indicateur,") and out.count(b"\n") == 6
    assert b"\r" not in out


def test_a_csv_file_has_its_data_package_beside_it(cpts, tmp_path):
    file = tmp_path / "export.csv"
    assert cpts("export", "observations", "-o", file) == (0, b"", "")
    package = tmp_path / "export.datapackage.json"
    assert Package(str(package)).validate().valid
    assert json.loads(package.read_text(encoding="utf-8"))["resources"][0]["bytes"] == file.stat().st_size


def test_the_schema_is_that_of_the_export(cpts, tmp_path):
    assert cpts("schema", "-o", tmp_path / "schema.json")[0] == 0
    schema = json.loads((tmp_path / "schema.json").read_text(encoding="utf-8"))
    _, out, _ = cpts("export", "observations")
    assert [field["name"] for field in schema["fields"]] == out.decode().splitlines()[0].split(",")
    assert json.loads(cpts("schema", "--historique")[1])["primaryKey"][-1] == "version"


@pytest.mark.parametrize("table", ["observations", "lignes", "versements", "journal"])
def test_every_table_in_every_form(cpts, tmp_path, table):
    assert cpts("export", table)[1].decode().count("\n") >= 1
    assert cpts("export", table, "--format", "csv-fr")[1].startswith(b"\xef\xbb\xbf")
    file = tmp_path / f"{table}.xlsx"
    assert cpts("export", table, "--format", "xlsx", "-o", file)[0] == 0
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == [table.capitalize(), "À propos"]


def test_the_journal_says_who_did_what(cpts):
    lines = cpts("export", "journal")[1].decode().splitlines()
    assert lines[0].startswith("quand,qui,action,objet,fichier") and len(lines) == 5
    assert "CPAM (démo)" in lines[1]


def test_a_template_to_fill_in(cpts, tmp_path):
    code, out, _ = cpts("template", "--cpts", "DEMO-A", "--mois", "2026-11", "--format", "csv", "--fournisseur", "CPTS")
    assert code == 0 and "id_cpts;mois;indicateur;libellé".encode() in out and b"PRE_SEIN" not in out
    file = tmp_path / "m.xlsx"
    assert cpts("template", "--cpts", "DEMO-A", "--mois", "2026-11", "-o", file)[0] == 0
    assert openpyxl.load_workbook(io.BytesIO(file.read_bytes())).sheetnames == ["Saisie", "Dictionnaire", "CPTS"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "observations", "--debut", "2026-13"], "« 2026-13 » n'est pas un mois"),
        (["export", "observations", "--cpts", "DEMO-Z"], "« DEMO-Z » n'est pas une CPTS connue"),
        (["export", "observations", "--indicateur", "PRE_SIEN"], "« PRE_SIEN » n'est pas un indicateur du catalogue"),
        (["export", "lignes", "-o", "absent/x.csv"], "ne peut pas être écrit"),
        (["export", "observations", "--store", "absent"], "Il n'y a pas encore de données"),
        (["template", "--cpts", "DEMO-Z", "--mois", "2026-11", "--format", "csv"], "pas une CPTS pour laquelle"),
        (
            ["template", "--cpts", "A", "--mois", "2026-11", "--store", "absent", "--format", "csv"],
            "pas encore de données",
        ),
        (["template", "--cpts", "DEMO-A", "--mois", "novembre", "--format", "csv"], "« novembre » n'est pas un mois"),
        (["template", "--cpts", "DEMO-A"], "Il manque --mois"),
        (["export", "observations", "--format", "pdf"], "La valeur donnée pour --format ne convient pas"),
    ],
)
def test_what_cannot_be_done_is_one_line(cpts, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = cpts(*arguments)
    assert (code, out) == (2, b"") and said.replace(" »", "\u00a0»").replace("« ", "«\u00a0") in err
    assert err.count("\n") == 1 and not list(tmp_path.glob("absent*"))
