"""Tells the two old encodings that Excel still offers, « CSV (Macintosh) » and « CSV (MS-DOS) », from Windows-1252.

All three give a text to any bytes, or nearly; what tells them apart is where accented letters fall: beside ASCII letters
there stand é, è, à and the like, never a ‚ or a Ž. The encoding with most such letters is the one; Windows-1252 when
nothing says otherwise. Guessers that weigh whole languages guess wrong on short tables.
"""

from __future__ import annotations

import re

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


def old_encoding(data: bytes) -> str | None:
    """``mac_roman`` or ``cp850`` when these bytes, which are not UTF-8, are French in it rather than in Windows-1252."""
    if not any(byte in data for byte in _TELLING):
        return None
    counts = {encoding: len(sign.findall(data)) for encoding, sign in _SIGNS.items()}
    best = max(_ENCODINGS, key=lambda encoding: counts[encoding])
    return None if counts[best] == counts["cp1252"] else best


def first_old_letter(data: bytes, encoding: str) -> tuple[int, str]:
    """The line, from 1, and the text of the first sign by which that encoding was told: two letters or so around it."""
    sign = _SIGNS[encoding].search(data)
    if sign is None:
        return 1, ""
    before = data[: sign.start()].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    word = re.compile(rb"[^\s;,\t|\"]*").match(data, sign.start())
    start = max(data.rfind(edge, 0, sign.start()) for edge in (b";", b",", b"\t", b'"', b"\n", b"\r", b" ")) + 1
    return before.count(b"\n") + 1, data[start : word.end() if word else sign.end()].decode(encoding)
