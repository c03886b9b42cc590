"""Ways to spoil a file: bytes, words, lines, cells; and in a workbook, one of its parts, its tags and its numbers."""

import io
import random
import re
import struct
import zipfile

#: What breaks readers: ends, marks, numbers too long, dates that are none, words of formats.
WORDS = (
    b";", b",", b"\t", b"|", b'"', b'""', b"'", b"\n", b"\r\n", b"\r", b"\x00", b"\x1a", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff",
    b"\xc3", b"\xc3\xa9", b"\xe9", b"\xef\xbf\xbd", b"\xe2\x80\xae", b"\xc2\xa0", b" " * 50, b"(" * 50, b"1" * 400, b"9" * 5_000, b"a" * 140_000,
    b"1e999", b"-1e-999", b"NaN", b"inf", b"-0", b"1.234", b"1,234,567", b"0,5", b"50 %", b"%", b"\xe2\x82\xac", b"< 11", b"1 \xc3\xa0 10", b"10-oct",
    b"2025-13", b"0000-00", b"99999999", b"45717", b"mars", b"03/2025", b"2025-02-30", b"31/12/9999", b"du 01/03/2025 au 31/03/2025",
    b"NS", b"ND", b"#N/A", b"#DIV/0!", b"=1+1", b"@SUM(1)", b"Total", b"Source :", b"CPTS-WEPP", b"PRE_SEIN", b"id_cpts", b"mois", b"valeur", b"Hommes",
    b"<?xml", b"{", b"[[", b"PK\x03\x04", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
TAGS = (
    b"<c>", b"</c>", b'<c t="e">', b'<c r="XFD1048576"><v>1</v></c>', b"<c r='A9999999999'>", b'<row r="1048576">', b"</row>", b"<v>1</v>", b"<v/>", b"<f>",
    b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="B9:A1"/>', b"<!DOCTYPE a>", b"<!--", b"]]>", b"<![CDATA[", b"&amp;", b"&a;", b"&#0;", b"&#55296;",
    b' t="s"', b' t="b"', b' t="d"', b' s="999999"', b' hidden="1"', b' r="0"', b' r=""', b"<table:table-cell/>", b"<text:p>", b"</text:p>",
    b' table:number-columns-repeated="99999"', b' table:number-rows-repeated="-5"', b' office:value-type="date"', b' office:value="1e999"',
)  # fmt: skip
NUMBERS = (b"0", b"-1", b"1", b"65536", b"1048577", b"4294967296", b"9" * 30, b"9" * 5_000, b"1e308", b"", b"x")
_NUMBER = re.compile(rb"\d+")


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The file spoilt in one to five ways."""
    if data.startswith(b"PK") and chance.random() < 0.85:
        return _spoilt_archive(data, chance)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _repeated(_spoilt_binary, data, chance)
    return _repeated(_spoilt_text, data, chance)


def _repeated(way, data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        data = way(data, chance)
    return data


def _spoilt_text(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    way = chance.randrange(9)
    if way == 0:  # a word at a place
        return data[:start] + chance.choice(WORDS) + data[start:]
    if way == 1:  # a cell replaced
        cells = [*re.finditer(rb"[^;,\t|\r\n]*", data)]
        cell = chance.choice(cells)
        return data[: cell.start()] + chance.choice(WORDS) + data[cell.end() :]
    if way == 2:  # some bytes changed
        return _spoilt_binary(data, chance)
    if way == 3:  # a part gone
        return data[:start] + data[min(end, start + 200) :]
    if way == 4:  # the end gone
        return data[:start]
    if way == 5:  # a part again and again
        return data[:start] + data[start : min(end, start + 300)] * chance.choice((2, 10, 300)) + data[end:]
    lines = data.splitlines(keepends=True) or [b""]
    rank = chance.randrange(len(lines))
    if way == 6:  # a line elsewhere
        line = lines.pop(rank)
        lines.insert(chance.randrange(len(lines) + 1), line)
    elif way == 7:  # another separator, on one line or on all
        mark, other = chance.sample((b";", b",", b"\t", b"|", b" "), 2)
        lines = [line.replace(mark, other) if chance.random() < 0.5 else line for line in lines]
    else:  # other ends of line
        lines = [line.rstrip(b"\r\n") + chance.choice((b"\n", b"\r\n", b"\r", b"")) for line in lines]
    return b"".join(lines)


def _spoilt_binary(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data or b"\x00")
    for _ in range(chance.choice((1, 2, 8, 40))):
        place = chance.randrange(len(changed))
        if chance.random() < 0.3 and place + 4 <= len(changed):
            changed[place : place + 4] = struct.pack("<I", chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
        else:
            changed[place] = chance.randrange(256)
    return bytes(changed)


def _spoilt_part(data: bytes, chance: random.Random) -> bytes:
    way = chance.randrange(6)
    if way == 0 and (numbers := [*_NUMBER.finditer(data)]):
        number = chance.choice(numbers)
        return data[: number.start()] + chance.choice(NUMBERS) + data[number.end() :]
    tags = [*re.finditer(rb"<[^<>]*>", data)]
    if way in (1, 2) and tags:
        tag = chance.choice(tags)
        place = chance.choice((tag.start(), tag.end(), tag.end() - 1))
        return data[:place] + chance.choice(TAGS) + data[place:]
    if way == 3 and tags:
        tag = chance.choice(tags)
        return data[: tag.start()] + data[tag.end() :]
    if way == 4:
        return data.replace(b'"', b"'") if chance.random() < 0.5 else _spoilt_binary(data, chance)
    return _spoilt_text(data, chance)


def _spoilt_archive(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        parts = source.infolist()
        told = [part for part in parts if re.search(r"sheet|content|styles|shared|workbook", part.filename)]
        chosen = chance.choice(told if chance.random() < 0.9 else parts).filename
        for part in parts:
            raw = source.read(part)
            if part.filename == chosen:
                if chance.random() < 0.03:
                    continue
                raw = _repeated(_spoilt_part, raw, chance)
            target.writestr(part.filename, raw)
    return out.getvalue()
