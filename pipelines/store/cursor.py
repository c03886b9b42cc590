"""What a reading or a transaction may do: run SQL, get frames with types that do not depend on the rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pandas as pd

Value = str | int | float | bool | date | datetime | list[str] | dict[str, "Value"] | None
_PARAMETER = re.compile(r"\$(\w+)")


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

    def record(self, sql: str, parameters: Mapping[str, Value] | None = None) -> dict[str, Any]:
        """The one row of a summary, by column: plain values, None where there is none.

        ``parameters`` are written in the statement as constants: to bind the first one DuckDB imports pandas, whatever its
        type, which alone takes longer than a short command.
        """
        given = parameters or {}
        done = self._run(_PARAMETER.sub(lambda name: constant(given[name[1]]), sql), None)
        names = [str(column[0]) for column in done.description]
        return dict(zip(names, done.fetchone(), strict=True))

    def frame(self, sql: str, parameters: Mapping[str, Value] | None = None, *, coded: bool = False) -> pd.DataFrame:
        """The rows as a frame, through Arrow.

        The types do not depend on the rows: integers are ``Int64`` and booleans ``boolean`` (both with NA), numbers
        ``float64`` with NaN, texts ``str``, dates and timestamps ``datetime64[us]``. ``coded``: texts are categories, for
        answers of a million rows that say the same few words.
        """
        from pipelines.store.frames import to_pandas  # when a frame is wanted: see there

        return to_pandas(self._connection.sql(sql, params=_used(sql, parameters)).to_arrow_table(), coded=coded)

    def register(self, name: str, frame: pd.DataFrame) -> None:
        """Make ``frame`` readable under ``name`` by the statements of this cursor."""
        from pipelines.store.frames import to_arrow  # when a frame is at hand: see there

        self._connection.register(name, to_arrow(frame))

    def _run(self, sql: str, parameters: Mapping[str, Value] | None) -> Any:
        return self._connection.execute(sql, _used(sql, parameters))


def constant(value: Value) -> str:
    """A value as SQL writes it. In DuckDB nothing but the quote ends a text, and two of them are one."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return f"'{value!r}'::DOUBLE"
        case datetime():
            return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case list():
            return "[" + ", ".join(map(constant, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{constant(key)}: {constant(part)}" for key, part in value.items()) + "}"


def _used(sql: str, parameters: Mapping[str, Value] | None) -> dict[str, Value] | None:
    if parameters is None:
        return None
    names = set(_PARAMETER.findall(sql))
    return {name: value for name, value in parameters.items() if name in names}
