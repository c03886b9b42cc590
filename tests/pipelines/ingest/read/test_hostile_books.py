"""Workbooks made to harm, or by mistake: bombs, lies about sizes, entities, sheets that would fill the memory."""

import io
import re
import resource
import zipfile
from time import process_time

import pytest

from pipelines.ingest.read import archive, workbook, xml_parts
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


# Seen as the reader of values sees them: in either quotes, under any prefix


def single_quoted(raw: bytes) -> bytes:
    return raw.replace(b'"', b"'")


def stray_in_single_quotes(raw: bytes) -> bytes:
    stray = b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"
    return raw.replace(b"</sheetData>", stray)


def test_a_stray_cell_is_seen_in_single_quotes_too():
    assert only(rewritten(BOOK, {SHEET: stray_in_single_quotes})) == "feuille_demesuree"


def test_a_sheet_in_single_quotes_is_read_as_in_double_ones():
    data = xlsx(
        [
            HEAD,
            ["CPTS-WEPP", "2025-03", "PRE_SEIN", None, None, 0.576],
            ["CPTS-BERG", "2025-03", "PRE_SEIN", 1, 2, "#N/A"],
        ],
        formats={"F2": "0.0%"},
    )
    told = [read_cells(one) for one in (data, rewritten(data, {SHEET: single_quoted, "xl/styles.xml": single_quoted}))]
    assert [[cells.texte("valeur", n) for n in range(2)] for cells in told] == [["57,6 %", "#N/A"]] * 2


def prefixed(raw: bytes) -> bytes:
    """The same sheet, every tag under a prefix, as some libraries write it."""
    body = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", raw)
    return body.replace(
        b'xmlns="http://schemas.openxmlformats.org/spreadsheetml',
        b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml',
    )


def test_a_sheet_under_a_prefix_is_read_too():
    data = xlsx([HEAD, ["CPTS-WEPP", "2025-03", "PRE_SEIN", None, None, 0.576]], formats={"F2": "0.0%"})
    moved = rewritten(data, {SHEET: prefixed})
    assert read_cells(moved).texte("valeur", 0) == "57,6 %"


def test_sheets_too_wide_together_are_refused_before_one_is_unfolded(monkeypatch):
    far = b'<row r="1000000"><c r="K1000000"><v>1</v></c></row></sheetData>'
    book = xlsx([HEAD], also=lambda book: [book.create_sheet(f"S{n}").append(HEAD) for n in range(3)])
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4
    wide = rewritten(book, dict.fromkeys(sheets, lambda raw: raw.replace(b"</sheetData>", far)))
    monkeypatch.setattr(workbook, "_grid", lambda *_: pytest.fail("unfolded"))
    assert only(wide) == "feuilles_demesurees"


@pytest.mark.parametrize(
    "end",
    [
        b"<c " * 60_000,
        b'<c t="e">' * 60_000,
        b"<row>" * 60_000,
        b"&a;",
        b"\x00",
        b"<a b='1' b='2'/>",
    ],
)
def test_a_sheet_that_is_no_xml_is_damaged_at_once(end):
    start = process_time()
    assert (
        only(rewritten(BOOK, {SHEET: lambda raw: raw.replace(b"</sheetData>", end + b"</sheetData>", 1)}))
        == "classeur_abime"
    )
    assert process_time() - start < 5


def test_a_block_merged_over_and_over_is_gone_through_once():
    rows = [HEAD, ["CPTS-WEPP", "2025-03", "ADH", None, None, 5], *[[f"CPTS-{n}"] for n in range(2_000)]]
    again = b'<mergeCells count="9000">' + b'<mergeCell ref="F2:F1900"/>' * 9_000 + b"</mergeCells>"
    data = rewritten(xlsx(rows), {SHEET: lambda raw: raw.replace(b"</sheetData>", b"</sheetData>" + again)})
    start = process_time()
    rules = [issue.regle for issue in read_cells(data).anomalies]
    assert process_time() - start < 5
    assert rules.count("nombre_fusionne") == 1_899


def test_numbers_merged_over_thousands_of_lines_are_one_finding():
    rows = [HEAD, ["CPTS-WEPP", "2025-03", "ADH", None, None, 5], *[[f"CPTS-{n}"] for n in range(6_000)]]
    once = b'<mergeCells count="1"><mergeCell ref="F2:F6000"/></mergeCells>'
    data = rewritten(xlsx(rows), {SHEET: lambda raw: raw.replace(b"</sheetData>", b"</sheetData>" + once)})
    assert "nombres_fusionnes" in [issue.regle for issue in read_cells(data).anomalies if issue.bloquante]


CONTENT = (
    b'<?xml version="1.0"?><o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    b' xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    b"<o:body><o:spreadsheet>%s</o:spreadsheet></o:body></o:document-content>"
)


@pytest.mark.parametrize(
    ("tables", "rule"),
    [
        (
            b"<t:table t:name='A'><t:table-row t:number-rows-repeated='5000'>"
            b"<t:table-cell t:number-columns-repeated='5000' o:value='1'/></t:table-row></t:table>",
            "feuille_demesuree",
        ),
        (
            b"".join(
                b"<t:table t:name='%d'><t:table-row t:number-rows-repeated='900000'>"
                b"<t:table-cell t:number-columns-repeated='9' o:value='1'/></t:table-row></t:table>" % n
                for n in range(3)
            ),
            "feuilles_demesurees",
        ),
        (b"".join(b"<t:table t:name='%d'/>" % n for n in range(3_000)), "archive_suspecte"),
        (
            b"<t:table t:name='A'><t:table-row t:number-rows-repeated='%s'><t:table-cell o:value='1'/></t:table-row></t:table>"
            % (b"9" * 5_000),
            "feuille_demesuree",
        ),
    ],
)
def test_what_an_open_document_repeats_is_counted_before_it_is_unfolded(tables, rule, monkeypatch):
    monkeypatch.setattr(workbook.calamine, "load_workbook", lambda *_: pytest.fail("unfolded"))
    start = process_time()
    assert only(rewritten(ods([HEAD]), {"content.xml": lambda _: CONTENT % tables})) == rule
    assert process_time() - start < 5


def test_a_comment_on_a_cell_is_no_part_of_what_it_shows():
    data = ods([HEAD, ["CPTS-WEPP", ("date", "2025-03-15", "mars 2025"), "ADH", None, None, 91]])
    note = b"<office:annotation><text:p>vu le 20/05/2025</text:p></office:annotation>"
    noted = rewritten(data, {"content.xml": lambda raw: raw.replace(b"<text:p>mars", note + b"<text:p>mars")})
    assert len(noted) > len(data)
    assert read_cells(noted).texte("mois", 0) == read_cells(data).texte("mois", 0) == "2025-03"


def test_a_sheet_in_an_encoding_that_nobody_knows_is_damaged():
    def lie(raw: bytes) -> bytes:
        return b"<?xml version='1.0' encoding='UTF-0'?>" + raw[raw.find(b"?>") + 2 if raw.startswith(b"<?xml") else 0 :]

    assert only(rewritten(BOOK, {SHEET: lie})) == "classeur_abime"


@pytest.mark.parametrize("place", [b"F" + b"9" * 30, b"F" + b"9" * 5_000, b"AAAA1", b"1F", b"F-2", b"\xc3\x89 2"])
def test_a_cell_whose_place_is_none_is_damage_and_not_where_the_reader_of_values_would_put_it(place, monkeypatch):
    monkeypatch.setattr(workbook, "_grid", lambda *_: pytest.fail("unfolded"))
    assert only(rewritten(BOOK, {SHEET: lambda raw: raw.replace(b'r="F2"', b'r="' + place + b'"')})) == "classeur_abime"


def test_millions_of_empty_tags_are_refused_before_one_is_looked_at():
    crowded = ods([HEAD])
    start = process_time()
    data = rewritten(crowded, {"content.xml": lambda _: CONTENT % (b"<a/>" * 12_000_000)})
    made = process_time() - start
    assert only(data) == "archive_suspecte"
    assert process_time() - start - made < 3


def test_a_million_cells_that_hold_the_same_are_no_crowd():
    rows = b"".join(
        b'<row r="%d">' % n + b"".join(b'<c r="%c%d"><v>1</v></c>' % (65 + c, n) for c in range(7)) + b"</row>"
        for n in range(3, 140_000)
    )
    data = rewritten(BOOK, {SHEET: lambda raw: raw.replace(b"</sheetData>", rows + b"</sheetData>")})
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        told = parts.getinfo(SHEET)
    assert told.file_size > xml_parts.TAGS_FROM
    assert rows.count(b"<") < xml_parts.TAGS_MAX * told.compress_size / 2
    assert "archive_suspecte" not in [issue.regle for issue in read_cells(data).anomalies]
