"""An old workbook (Excel 97), record by record: old health software still exports them."""

import struct


class Error:
    """A cell in error, by its code: 0x2A is #N/A, 0x07 #DIV/0!."""

    def __init__(self, code: int) -> None:
        self.code = code


def xls(rows, *, formats=None, hidden=(), since_1904=False) -> bytes:
    """A workbook of Excel 97 (BIFF8), written by hand: no library of ours does. Source: [MS-XLS], [MS-CFB].

    ``formats``: the number format of some cells, by (row, column) from 0; ``hidden``: rows.
    """
    formats = formats or {}
    codes = list(dict.fromkeys(formats.values()))
    record = lambda kind, body: struct.pack("<HH", kind, len(body)) + body  # noqa: E731
    begin = lambda kind: record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))  # noqa: E731
    cells = b""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            style = 1 + codes.index(formats[r, c]) if (r, c) in formats else 0
            if isinstance(value, str):
                cells += record(0x204, struct.pack("<HHHHB", r, c, style, len(value), 1) + value.encode("utf-16-le"))
            elif isinstance(value, Error):
                cells += record(0x205, struct.pack("<HHHBB", r, c, style, value.code, 1))
            elif value is not None:
                cells += record(0x203, struct.pack("<HHHd", r, c, style, value))
    cells = b"".join(record(0x208, struct.pack("<HHHHHHI", r, 0, 6, 255, 0, 0, 0x20)) for r in hidden) + cells
    name = "Feuil1"
    start, end = begin(5) + record(0x42, struct.pack("<H", 1200)), record(0x0A, b"")
    start += record(0x22, struct.pack("<H", 1)) if since_1904 else b""
    if formats:
        font = record(0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
        forms = b"".join(
            record(0x41E, struct.pack("<HHB", 164 + n, len(code), 1) + code.encode("utf-16-le"))
            for n, code in enumerate(codes)
        )
        style = lambda form: record(0xE0, struct.pack("<HHH", 0, form, 0) + bytes(14))  # noqa: E731
        start += font * 4 + forms + style(0) + b"".join(style(164 + n) for n in range(len(codes)))
    sheet = lambda at: record(0x85, struct.pack("<IHBB", at, 0, len(name), 0) + name.encode())  # noqa: E731
    stream = start + sheet(len(start + sheet(0) + end)) + end + begin(0x10) + cells + end
    return _compound(stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\x00"))


def _compound(stream: bytes) -> bytes:
    """One stream named Workbook in the container of old Office files: header, table of sectors, directory, stream."""
    sectors = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    entry = lambda n, kind, child, at, size: (  # noqa: E731
        n.encode("utf-16-le").ljust(64, b"\x00")
        + struct.pack("<HBBIII36xIQ", 2 * len(n) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, at, size)
    )
    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    return head.ljust(512, b"\xff") + table + folder.ljust(512, b"\x00") + stream
