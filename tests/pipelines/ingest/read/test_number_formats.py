"""Numbers are read as the spreadsheet shows them, with all their digits."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.check.numbers import Separators, read_number
from pipelines.ingest.column import letter
from pipelines.ingest.read.number_formats import read_built_in, read_format, write_as_seen

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
