"""The fast reading says what the exact one says, or leaves the file to it; numbers read at once are read alike."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.numbers import Separators, read_number
from pipelines.ingest.check.typed_numbers import read_plain_numbers
from pipelines.ingest.read.bytes_to_cells import _read_exactly, _read_plainly, read_cells
from tests.monthly import HEADER
from tests.pipelines.ingest.read.dialects import DIALECTS

INDICATORS = load_catalogue().indicateurs
CELL = st.sampled_from(
    [
        "CPTS-WEPP",
        "2026-10",
        "ADH",
        "450",
        "1\u202f812",
        "57,6 %",
        "",
        " ",
        "é",
        "Total",
        "Ã©",
        "\u0153",
        '"91"',
        '""',
        '"a;b ""c"" d"',
        '"été"',
        "âÃÃ©â€™",
        "Å“",
        '"Ã©"',
        'l"a',
        '"',
        '"a"b',
        ' "x"',
        '"Total\nCPTS"',
    ]
)
ROWS = st.lists(st.lists(CELL, min_size=7, max_size=7) | st.lists(CELL, max_size=9), min_size=1, max_size=12)


def _same(data):
    fast, exact = _read_plainly(data, INDICATORS, {}), _read_exactly(data, INDICATORS, {})
    if fast is None:
        return False
    assert fast.lignes.tolist() == exact.lignes.tolist()
    for field in fast.colonnes:
        assert [fast.texte(field, p) for p in range(len(fast))] == [exact.texte(field, p) for p in range(len(exact))]
        assert sorted(fast.colonnes[field].textes) == sorted(exact.colonnes[field].textes)
    for name in ("titres", "separateur", "encodage", "mises_a_part", "anomalies", "courtes", "entete"):
        assert getattr(fast, name) == getattr(exact, name), name
    return True


@settings(max_examples=300, deadline=None)
@given(
    ROWS,
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\n", "\r\n\r\n"]),
)
def test_the_fast_reading_says_what_the_exact_one_says(rows, encoding, newline, end):
    text = newline.join([HEADER, *(";".join(row) for row in rows)]) + end
    data = text.encode(encoding, errors="replace")
    if not _same(data):
        odd = any(len(row) != 7 for row in rows)
        irregular = any(cell in ('l"a', '"', '"a"b', ' "x"', '"Total\nCPTS"') for row in rows for cell in row)
        assert odd or irregular


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_is_read_alike_by_both(name):
    """The fast reading declines one of them, and only that one: nobody's verdict is lost."""
    encoding, text = DIALECTS[name]
    assert _same(text.encode(encoding)) == (encoding != "utf-16")


@pytest.mark.parametrize(
    "lines",
    [
        ['CPTS-WEPP;2026-10;ADH;;;"91"'],
        ['CPTS-WEPP;2026-10;ADH;;;91;"note\nsuite"'],
        ['CPTS-WEPP;2026-10;ADH;;;91;dit "bien"'],
        ['CPTS-WEPP;2026-10;ADH;;;91;"bien" dit'],
        ['CPTS-WEPP;2026-10;ADH;;;91;"', 'CPTS-WEPP;2026-10;ADH;;;"91;'],
    ],
)
def test_what_is_not_plain_is_left_to_the_exact_reading(lines):
    assert _read_plainly("\r\n".join([HEADER, *lines]).encode(), INDICATORS, {}) is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize(
    "lines",
    [
        ['"CPTS-WEPP";"2026-10";"ADH";"";"";"91";"dit ""très bien"" ; été"'],
        ["CPTS-WEPP;2026-10;ADH;;;91;été", "Source : été"],
        ['"CPTS-WEPP";2026-10;"ADH";;;91;"été";;', 'CPTS-BERG;2026-10;"ADH"', 'CPTS-BERG;2026-10;"PAR_RCP";;;4;'],
        ["CPTS-WEPP;2026-10;ADH;;;91;", "CPTS-WEPP;2026-09;ADH;;;91;Ã©tÃ©", "CPTS-BERG;2026-09;ADH;;;91;été"],
        [*["CPTS-WEPP;2026-10;ADH;;;91;"] * 60, 'CPTS-WEPP;2026-09;ADH;;;91;"aprÃ¨s lâ€™Ã©tÃ©"'],
        [
            *["CPTS-WEPP;2026-10;ADH;;;91;"] * 60,
            'CPTS-BERG;2026-09;ADH;;;91;"note\r\nsuite"',
            'CPTS-BERG;2026-10;ADH;;;91;"note\nsuite"',
            "CPTS-BERG;2026-08;ADH;;;12;fin",
        ],
    ],
    ids=["guillemets", "ligne courte", "les deux", "accents abîmés", "abîmés plus loin", "note sur deux lignes"],
)
def test_what_french_excel_writes_is_read_at_once(lines, encoding):
    assert _same("\r\n".join([HEADER.replace("commentaire", "précisions"), *lines, ""]).encode(encoding))


@pytest.mark.parametrize(
    "odd",
    [
        "CPTS-WEPP;2026-10;ADH",
        "CPTS-WEPP;2026-10;ADH;;;91",
        "CPTS-WEPP;2026-10;ADH;;;91;;",
        "Source : été",
        "a;b;c;d;e;f;g;h",
    ],
)
def test_lines_with_other_cells_than_the_header_are_put_back_at_their_place(odd):
    sound = "CPTS-WEPP;2026-10;ADH;;;91;"
    assert _same("\r\n".join([HEADER, sound, odd, sound, odd, "", odd]).encode())


def test_many_lines_with_other_cells_are_left_to_the_exact_reading():
    data = "\n".join([HEADER, *["CPTS-WEPP;2026-10;ADH"] * 1_001]).encode()
    assert _read_plainly(data, INDICATORS, {}) is None


def test_a_line_of_another_encoding_is_never_lost():
    data = "\n".join([HEADER, "CPTS-WEPP;2026-10;ADH;;;91;", "Source : été"]).encode("cp1252")
    assert _same(data)
    assert [a.texte for a in read_cells(data, INDICATORS).mises_a_part] == ["Source : été"]


def test_blank_lines_keep_the_numbering():
    data = "\r\n".join([HEADER, "CPTS-WEPP;2026-10;ADH;;;91;", "", "CPTS-WEPP;2026-09;ADH;;;91;"]).encode()
    assert _same(data)
    assert _read_plainly(data, INDICATORS, {}).lignes.tolist() == [2, 4]


def test_one_encoding_holds_for_the_header_and_the_lines():
    data = HEADER.replace("commentaire", "précisions").encode() + b"\nCPTS-WEPP;2026-10;ADH;;;91;\xe9t\xe9\n"
    assert _same(data)
    far = data.replace(b"\n", b"\nCPTS-WEPP;2026-10;ADH;;;91;\n" * 60, 1)
    assert _read_plainly(far, INDICATORS, {}) is None
    assert read_cells(data, INDICATORS).encodage == "cp1252"


@settings(max_examples=400)
@given(st.lists(st.text(alphabet="0123456789 \u00a0\u202f.,-%xe", max_size=14), max_size=8))
def test_numbers_read_at_once_are_read_alike_one_by_one(texts):
    for text, number in zip(texts, read_plain_numbers(texts).tolist(), strict=True):
        if math.isnan(number):
            assert not (text.isdigit() and len(text) <= 15), "plain digits are read at once"
        else:
            assert read_number(text, Separators()) == ("valeur", number, "", None, None)


def test_plain_and_grouped_digits_are_read_at_once():
    assert read_plain_numbers(["0", "0450", "1 812", " 12\u202f345\u00a0678 ", "999999999999999"]).tolist() == [
        0, 450, 1812, 12345678, 999999999999999,
    ]  # fmt: skip
    assert all(map(math.isnan, read_plain_numbers(["", "18 12", "1,5", "-3", "12 %", "9" * 16, "NS"]).tolist()))
