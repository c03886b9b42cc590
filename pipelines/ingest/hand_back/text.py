"""A CSV handed back: the very bytes received, and one column more. Nothing else moves: encoding, separator, line ends.

But a cell that a spreadsheet would run as a formula stands behind an apostrophe, which our reader takes away again.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping

from pipelines.catalogue import Indicateur
from pipelines.inert import inert
from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.hand_back.notes import TITRE, Notes, note_column, write_notes
from pipelines.ingest.header.title_line import SEARCHED_LINES, count_fields, read_header
from pipelines.ingest.read.decode import unify_newlines
from pipelines.ingest.read.wrapped_lines import unwrap

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def annotate_text(data: bytes, verdict: Verdict, indicators: Mapping[str, Indicateur], *, refused_only: bool) -> bytes:
    """The file with the column « constats » added at its end; ``refused_only``: what stands above the data, and the
    refused lines.

    ``verdict`` must be that of these bytes, with an encoding. A record of several lines (a quoted line break) is one
    line, as in a spreadsheet. Lines that stop early are completed so that the column is the same for all.
    """
    mark, codec = _codec(data, verdict.encodage)
    body = data[len(mark) :].removesuffix(b"\x1a")
    if codec.startswith("utf-16"):
        body = body[: len(body) // 2 * 2]  # half a character at the end is left aside by the reader too
    text = body.decode(codec)
    if any(issue.regle == "lignes_entre_guillemets" for issue in verdict.anomalies):
        text, _ = unwrap(unify_newlines(text))
    separator = verdict.separateur or ";"
    said = write_notes(verdict, moved=refused_only)
    header = verdict.entete or 1
    out = io.StringIO()
    broken = min((i.ligne for i in verdict.anomalies if i.regle == "guillemet" and i.ligne), default=None)
    rows = list(_records(text, separator, broken))
    titles = rows[header - 1][1] if len(rows) >= header else []
    cut = note_column(titles)
    width = len(titles) if cut is None else cut
    read, _ = read_header([cells for _, cells in rows[:SEARCHED_LINES]], indicators)
    head = range(header if read is None else min(read.first + 1, header), header + 1)
    titled = max(head, key=lambda n: (count_fields(rows[n - 1][1]), -n)) if len(rows) >= header else header
    for number, (raw, cells) in enumerate(rows, start=1):
        if refused_only and number > header and number not in said.refusees:
            continue
        out.write(_with_note(raw, cells, separator, width, cut, _note(number, head, titled, said)))
    return mark + _encodable(out.getvalue(), codec).encode(codec, errors="replace")


def _note(number: int, head: range, titled: int, said: Notes) -> list[str] | None:
    """The cells to add to a line; None for a line above those of the header (``head``), left as it is.

    Of a header on several lines, only the one that names the columns (``titled``) takes the new title.
    """
    if number in head:
        return ([TITRE, said.fichier] if said.fichier else [TITRE]) if number == titled else [""]
    return None if number < head.start else [said.lignes.get(number, "")]


def _with_note(raw: str, cells: list[str], separator: str, width: int, cut: int | None, added: list[str] | None) -> str:
    body = raw.rstrip("\r\n")
    end = raw[len(body) :]
    if added is None or (not body and added == [""]):
        return raw
    if cut is not None and len(cells) > cut:
        cells = cells[:cut]
        body = separator.join(_quoted(cell, separator) for cell in cells) if '"' in body else separator.join(cells)
    if any(inert(cell) != cell for cell in cells):
        body = separator.join(_quoted(inert(cell), separator) for cell in cells)
    present = len(cells) if body else 1
    padding = separator * max(width - present, 0)
    return body + padding + separator + separator.join(_quoted(cell, separator) for cell in added) + end


def _records(text: str, separator: str, broken: int | None) -> Iterator[tuple[str, list[str]]]:
    """Each record as received, with its end of line, and its cells; numbered as the reader numbers them.

    ``broken``: the record whose quote is never closed; from there on, each line stands for itself.
    """
    lines = list(io.StringIO(text, newline=""))
    if '"' not in text:
        for line in lines:
            body = line.rstrip("\r\n")
            yield line, body.split(separator) if body else []
        return
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader((line.rstrip("\r\n") + "\n" for line in lines), delimiter=separator)
    start = 0
    for number, cells in enumerate(reader, start=1):
        if number == broken:
            break
        yield "".join(lines[start : reader.line_num]), cells
        start = reader.line_num
    for line in lines[start:]:
        yield line, line.rstrip("\r\n").split(separator)


def _codec(data: bytes, encoding: str) -> tuple[bytes, str]:
    """The mark at the head of the file, if any, and the codec of what follows it."""
    for mark, codec in _BOMS:
        if data.startswith(mark) and codec.startswith(encoding[:5]):  # a mark may be lied about by what follows
            return mark, codec
    return b"", "utf-8" if encoding == "utf-8-sig" else encoding


def _encodable(text: str, codec: str) -> str:
    """Our own words with spaces that the encoding of the file has; those of the file are encodable by nature."""
    return text if codec.startswith("utf") else text.replace("\u202f", "\u00a0")


def _quoted(cell: str, separator: str) -> str:
    if separator in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
