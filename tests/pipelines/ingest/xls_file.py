"""An old workbook (Excel 97), record by record: old health software still exports them."""

import struct


def xls(rows) -> bytes:
    """A workbook of Excel 97 (BIFF8), written by hand: no library of ours does. Source: [MS-XLS], [MS-CFB]."""
    record = lambda kind, body: struct.pack("<HH", kind, len(body)) + body  # noqa: E731
    begin = lambda kind: record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))  # noqa: E731
    cells = b""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                cells += record(0x204, struct.pack("<HHHHB", r, c, 0, len(value), 1) + value.encode("utf-16-le"))
            elif value is not None:
                cells += record(0x203, struct.pack("<HHHd", r, c, 0, value))
    name = "Feuil1"
    start, end = begin(5) + record(0x42, struct.pack("<H", 1200)), record(0x0A, b"")
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
