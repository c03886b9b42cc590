"""A workbook that numbers its days from 1904 (first made on a Macintosh): the same months, never four years earlier."""

import io
import zipfile

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.pipelines.ingest.check.checked import checked_bytes
from tests.pipelines.ingest.sheets import HEAD, ods, xlsx

ROWS = [HEAD, ["CPTS-WEPP", 44255, "ADH", None, None, 91], ["CPTS-WEPP", 44286, "ADH", None, None, 92]]


def _from_1904(book) -> None:
    book.epoch = CALENDAR_MAC_1904


def _ods_from_1904(data: bytes) -> bytes:
    """The same document with its declaration, where LibreOffice writes it."""
    told = b'<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "content.xml":
                content = content.replace(b"<office:spreadsheet>", b"<office:spreadsheet>" + told, 1)
                assert told in content
            new.writestr(part, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "name,data",
    [("f.xlsx", xlsx(ROWS, also=_from_1904)), ("f.ods", _ods_from_1904(ods([[c or "" for c in r] for r in ROWS])))],
)
def test_a_bare_number_of_day_is_read_as_the_workbook_counts(name, data):
    verdict = checked_bytes(data, name)
    read = verdict.observations
    assert [f"{month:%Y-%m}" for month in read["mois"]] == ["2025-03", "2025-04"]
    assert {"mois_converti"} <= {issue.regle for issue in verdict.anomalies}
    assert any("44255" in issue.message and "2025-03" in issue.message for issue in verdict.anomalies)


def test_the_same_numbers_counted_from_1900_are_other_months():
    read = checked_bytes(xlsx(ROWS), "f.xlsx").observations
    assert [f"{month:%Y-%m}" for month in read["mois"]] == ["2021-02", "2021-03"]


def test_months_that_head_columns_are_counted_alike():
    rows = [["CPTS", "Indicateur", 44255, 44286], ["CPTS-WEPP", "ADH", 91, 92]]
    read = checked_bytes(xlsx(rows, also=_from_1904), "f.xlsx").observations
    assert sorted(f"{month:%Y-%m}" for month in read["mois"]) == ["2025-03", "2025-04"]
