"""Bytes to text: UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252 or, when every accent says so, one of the
two old encodings that Excel still offers; strictly, never guessed further."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from pipelines.ingest.issues import Issue
from pipelines.ingest.read.other_formats import tell_bytes, unknown
from pipelines.ingest.rules.table import finding

ENCODINGS = ("utf-8-sig", "cp1252")
_FORMATS = {b"PK\x03\x04": "classeur Excel ou archive", b"\xd0\xcf\x11\xe0": "ancien classeur Excel"}
_WEB_PAGE = re.compile(rb"\s*(<!doctype html|<html|<table|<\?xml|<workbook)", re.IGNORECASE)
_JSON = re.compile(rb'\s*[\[{]\s*["{\[]')
_LOST, _WORD = "\ufffd", re.compile(r'[^\s;,|"]{0,40}')
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NO_TEXT = (*_FORMATS, *_UTF_16)  # how the bytes of anything but one-byte text begin
# What UTF-8 bytes look like when read as Windows-1252, for the letters and signs French uses: Â, Ã, Å or â, then the
# characters of one or two continuation bytes. Wider patterns would catch sound French (à followed by « and a space).
_UNDEFINED = "\x81\x8d\x8f\x90\x9d"
_CONTINUATION = "".join(bytes([b]).decode("cp1252", errors="ignore") for b in range(0x80, 0xC0)) + _UNDEFINED
# The same, read as MS-DOS or as Macintosh: their signs for these first bytes are in no French text.
_OTHERS = {"cp850": "├┬┼", "mac_roman": "√≈"}
_AFTER = {name: "".join(bytes([b]).decode(name) for b in range(0x80, 0xC0)) for name in _OTHERS}
_BROKEN = re.compile(
    rf"[ÂÃ][{re.escape(_CONTINUATION)}]|Å[’“¸]|â[€‚][{re.escape(_CONTINUATION)}]|"
    + "|".join(f"[{first}][{re.escape(_AFTER[name])}]" for name, first in _OTHERS.items())
)
# Letters of Windows read as Macintosh: « santÈ », « PÙle », « dÈj‡ »; a capital with an accent follows no small letter.
_READ_AS_MAC = re.compile(r"(?<=[a-z])[ÈËÍÙÁÓÔÒ](?![A-ZÀ-Ý])|(?<=[A-Z])[ÈËÍÙÓÔ](?=[a-z])|(?<=[a-z])‡")


def decode(data: bytes) -> tuple[str, str, list[Issue]]:
    """The text with newlines as ``\\n``, the encoding found, and what there is to say; empty text when unreadable."""
    if not data.strip():
        return "", "", [finding("fichier_vide")]
    for mark, name in _FORMATS.items():
        if data.startswith(mark):
            return "", "", [unknown(name)]
    if (other := tell_bytes(data)) is not None:
        return "", "", [other]
    if _WEB_PAGE.match(data.removeprefix(codecs.BOM_UTF8)):
        return "", "", [unknown("page web ou XML, quel que soit son nom")]
    if _JSON.match(data.removeprefix(codecs.BOM_UTF8)):
        return "", "", [unknown("JSON")]
    about_end: list[Issue] = []
    if data.startswith(_UTF_16):
        encodings: tuple[str, ...] = ("utf-16",)
        if len(data) % 2:
            # A last end of line of one byte, or a file cut within a character.
            data, about_end = data[:-1], [finding("octet_seul")]
    elif (order := _utf_16_unmarked(data)) is not None:
        encodings = (order,)
    elif b"\x00" in data:
        return "", "", [unknown("fichier binaire, il contient des octets nuls")]
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        if encoding == "cp1252" and (old := tell_old_encoding(data)) is not None:
            return _from_old(data, old)
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            bad = error.start
            continue
        if not text.strip("\ufeff\r\n\t "):
            return "", encoding, [finding("fichier_vide")]
        repaired, issues = _repair(unify_newlines(text))
        return repaired, encoding, [*about_end, *issues, *_lost(repaired)]
    lines = data[:bad].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    return "", "", [finding("encodage", ligne=lines)]


def _from_old(data: bytes, encoding: str) -> tuple[str, str, list[Issue]]:
    """The text of a file told to be in an old encoding, and the remark that says so, at the first word that told it."""
    line, word = find_old_letter(data, encoding)
    said = finding("encodage_ancien", ligne=line, valeur=word, detail=OLD_NAMES[encoding])
    return unify_newlines(data.decode(encoding)), encoding, [said]


def _utf_16_unmarked(data: bytes) -> str | None:
    """UTF-16 without its mark, as some databases export: in Latin letters every other byte is null."""
    head = data[:400]
    for offset, order in ((1, "utf-16-le"), (0, "utf-16-be")):
        if (
            len(data) % 2 == 0
            and head[offset::2].count(0) > 0.9 * len(head) / 2
            and head[1 - offset :: 2].count(0) == 0
        ):
            return order
    return None


def unify_newlines(text: str) -> str:
    """The text with every end of line as ``\\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _repair(text: str) -> tuple[str, list[Issue]]:
    """Undo a text read once too often in the wrong encoding (``Ã©`` for ``é``), and say so once."""
    first = find_broken(text)
    repaired = text if first is None else mend(text)
    if first is None or repaired == text:
        return text, []
    return repaired, [say_mended(text.count("\n", 0, first.start()) + 1, first[0])]


def _lost(text: str) -> list[Issue]:
    """The remark on the first letter that was lost before the file came here; nobody can tell which it was."""
    place = text.find(_LOST)
    if place < 0:
        return []
    # The letters before it, backwards: a pattern that began with any letter would try again from each of a long line.
    before, after = _WORD.match(text[max(place - 40, 0) : place][::-1]), _WORD.match(text, place)
    word = (before[0][::-1] if before else "") + (after[0] if after else _LOST)
    return [finding("caracteres_perdus", ligne=text.count("\n", 0, place) + 1, valeur=word)]


def find_broken(text: str) -> re.Match[str] | None:
    """The first accent that was read in the wrong encoding."""
    return None if text.isascii() else _BROKEN.search(text)


def mend(text: str) -> str:
    """The text with such accents as they were meant."""
    return text if text.isascii() else _BROKEN.sub(lambda broken: _undo(broken[0]), text)


def say_mended(line: int, broken: str) -> Issue:
    """The finding that a file had such accents, the first of them at that line."""
    return finding("texte_abime", ligne=line, valeur=broken, detail=_undo(broken))


def misread_as_mac(texts: Iterable[str]) -> Issue | None:
    """The finding on texts of Windows that were read as Macintosh before they came here: which accent is which is then for
    the program that read them to say. None when there are none, or beside sound accents.
    """
    found: dict[str, None] = {}
    for text in texts:
        if text.isascii():
            continue
        if any(letter in text for letter in "éèêàç"):
            return None
        if _READ_AS_MAC.search(text):
            found[text] = None
    if not found:
        return None
    first = next(iter(found))
    meant = first.encode("mac_roman", errors="replace").decode("cp1252", errors="replace")
    return finding("accents_mal_lus", valeur=first, detail=meant)


def _undo(characters: str) -> str:
    for name, first in _OTHERS.items():
        if characters[0] in first:
            try:
                return characters.encode(name).decode("utf-8")
            except UnicodeError:
                return characters
    raw = b"".join(c.encode("cp1252") if c not in _UNDEFINED else c.encode("latin-1") for c in characters)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return characters


# The letters of French, but those whose byte in these encodings is a sign that French uses in Windows-1252.
_SMALL, _CAPITAL = "éèàêçùôîûâïë", "ÉÈÀÊÇ"
_SIGNS_OF_1252 = "€…‰‹›‘’“”•–—"
#: What Excel calls them in its list of formats.
OLD_NAMES = {"mac_roman": "CSV (Macintosh)", "cp850": "CSV (MS-DOS)"}
_ENCODINGS = ("cp1252", *OLD_NAMES)


def _bytes_of(encoding: str, letters: str = _SMALL + _CAPITAL) -> bytes:
    found = (letter.encode(encoding) for letter in letters)
    return b"".join(letter for letter in found if letter not in _SIGNS_OF_1252.encode("cp1252"))


# Bytes that Windows-1252 has for no letter of French: without one of them, a file is Windows-1252.
_TELLING = set(_bytes_of("mac_roman") + _bytes_of("cp850")) - set(_bytes_of("cp1252"))


def _beside(encoding: str) -> re.Pattern[bytes]:
    """An accented letter beside an ASCII letter of its own case, or the space of thousands between two digits."""
    small, capital = (b"[" + re.escape(_bytes_of(encoding, letters)) + b"]" for letters in (_SMALL, _CAPITAL))
    space = re.escape("\u00a0".encode(encoding))
    return re.compile(
        b"(?<=[a-z])" + small + b"|" + small + b"(?=[a-z])|(?<=[A-Z])" + capital + b"|" + capital + b"(?=[A-Z])"
        rb"|(?<=\d)" + space + rb"(?=\d{3})"
    )


_SIGNS = {encoding: _beside(encoding) for encoding in _ENCODINGS}


def tell_old_encoding(data: bytes) -> str | None:
    """``mac_roman`` or ``cp850`` when these bytes, which are not UTF-8, are French in it rather than in Windows-1252."""
    if not any(byte in data for byte in _TELLING):
        return None
    counts = {encoding: len(sign.findall(data)) for encoding, sign in _SIGNS.items()}
    best = max(_ENCODINGS, key=lambda encoding: counts[encoding])
    return None if counts[best] == counts["cp1252"] else best


def find_old_letter(data: bytes, encoding: str) -> tuple[int, str]:
    """The line, from 1, and the text of the first sign by which that encoding was told: two letters or so around it."""
    sign = _SIGNS[encoding].search(data)
    if sign is None:
        return 1, ""
    before = data[: sign.start()].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    word = re.compile(rb"[^\s;,\t|\"]*").match(data, sign.start())
    start = max(data.rfind(edge, 0, sign.start()) for edge in (b";", b",", b"\t", b'"', b"\n", b"\r", b" ")) + 1
    return before.count(b"\n") + 1, data[start : word.end() if word else sign.end()].decode(encoding)
