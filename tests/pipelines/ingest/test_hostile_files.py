"""Files that would harm, or that nothing can be read in: each gets one clear sentence, quickly and in little memory."""

import io
import resource
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest import archive, limits, workbook
from pipelines.ingest.check import check
from pipelines.ingest.issues import as_csv
from pipelines.ingest.read import read_cells
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope
from tests.pipelines.ingest.habit import KNOWN
from tests.pipelines.ingest.sheets import HEAD, ods, rewritten, xlsx
from tests.pipelines.monthly import month_file

LINE = "CPTS-WEPP;2025-03;ADH;;;91;"
BOOK = xlsx([HEAD, ["CPTS-WEPP", "2025-03", "ADH", None, None, 91]])
SHEET = "xl/worksheets/sheet1.xml"
GIGA = 1_000_000_000


def checked(data: bytes, name: str = "fichier"):
    return check(
        data,
        name,
        catalogue=load_catalogue(),
        scope=Scope.local(),
        territoires=KNOWN,
        today=date(2026, 11, 20),
    )


def only(data: bytes) -> str:
    """The one finding of a file that cannot be read; its message is one sentence, its remedy is said."""
    (issue,) = read_cells(data).anomalies
    assert issue.bloquante
    assert issue.message.endswith(".") and "\n" not in issue.message and issue.remede
    return issue.regle


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


# Size


def test_two_gigabytes_are_refused_before_they_are_read(tmp_path):
    huge = tmp_path / "gros.csv"
    with huge.open("wb") as handle:
        handle.truncate(2_100_000_000)
    code = (
        "import sys, resource; resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000)); "
        "from pipelines.cli import main; main()"
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
    with pytest.raises(StoreError, match=setting):
        limits.max_size()


# Archives


def test_a_zip_bomb_is_refused_unopened(monkeypatch):
    bomb = rewritten(BOOK, {SHEET: lambda raw: raw + b" " * 450_000_000})
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("unfolded"))
    monkeypatch.setattr(workbook.calamine, "load_workbook", lambda *_: pytest.fail("read"))
    assert only(bomb) == "archive_suspecte"


def test_a_smaller_bomb_is_told_by_its_ratio():
    bomb = rewritten(BOOK, {SHEET: lambda raw: raw + b" " * 60_000_000})
    assert only(bomb) == "archive_suspecte"


def test_an_honest_large_workbook_is_not_taken_for_a_bomb():
    rows = [["CPTS-WEPP", f"2025-{n % 12 + 1:02d}", "ADH", None, None, n] for n in range(20_000)]
    assert len(read_cells(xlsx([HEAD, *rows]))) == 20_000


def test_an_archive_that_lies_about_its_sizes_is_refused():
    data = bytearray(rewritten(BOOK, {SHEET: lambda raw: raw + b" " * 30_000_000}))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        size = book.getinfo(SHEET).file_size.to_bytes(4, "little")
    lied = bytes(data).replace(size, (5000).to_bytes(4, "little"))
    assert lied != bytes(data)
    assert only(lied) == "classeur_abime"


def test_thousands_of_parts_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for n in range(archive.PARTS_MAX + 1):
            target.writestr(f"xl/worksheets/sheet{n}.xml", "")
    assert only(out.getvalue()) == "archive_suspecte"


def test_an_archive_in_an_archive_is_never_unfolded():
    inner = zipped(**{"x.csv": b"0" * 10_000_000})
    assert only(zipped(**{"envoi/mars.zip": inner})) == "format_inconnu"
    (issue,) = read_cells(zipped(**{"mars.csv": month_file(LINE)})).anomalies
    assert "archive qui contient mars.csv" in issue.message


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entities_in_the_xml_are_refused(part):
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def laughing(raw: bytes) -> bytes:
        start = raw.find(b"?>") + 2 if raw.startswith(b"<?xml") else 0
        return raw[:start] + laughs + raw[start:]

    assert only(rewritten(BOOK, {part: laughing})) == "archive_suspecte"
    utf_16 = {part: lambda raw: laughing(raw).decode().encode("utf-16")}
    assert only(rewritten(BOOK, utf_16)) == "archive_suspecte"


def test_entities_in_a_libreoffice_document_are_refused():
    data = ods([HEAD])
    assert (
        only(rewritten(data, {"content.xml": lambda raw: b'<!DOCTYPE a [<!ENTITY b "c">]>' + raw}))
        == "archive_suspecte"
    )


# Extent


def test_a_stray_cell_in_the_last_corner_does_not_fill_the_memory():
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = rewritten(BOOK, {SHEET: lambda raw: raw.replace(b"</sheetData>", stray)})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert only(data) == "feuille_demesuree"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_row_repeated_a_million_times_in_libreoffice_is_refused():
    data = ods([HEAD, ["CPTS-WEPP"] * 6])
    repeat = b'table:number-rows-repeated="1048576"'

    def repeated(raw: bytes) -> bytes:
        last = raw.rfind(b"<table:table-row")
        wide = raw[last:].replace(b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="400" ')
        return raw[:last] + wide.replace(b"<table:table-row", b"<table:table-row " + repeat, 1)

    assert only(rewritten(data, {"content.xml": repeated})) == "feuille_demesuree"


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
