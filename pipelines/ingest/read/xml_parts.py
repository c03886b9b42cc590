"""Goes through a part of a workbook once, tag after tag, and keeps nothing of it: what it holds is known before it is unfolded.

A real reader of XML: an attribute may stand in either quotes, a tag under any prefix. A part that declares a document type or
entities is not read: no spreadsheet writes any, and they can unfold endlessly.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from xml.parsers import expat

_AT_ONCE = 1 << 16
#: Tags for each folded byte, in a part that unfolds to more than so many bytes: a million identical cells have twenty.
TAGS_MAX, TAGS_FROM = 35, 20_000_000
Begin = Callable[[str, dict[str, str]], None]


class UnsafePart(ValueError):
    """A part of the workbook declares entities: it is not read."""


class BrokenPart(ValueError):
    """A part of the workbook is not XML."""


class CrowdedPart(ValueError):
    """A part holds more tags than any sheet that folds to its weight."""


def walk(archive: zipfile.ZipFile, part: str, begin: Begin) -> None:
    """Tell ``begin`` each tag that opens: its name after its namespace and a space, its attributes.

    Raises UnsafePart, BrokenPart, CrowdedPart, KeyError when there is no such part.
    """
    walk_with(archive, part, lambda parser: setattr(parser, "StartElementHandler", begin))


def walk_with(archive: zipfile.ZipFile, part: str, prepare: Callable[[expat.XMLParserType], None]) -> None:
    """The same with a parser that ``prepare`` gives its handlers, which may change them on the way."""
    told = archive.getinfo(part)
    if told.file_size > TAGS_FROM:
        with archive.open(part) as stream:
            tags = sum(raw.count(b"<") for raw in iter(lambda: stream.read(_AT_ONCE), b""))
        if tags > TAGS_MAX * told.compress_size:
            raise CrowdedPart(part)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    prepare(parser)
    with archive.open(part) as stream:
        raw = stream.read(_AT_ONCE)
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:4]:
            raise UnsafePart  # UTF-16: the reader of values would see something else
        try:
            while raw:
                parser.Parse(raw)
                raw = stream.read(_AT_ONCE)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, UnicodeError) as error:  # an encoding that nobody knows is one too
            raise BrokenPart(part) from error


def local(name: str) -> str:
    """The name of a tag or an attribute without its namespace."""
    return name.rpartition(" ")[2]


def _refuse(*_: object) -> None:
    raise UnsafePart
