"""What a reading or a transaction may do: run SQL, get frames with types that do not depend on the rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa

Value = str | int | float | bool | date | datetime | list[str] | dict[str, "Value"] | None
_PARAMETER = re.compile(r"\$(\w+)")

# Rows DuckDB stores together. Handed over in such pieces, a long table is read by several threads instead of one.
_ROW_GROUP = 122_880


class Connection(Protocol):
    """The part of a database connection a cursor needs."""

    def execute(self, query: Any, parameters: object = None) -> Any: ...

    def sql(self, query: Any, *, params: object = None) -> Any: ...

    def register(self, view_name: str, python_object: object) -> Any: ...


class Cursor:
    """One cursor on the catalog, for one thread and one ``with`` block; SQL names tables without the catalog."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Mapping[str, Value] | None = None) -> None:
        """Run one statement; of ``parameters``, only the ``$names`` the statement uses are bound."""
        self._run(sql, parameters)

    def rows(self, sql: str, parameters: Mapping[str, Value] | None = None) -> list[tuple[Any, ...]]:
        """The rows as tuples, for small answers."""
        answer: list[tuple[Any, ...]] = self._run(sql, parameters).fetchall()
        return answer

    def frame(self, sql: str, parameters: Mapping[str, Value] | None = None, *, coded: bool = False) -> pd.DataFrame:
        """The rows as a frame, through Arrow.

        The types do not depend on the rows: integers are ``Int64`` and booleans ``boolean`` (both with NA), numbers
        ``float64`` with NaN, texts ``str``, dates and timestamps ``datetime64[us]``. ``coded``: texts are categories, for
        answers of a million rows that say the same few words.
        """
        table = self._connection.sql(sql, params=_used(sql, parameters)).to_arrow_table()
        return to_pandas(_coded(table) if coded else table)

    def register(self, name: str, frame: pd.DataFrame) -> None:
        """Make ``frame`` readable under ``name`` by the statements of this cursor."""
        table = pa.Table.from_pandas(frame, preserve_index=False)
        self._connection.register(name, pa.Table.from_batches(table.to_batches(max_chunksize=_ROW_GROUP), table.schema))

    def _run(self, sql: str, parameters: Mapping[str, Value] | None) -> Any:
        return self._connection.execute(sql, _used(sql, parameters))


def _used(sql: str, parameters: Mapping[str, Value] | None) -> dict[str, Value] | None:
    if parameters is None:
        return None
    names = set(_PARAMETER.findall(sql))
    return {name: value for name, value in parameters.items() if name in names}


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame with the types promised by :meth:`Cursor.frame`."""
    fields = [
        pa.field(f.name, pa.timestamp("us") if pa.types.is_date(f.type) or pa.types.is_timestamp(f.type) else f.type)
        for f in table.schema
    ]
    frame: pd.DataFrame = table.cast(pa.schema(fields)).to_pandas(types_mapper=_pandas_type)
    return frame


def _coded(table: pa.Table) -> pa.Table:
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_null(field.type):
            table = table.set_column(place, field.name, table.column(place).cast(pa.string()).dictionary_encode())
    return table


def _pandas_type(kind: pa.DataType) -> Any:
    if pa.types.is_integer(kind):
        return pd.Int64Dtype()
    if pa.types.is_boolean(kind):
        return pd.BooleanDtype()
    if pa.types.is_string(kind) or pa.types.is_null(kind):
        return pd.StringDtype(na_value=float("nan"))
    return None
