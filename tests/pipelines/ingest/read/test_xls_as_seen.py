"""An old .xls is read as it is seen: the same report and the same values as the same workbook in XLSX."""

import io
from datetime import date

import openpyxl
import pytest

from tests.pipelines.ingest.check.checked import checked_bytes
from tests.pipelines.ingest.xls_file import Error, xls

HEAD = ["id_cpts", "mois", "indicateur", "numerateur", "denominateur", "valeur"]
ERRORS = {0x2A: "#N/A", 0x07: "#DIV/0!", 0x17: "#REF!", 0x0F: "#VALUE!"}
MARCH_1900, MARCH_1904 = 45717, 45717 - 1462  # 1 March 2025


def _xlsx(rows, *, formats=None, hidden=(), since_1904=False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append([ERRORS[value.code] if isinstance(value, Error) else value for value in row])
    for (row, column), code in (formats or {}).items():
        sheet.cell(row + 1, column + 1).number_format = code
    for row in hidden:
        sheet.row_dimensions[row + 1].hidden = True
    if since_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(out := io.BytesIO())
    return out.getvalue()


def _told(data, name):
    verdict = checked_bytes(data, name)
    columns = ["ligne", "id_cpts", "indicateur", "mois", "etat", "numerateur", "denominateur", "valeur"]
    rows = verdict.observations[columns].astype(object)
    said = [(i.regle, i.ligne, i.message) for i in verdict.anomalies]
    return rows.where(rows.notna(), None).values.tolist(), said


CASES = {
    "erreurs": (
        [
            HEAD,
            ["CPTS-WEPP", "2025-03", "ADH", None, None, Error(42)],
            ["CPTS-WEPP", "2025-03", "PRE_SEIN", Error(7), 812, None],
            ["CPTS-BERG", "2025-03", "ADH", None, None, Error(23)],
            ["CPTS-LITN", "2025-03", "ADH", None, None, 70],
        ],
        {},
    ),
    "formats": (
        [
            HEAD,
            ["CPTS-WEPP", "2025-03", "PRE_SEIN", None, None, 0.576],
            ["CPTS-BERG", "2025-03", "PRE_SEIN", None, None, 0.005],
            ["CPTS-WEPP", "2025-03", "PAR_INCL", None, None, 2870],
            ["CPTS-BERG", "2025-03", "PAR_INCL", None, None, 2],
            ["CPTS-LITN", "2025-03", "ADH", None, None, 70],
        ],
        {"formats": {(1, 5): "0.0%", (2, 5): "0.00%", (3, 5): '#,##0 "€"', (4, 5): '0" milliers"', (5, 5): "0"}},
    ),
    "mois sans jour": (
        [HEAD, ["CPTS-WEPP", MARCH_1900, "ADH", None, None, 91], ["CPTS-BERG", MARCH_1900 + 14, "ADH", None, None, 80]],
        {"formats": {(1, 1): "mmm-yy", (2, 1): "mmmm yyyy"}},
    ),
    "lignes masquées": (
        [HEAD, ["CPTS-WEPP", "2025-03", "ADH", None, None, 91], ["CPTS-BERG", "2025-03", "ADH", None, None, 80]],
        {"hidden": (2,)},
    ),
    "1904, nombres nus": (
        [HEAD, ["CPTS-WEPP", MARCH_1904, "ADH", None, None, 91]],
        {"since_1904": True},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_as_the_same_workbook_in_xlsx(case):
    rows, more = CASES[case]
    old, new = (_told(make(rows, **more), f"a.{end}") for make, end in ((xls, "xls"), (_xlsx, "xlsx")))
    assert old == new
    assert old[0] or old[1]


def test_what_is_seen_is_what_is_stored():
    """Worked out by hand, so that both are not wrong together."""
    assert [rule for rule, *_ in _told(xls(CASES["erreurs"][0]), "a.xls")[1]] == ["erreur_excel"] * 3
    rows, more = CASES["formats"]
    stored, said = _told(xls(rows, **more), "a.xls")
    assert [(row[2], row[7]) for row in stored] == [
        ("PRE_SEIN", pytest.approx(0.576)),
        ("PRE_SEIN", pytest.approx(0.005)),
        ("ADH", 70),
    ]
    assert [(rule, line) for rule, line, _ in said] == [("montant_en_euros", 4), ("nombre_annote", 5)]
    rows, more = CASES["mois sans jour"]
    stored, said = _told(xls(rows, **more), "a.xls")
    assert [row[3].date() for row in stored] == [date(2025, 3, 1)] * 2 and not said
    rows, more = CASES["1904, nombres nus"]
    assert [row[3].date() for row in _told(xls(rows, **more), "a.xls")[0]] == [date(2025, 3, 1)]


def test_an_old_workbook_that_cannot_be_read_is_one_sentence():
    whole = xls(CASES["formats"][0], **CASES["formats"][1])
    for cut in (600, 1500, 2500, 3000):
        _, said = _told(whole[:cut], "a.xls")
        assert [rule for rule, *_ in said] in (["classeur_abime"], ["format_inconnu"]), cut
