"""Rows as frames and frames as rows, through Arrow, with types that do not depend on the rows.

Apart from the cursor, which needs neither pandas nor Arrow for plain rows: together they take longer to import than
`cpts status` to answer.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa

# Rows DuckDB stores together. Handed over in such pieces, a long table is read by several threads instead of one.
_ROW_GROUP = 122_880


def to_pandas(table: pa.Table, *, coded: bool = False) -> pd.DataFrame:
    """An Arrow table as a frame with the types promised by ``Cursor.frame``; ``coded``: texts are categories."""
    if coded:
        table = _coded(table)
    fields = [
        pa.field(f.name, pa.timestamp("us") if pa.types.is_date(f.type) or pa.types.is_timestamp(f.type) else f.type)
        for f in table.schema
    ]
    frame: pd.DataFrame = table.cast(pa.schema(fields)).to_pandas(types_mapper=_pandas_type)
    return frame


def to_arrow(frame: pd.DataFrame) -> pa.Table:
    """A frame as an Arrow table in pieces of which DuckDB reads several at a time; its index is left out."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return pa.Table.from_batches(table.to_batches(max_chunksize=_ROW_GROUP), table.schema)


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
