"""Numbers are read as the spreadsheet shows them, with all their digits."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.check.numbers import Separators, read_number
from pipelines.ingest.column import letter
from pipelines.ingest.read.number_formats import read_built_in, read_format, write_as_seen
from tests.pipelines.ingest.check.checked import checked_bytes
from tests.pipelines.ingest.sheets import HEAD, ods, rewritten

FRENCH = Separators(decimal=frozenset(","))


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("0%", "pourcent"), ("0.0\\ %", "pourcent"), ("0.0%;[Red]-0.0%", "pourcent"), ('0" %"', "signe"),
        ('#,##0.00\\ "€"', "euros"), ("#,##0 [$€-40C]", "euros"), ("[$-40C]mmm\\-yy", "mois"), ("mmmm yyyy", "mois"),
        ("yyyy", "annee"), ("00000", "zeros"), ("General", None), ("@", None), ("0.00", None), ("#,##0", None),
        ('0.0" ‰"', "pour_mille"), ("dd/mm/yyyy", None), ("yyyy\\-mm\\-dd hh:mm", None), ('0"%age"', "signe"),
    ],
)  # fmt: skip
def test_what_a_format_shows(code, form):
    found = read_format(code)
    assert (found.forme if found else None) == form


def test_formats_known_by_their_number_alone():
    assert [read_built_in(n).forme for n in (9, 10, 17)] == ["pourcent", "pourcent", "mois"]
    assert read_built_in(0) is None and read_built_in(14) is None


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.576, "0%", "57,6 %"), (0.285, "0%", "28,5 %"), (1, "0%", "100 %"), (57.6, '0" %"', "57,6 %"), (127.1, '0" ‰"', "127,1 ‰"),
        (287000.0, '0 "€"', "287000 €"), (6.6000000000000005, "General", "6,6"), (26010004500012.0, "General", "26010004500012"),
        (1e-7, "General", "0,0000001"), (-2300.5, "General", "-2300,5"), (91.0, "General", "91"), (1, "00", "01"),
        (date(2025, 3, 15), "mmm-yy", "2025-03"), (date(2025, 3, 15), "yyyy", "2025"), (date(2025, 3, 1), "General", "2025-03-01"),
        (datetime(2025, 3, 1), "General", "2025-03-01"), (True, "General", "VRAI"), (False, "General", "FAUX"), (None, "General", ""),
    ],
)  # fmt: skip
def test_what_the_person_sees(value, code, text):
    assert write_as_seen(value, read_format(code)) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_number_of_a_workbook_is_never_doubtful_nor_changed(value):
    reading = read_number(write_as_seen(value), FRENCH)
    assert reading.etat == "valeur"
    assert reading.nombre == pytest.approx(value, rel=1e-14, abs=0)


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_letters_of_columns(index, name):
    assert letter(index) == name


@pytest.mark.parametrize(
    "cell",
    [
        'office:value-type="string" calcext:value-type="error" table:formula="of:=1/0"><text:p>#DIV/0 !</text:p>',
        'office:value-type="string" calcext:value-type="error" table:formula="of:=[.A1]"><text:p>Err:502</text:p>',
        'office:value-type="string" calcext:value-type="error" table:formula="of:=[.A1]">',
        'office:value-type="float" office:value="0" table:formula="of:=[.A1]"><text:p>Erreur :504</text:p>',
    ],
)
def test_a_cell_in_error_of_a_libreoffice_document_is_an_error_of_the_spreadsheet(cell):
    """Whatever says it: the attribute of the cell, or only what it shows; a value of 0 behind it is never read."""
    space = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    plain = b'office:value-type="string"><text:p>ici</text:p>'

    def put(part: bytes) -> bytes:
        assert plain in part
        return part.replace(b"<table:table-cell " + plain, b"<table:table-cell" + space.encode() + cell.encode())

    data = rewritten(ods([HEAD, ["CPTS-WEPP", "2025-03", "ADH", "", "", "ici"]]), {"content.xml": put})
    verdict = checked_bytes(data, "f.ods")
    assert [issue.regle for issue in verdict.anomalies] == ["erreur_excel"]
    assert len(verdict.observations) == 0
