"""Constants written in a statement come back as they were given, whatever somebody put in them."""

import string
from datetime import date, datetime

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.store.cursor import Cursor, constant

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False),
    TEXTS,
    DAYS,
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
    st.lists(TEXTS),
)
NAMES = st.text(string.ascii_letters + "_'éà ", min_size=1)


@given(VALUES | st.dictionaries(NAMES, VALUES, min_size=1).filter(lambda d: len({k.lower() for k in d}) == len(d)))
@example("'); DROP TABLE t; --")
@example("\\'")
@example("$valeur")
@example({"portee": None, "fournisseurs": [], "jour": date(2026, 11, 20)})
def test_a_value_comes_back_as_it_was_given(value):
    with duckdb.connect() as connection:
        found = Cursor(connection).record("SELECT $valeur AS valeur, 1 AS un", {"valeur": value, "autre": "'"})
    assert found == {"valeur": value, "un": 1}
    assert type(found["valeur"]) is type(value)


def test_a_text_cut_by_nul_is_refused_rather_than_read_in_part():
    with duckdb.connect() as connection, pytest.raises(duckdb.Error):
        connection.execute("SELECT " + constant("a\0' OR true"))


def test_a_parameter_that_was_not_given_is_said():
    with duckdb.connect() as connection, pytest.raises(KeyError):
        Cursor(connection).record("SELECT $valeur", {})
