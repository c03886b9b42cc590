"""Workbooks made to harm, or by mistake: bombs, lies about sizes, entities, sheets that would fill the memory."""

import io
import resource
import zipfile

import pytest

from pipelines.ingest.read import archive, workbook
from pipelines.ingest.read.bytes_to_cells import read_cells
from tests.monthly import month_file
from tests.pipelines.ingest.read.hostile import BOOK, LINE, SHEET, only, zipped
from tests.pipelines.ingest.sheets import HEAD, ods, rewritten, xlsx

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
