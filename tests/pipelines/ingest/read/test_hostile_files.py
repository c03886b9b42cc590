"""Files that would harm, or that nothing can be read in: each gets one clear sentence, quickly and in little memory."""

import subprocess
import sys
from time import process_time

import pytest

from pipelines.ingest.issues import as_csv
from pipelines.ingest.read import limits
from pipelines.ingest.read.bytes_to_cells import read_cells
from pipelines.settings import SettingError
from pipelines.store.errors import StoreError
from tests.monthly import month_file
from tests.pipelines.ingest.read.hostile import BOOK, LINE, SHEET, checked, only, zipped
from tests.pipelines.ingest.sheets import HEAD, ods, rewritten, xlsx

# Size


def test_two_gigabytes_are_refused_before_they_are_read(tmp_path):
    huge = tmp_path / "gros.csv"
    with huge.open("wb") as handle:
        handle.truncate(2_100_000_000)
    code = (
        "import sys, resource; resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000)); "
        "from pipelines.cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code, "check", str(huge)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    said = done.stderr.replace("\u00a0", " ")
    assert "gros.csv : Le fichier pèse 2,1 Go : c'est plus que la limite de 200 Mo, il n'a pas été lu." in said
    assert said.count("\n") == 1


def test_a_file_over_the_limit_is_never_opened(tmp_path, monkeypatch):
    monkeypatch.setenv("CPTS_TAILLE_MAX", "1")
    file = tmp_path / "x.csv"
    file.write_bytes(b" " * 1_000_001)
    monkeypatch.setattr(type(file), "read_bytes", lambda _: pytest.fail("read"))
    with pytest.raises(StoreError, match="1 Mo"):
        limits.read_within_limit(file)
    assert only(b"a;b\n" * 300_000) == "fichier_trop_gros"


def test_the_national_file_of_a_million_lines_is_within_the_limit():
    assert limits.too_large(115_000_000) is None
    assert limits.too_large(200_000_001) is not None


@pytest.mark.parametrize("setting", ["beaucoup", "0", "-3", "1,5"])
def test_a_limit_that_is_no_number_is_said(monkeypatch, setting):
    monkeypatch.setenv("CPTS_TAILLE_MAX", setting)
    with pytest.raises(SettingError, match=setting):
        limits.max_size()


def test_a_million_columns_are_refused_in_one_sentence():
    titles = "id_cpts;mois;indicateur;valeur;" + ";".join(f"c{n}" for n in range(1_000_000))
    assert only(f"{titles}\nCPTS-WEPP;2025-03;ADH;91\n".encode()) == "trop_de_colonnes"


# What cannot be read


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (BOOK[:-200], "classeur_abime"),
        (BOOK[: len(BOOK) // 2], "classeur_abime"),
        (rewritten(BOOK, {SHEET: lambda raw: raw[: len(raw) // 2]}), "classeur_abime"),
        (rewritten(BOOK, {"xl/workbook.xml": lambda _: b"<workbook"}), "classeur_abime"),
        (zipped(), "format_inconnu"),
        (zipped(**{"xl/workbook.bin": b"\x00"}), "format_inconnu"),
        (zipped(**{"word/document.xml": b"<a/>"}), "format_inconnu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "classeur_protege"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), "format_inconnu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600 + "Workbook".encode("utf-16-le"), "classeur_abime"),
        (ods([]), "fichier_vide"),
        (xlsx([]), "fichier_vide"),
        (xlsx([["bonjour"], ["monde"]]), "entete_introuvable"),
        (b"<html><table><tr><td>CPTS</td></tr></table></html>", "format_inconnu"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "format_inconnu"),
        (month_file(LINE).replace(b"91", b"9\x001"), "format_inconnu"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_sentence(data, rule):
    assert only(data) == rule


def test_a_libreoffice_document_with_a_password_is_said():
    def protect(raw: bytes) -> bytes:
        return raw.replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>")

    assert only(rewritten(ods([HEAD]), {"META-INF/manifest.xml": protect})) == "classeur_protege"


def test_utf_16_without_its_mark_is_read():
    for encoding in ("utf-16-le", "utf-16-be"):
        assert len(read_cells(month_file(LINE, encoding=encoding))) == 1


# Names and cells that would run


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.csv",
        "C:\\Temp\\mars.csv",
        "mars\u202evsc.exe",
        "a\nb\tc\x1b[31m.csv",
        "é" * 300 + ".csv",
        "",
        ".",
    ],
)
def test_a_name_is_only_repeated_with_its_marks_written_out(name):
    verdict = checked(month_file(LINE), name)
    assert not verdict.refuse
    assert not set(verdict.fichier) & set("\n\t\x1b\u202e")


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+cmd", "@SUM(1)", "-2+3", "=HYPERLINK(1)"])
def test_a_cell_that_would_run_as_a_formula_is_inert_in_the_report(cell):
    verdict = checked(month_file(f"{cell};2025-03;{cell};;;{cell};{cell}"))
    report = as_csv(verdict.anomalies)
    assert verdict.refuse
    assert f";'{cell};" in report
    assert f";{cell};" not in report
    book = xlsx([HEAD, [f" {cell}", "2025-03", "ADH", None, None, 91]])
    assert checked(book).refuse


# Long cells, titles, lines: cut, then judged; and no pattern tries again from each letter of a long line


def quick(data: bytes, seconds: float = 4.0):
    """The findings of a file, which must not take long: these took from eleven seconds to a minute."""
    start = process_time()
    verdict = checked(data)
    assert process_time() - start < seconds
    return [(issue.regle, issue.ligne, issue.bloquante) for issue in verdict.anomalies]


def test_a_line_without_end_is_read_in_no_time():
    assert quick(b"a" * 400_000) == [("entete_introuvable", None, True)]
    assert quick("Code CPTS;Mois;Indicateur;Valeur;{}\ufffd{}\n".format("é" * 200_000, "b" * 100).encode())[0][0] in (
        "titre_demesure",
        "caracteres_perdus",
    )


@pytest.mark.parametrize("title", ["9" * 40_000, "9 " * 20_000, "(" * 40_000, " " * 40_000 + "x", "a : " * 10_000])
def test_a_title_too_long_is_refused_at_its_place(title):
    rules = quick(f"id_cpts;mois;indicateur;valeur;{title}\nCPTS-WEPP;2025-03;ADH;91;\n".encode())
    assert ("titre_demesure", 1, True) in rules


@pytest.mark.parametrize(
    "cell", ["1" * 5_000, "1 " * 80_000, "a" * 200_000, "1" * 4_300 + " à " + "2" * 4_300, "(" * 9_000]
)
@pytest.mark.parametrize("field", range(6))
def test_a_cell_too_long_is_refused_at_its_place(field, cell):
    cells = ["CPTS-WEPP", "2025-03", "ADH", "", "", "91", ""]
    cells[field] = cell
    rules = quick(month_file(LINE, ";".join(cells)))
    assert ("cellule_demesuree", 3, True) in rules
    assert {line for _, line, blocks in rules if blocks} == {3}


def test_a_long_comment_is_kept_and_one_no_spreadsheet_can_write_is_refused():
    assert quick(month_file(LINE + "a" * 30_000)) == []
    assert ("cellule_demesuree", 2, True) in quick(month_file(LINE + "a" * 33_000))


def test_lines_of_one_cell_under_a_thousand_titles_do_not_fill_the_memory():
    titles = "id_cpts;mois;indicateur;valeur;" + ";".join(f"c{n}" for n in range(990))
    assert ("lignes_incompletes", True) in {
        (rule, blocks) for rule, _, blocks in quick(f"{titles}\n".encode() + b"x\n" * 400_000)
    }


def test_thousands_of_unknown_codes_are_not_compared_one_by_one():
    lines = [f"CPTS-{n:05d};2026-10;PRE_SEI{n};1;2;;" for n in range(20_000)]
    rules = [rule for rule, *_ in quick(month_file(*lines))]
    assert rules.count("cpts_inconnue") == rules.count("indicateur_inconnu") == 5_000


@pytest.mark.parametrize("digits", [16, 30, 400])
def test_a_number_of_more_digits_than_can_be_held_is_never_stored(digits):
    for line in (
        f"CPTS-WEPP;2025-03;PRE_SEIN;{'1' * digits};{'2' * digits};;",
        f"CPTS-WEPP;2025-03;ADH;;;{'1' * digits};",
    ):
        verdict = checked(month_file(line))
        assert {issue.regle for issue in verdict.anomalies} == {"nombre_demesure"}
        assert len(verdict.observations) == 0
