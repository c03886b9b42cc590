"""Cuts a plain file into coded columns at the speed of Arrow; whatever is not plain is left to ``body``, which is exact.

Plain: UTF-8 or Windows-1252, quotes around whole cells only, as many cells as the header on all lines but a few. The bytes
are cut before they are decoded (separators and newlines are ASCII in both encodings), so that each distinct text is decoded
once.
"""

from __future__ import annotations

import codecs
import csv

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from pipelines.ingest.column import Column
from pipelines.ingest.header.title_line import SEARCHED_LINES, Header
from pipelines.ingest.issues import Issue
from pipelines.ingest.read.body import Body, fit_to_header, last_number
from pipelines.ingest.read.decode import ENCODINGS, NO_TEXT, find_broken, unify_newlines

# Lines with more or fewer cells than the header that are worth putting back one by one: a source, a few cut lines.
ODD_LINES = 1_000
_BLOCK = 16 << 20
_HEAD = 1 << 20
_CODED = pa.dictionary(pa.int32(), pa.binary())


def read_plain_head(data: bytes) -> tuple[bytes, str] | None:
    """The first lines, as bytes and as text; None when the file is certainly not plain."""
    if b"\x00" in data or data.startswith(NO_TEXT):
        return None
    lines = data[:_HEAD].splitlines(keepends=True)
    head = b"".join(lines[:SEARCHED_LINES])
    if not head.strip() or (len(lines) <= SEARCHED_LINES and len(head) < len(data)):
        return None
    for encoding in ENCODINGS:
        try:
            return head, unify_newlines(head.decode(encoding))
        except UnicodeDecodeError:
            continue
    return None


def read_plain(data: bytes, head: tuple[bytes, str], separator: str, header: Header) -> tuple[Body, str] | None:
    """What stands under the header, and the encoding of the file; None when the file is not plain after all."""
    whole = whole_lines(data, separator)
    if whole is None or whole < len(head[0]):
        return None
    quotes = (b'"' in data, whole < len(data))
    # As they are first, from several threads; then line after line, so that the few odd ones are handed over.
    for odd_lines in (False, True):
        source = _utf8(data) if odd_lines else (data, None)
        cut = source and _cut(source[0], separator, header, quotes=quotes, odd_lines=odd_lines)
        if source and cut:
            return _body(cut, head, separator, header, stored_as=source[1])
    return None


def _body(
    cut: tuple[pa.Table, dict[int, str]],
    head: tuple[bytes, str],
    separator: str,
    header: Header,
    *,
    stored_as: str | None,
) -> tuple[Body, str] | None:
    table, odd = cut
    chunked = table.unify_dictionaries().columns
    decoded = _decoded(head, [column.chunk(0).dictionary for column in chunked], stored_as)
    if decoded is None or any(find_broken(text) for text in odd.values()):
        return None
    texts, encoding = decoded
    codes = [np.concatenate([chunk.indices.to_numpy() for chunk in column.chunks]) for column in chunked]
    first = header.row + 2
    lines = np.arange(first, first + table.num_rows + len(odd), dtype=np.int32)
    columns = {
        i: Column(c, t).rewritten(unify_newlines, needed=lambda text: "\r" in text)
        for i, (c, t) in enumerate(zip(codes, texts, strict=True))
    }
    if not odd:
        return Body(lines, columns, []), encoding
    rows = {number: next(csv.reader([text], delimiter=separator), [""]) for number, text in odd.items()}
    return _with_odd_lines(lines, columns, rows, header), encoding


def _cut(
    data: bytes, separator: str, header: Header, *, quotes: tuple[bool, bool], odd_lines: bool
) -> tuple[pa.Table, dict[int, str]] | None:
    """The lines that have as many cells as the header; with ``odd_lines``, the others too, by their number.

    ``quotes``: whether there are any, and whether some hold an end of line. None when a line has not as many, or when
    more than ODD_LINES have not.
    """
    names = [str(position) for position in range(len(header.titles))]
    blank = len(data[-_BLOCK:]) - len(data[-_BLOCK:].rstrip(b"\r\n"))
    lines = pa.py_buffer(data).slice(0, len(data) - blank)
    odd: dict[int, str] = {}

    def keep_odd(row: pa.csv.InvalidRow) -> str:
        if row.number is None or len(odd) == ODD_LINES:
            return "error"
        odd[row.number] = row.text
        return "skip"

    try:
        table = pa.csv.read_csv(
            lines,
            read_options=pa.csv.ReadOptions(
                # Lines are numbered only when they are read one after the other.
                column_names=names,
                skip_rows=header.row + 1,
                block_size=_BLOCK,
                use_threads=not odd_lines,
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=separator,
                quote_char='"' if quotes[0] else False,
                newlines_in_values=quotes[1],
                ignore_empty_lines=False,
                invalid_row_handler=keep_odd if odd_lines else None,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, _CODED), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return (table, odd) if table.num_rows else None


def _utf8(data: bytes) -> tuple[bytes, str] | None:
    """The bytes as UTF-8, as Arrow hands odd lines over, and the encoding they had; None when they have none."""
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (data if encoding == ENCODINGS[0] else text.encode()), encoding
    return None


def _with_odd_lines(
    lines: NDArray[np.int32], columns: dict[int, Column], rows: dict[int, list[str]], header: Header
) -> Body:
    """The same with the lines that were cut apart, put back at their place: completed, or refused."""
    even = ~np.isin(lines, list(rows))
    fits = {number: fit_to_header(row, number, header) for number, row in rows.items()}
    faults = [cells for cells in fits.values() if isinstance(cells, Issue)]
    cells_of = {number: cells for number, cells in fits.items() if not isinstance(cells, Issue)}
    kept = even | np.isin(lines, list(cells_of))
    put_back = np.flatnonzero(~even & kept)
    whole: dict[int, Column] = {}
    for position, column in columns.items():
        ranks = {text: rank for rank, text in enumerate(column.textes)}
        codes = np.empty(len(lines), dtype=np.int32)
        codes[even] = column.codes
        for place in put_back.tolist():
            codes[place] = ranks.setdefault(cells_of[int(lines[place])][position], len(ranks))
        whole[position] = Column(codes[kept], list(ranks))
    last = last_number(header)
    short = frozenset(number for number in cells_of if len(rows[number]) <= last)
    return Body(lines[kept], whole, faults, short)


def _decoded(
    head: tuple[bytes, str], columns: list[pa.Array], stored_as: str | None
) -> tuple[list[list[str]], str] | None:
    """The texts of every column in the one encoding of the file; None when there is none.

    ``stored_as``: that encoding, when it is known and the columns are UTF-8 already.
    """
    for encoding in ENCODINGS if stored_as is None else (stored_as,):
        try:
            first_lines = unify_newlines(head[0].decode(encoding))
            texts = [_texts(column, ENCODINGS[0] if stored_as else encoding) for column in columns]
        except (pa.ArrowInvalid, UnicodeDecodeError):
            continue
        return (texts, encoding) if first_lines == head[1] else None
    return None


def _texts(column: pa.Array, encoding: str) -> list[str]:
    if encoding == ENCODINGS[0]:
        texts: list[str] = column.cast(pa.string()).to_numpy(zero_copy_only=False).tolist()
        return texts
    return [text.decode(encoding) for text in column.to_numpy(zero_copy_only=False).tolist()]


_QUOTE, _ENDS = ord('"'), (ord("\n"), ord("\r"))


def whole_lines(data: bytes, separator: str) -> int | None:
    """How many bytes come before the first cell that holds an end of line, all of them when none does.

    None when quotes are not all around whole cells, doubled inside. Taken by turns a quote opens, then closes: one that opens stands after a separator, an end of line, or (the second of
    a doubled one) right after the one before; one that closes, the same on its other side.
    """
    raw = np.frombuffer(data, dtype=np.uint8)
    places = np.flatnonzero(raw == _QUOTE)
    if not len(places):
        return len(data)
    if len(places) % 2:
        return None
    opening, closing = places[::2], places[1::2]
    breaks = np.flatnonzero((raw == _ENDS[0]) | (raw == _ENDS[1]))
    across = np.searchsorted(breaks, opening) != np.searchsorted(breaks, closing)
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    edges = np.zeros(256, dtype=bool)
    edges[[ord(separator), *_ENDS]] = True
    after_edge = edges[raw[np.maximum(opening - 1, 0)]] | (opening == start)
    before_edge = edges[raw[np.minimum(closing + 1, len(raw) - 1)]] | (closing == len(raw) - 1)
    doubled = opening[1:] == closing[:-1] + 1
    after_edge[1:] |= doubled
    before_edge[:-1] |= doubled
    if not (after_edge.all() and before_edge.all()):
        return None
    return int(opening[np.argmax(across)]) if across.any() else len(data)
