"""Cuts a plain file into coded columns at the speed of Arrow; whatever is not plain is left to ``body``, which is exact.

Plain: UTF-8 or Windows-1252, no quote, the same number of cells on every line. The bytes are cut before they are
decoded (separators and newlines are ASCII in both encodings), so that each distinct text is decoded once.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.csv

from pipelines.ingest.body import Body
from pipelines.ingest.columns import Column
from pipelines.ingest.decode import ENCODINGS, NO_TEXT, intact, same_newlines
from pipelines.ingest.header import SEARCHED_LINES, Header

_BLOCK = 16 << 20
_HEAD = 1 << 20
_CODED = pa.dictionary(pa.int32(), pa.binary())


def plain_head(data: bytes) -> tuple[bytes, str] | None:
    """The first lines, as bytes and as text; None when the file is certainly not plain."""
    if b'"' in data or b"\x00" in data or data.startswith(NO_TEXT):
        return None
    lines = data[:_HEAD].splitlines(keepends=True)
    head = b"".join(lines[:SEARCHED_LINES])
    if not head.strip() or (len(lines) <= SEARCHED_LINES and len(head) < len(data)):
        return None
    for encoding in ENCODINGS:
        try:
            return head, same_newlines(head.decode(encoding))
        except UnicodeDecodeError:
            continue
    return None


def read_plain(data: bytes, head: tuple[bytes, str], separator: str, header: Header) -> tuple[Body, str] | None:
    """What stands under the header, and the encoding of the file; None when the file is not plain after all."""
    names = [str(position) for position in range(len(header.titles))]
    blank = len(data[-_BLOCK:]) - len(data[-_BLOCK:].rstrip(b"\r\n"))
    try:
        table = pa.csv.read_csv(
            pa.py_buffer(data).slice(0, len(data) - blank),
            read_options=pa.csv.ReadOptions(column_names=names, skip_rows=header.row + 1, block_size=_BLOCK),
            parse_options=pa.csv.ParseOptions(delimiter=separator, quote_char=False, ignore_empty_lines=False),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, _CODED), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:  # no line at all, or one with other cells than the header: the exact reading says which
        return None
    chunked = table.unify_dictionaries().columns
    decoded = _decoded(head, [column.chunk(0).dictionary for column in chunked])
    if decoded is None:
        return None
    codes = [np.concatenate([chunk.indices.to_numpy() for chunk in column.chunks]) for column in chunked]
    first = header.row + 2
    lines = np.arange(first, first + table.num_rows, dtype=np.int32)
    columns = {i: Column(c, texts) for i, (c, texts) in enumerate(zip(codes, decoded[0], strict=True))}
    return Body(lines, columns, []), decoded[1]


def _decoded(head: tuple[bytes, str], columns: list[pa.Array]) -> tuple[list[list[str]], str] | None:
    """The texts of every column in the one encoding of the file; None when there is none, or broken accents to repair."""
    for encoding in ENCODINGS:
        try:
            first_lines = same_newlines(head[0].decode(encoding))
            texts = [_texts(column, encoding) for column in columns]
        except (pa.ArrowInvalid, UnicodeDecodeError):
            continue
        sound = first_lines == head[1] and intact(first_lines) and all(intact("\n".join(column)) for column in texts)
        return (texts, encoding) if sound else None
    return None


def _texts(column: pa.Array, encoding: str) -> list[str]:
    if encoding == ENCODINGS[0]:
        texts: list[str] = column.cast(pa.string()).to_numpy(zero_copy_only=False).tolist()
        return texts
    return [text.decode(encoding) for text in column.to_numpy(zero_copy_only=False).tolist()]
