"""Files that are neither a CSV nor a workbook read here: what each is, and what to do with it in the program that wrote it."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipelines.ingest.issues import Issue
from pipelines.ingest.rules.table import finding
from pipelines.ingest.texts import short, visible

_SAVE = "Dans Excel : Fichier > Enregistrer sous > Classeur Excel (.xlsx), ou CSV (séparateur point-virgule)"
_COPY = "Copiez le tableau dans un classeur neuf, enregistrez-le en .xlsx, puis déposez celui-ci"
_MAIL = "Ouvrez le message, enregistrez sa pièce jointe, puis déposez-la"
_SOURCE = "Demandez le fichier d'origine (classeur ou CSV) à qui l'a produit : un tableau ne s'en tire pas sûrement"
_APPLE = "Dans {0} : Fichier > Exporter vers > {1}, puis déposez le fichier obtenu"
_UNPACK = "Décompressez l'archive (clic droit > Extraire tout), puis déposez un à un les fichiers qu'elle contient"
_FIRST_HEADER = re.compile(rb"[A-Za-z][A-Za-z-]{0,60}: ?[^;\r\n]*\r?\n")
_MAIL_HEADERS = re.compile(
    rb"^(?:from|to|subject|received|mime-version|return-path|message-id|date|content-type):", re.I | re.M
)
_STARTS = {
    b"%PDF": ("PDF", _SOURCE),
    b"\x89PNG": ("image", _SOURCE),
    b"\xff\xd8\xff": ("image", _SOURCE),
    b"GIF8": ("image", _SOURCE),
    b"{\\rtf": ("document RTF", _COPY),
    b"Rar!": ("archive RAR", _UNPACK),
    b"7z\xbc\xaf\x27\x1c": ("archive 7z", _UNPACK),
    b"\x1f\x8b": ("archive GZIP", _UNPACK),
}


def unknown(detail: str, remedy: str = _SAVE) -> Issue:
    """The finding on a file that is not read here."""
    return finding("format_inconnu", detail=detail, attendu=remedy)


def tell_bytes(data: bytes) -> Issue | None:
    """What a file that is no archive and no text of columns is, by its first bytes; None when they say nothing."""
    for mark, (kind, remedy) in _STARTS.items():
        if data.startswith(mark):
            return unknown(kind, remedy)
    head = data[:4_000].removeprefix(b"\xef\xbb\xbf")
    if _FIRST_HEADER.match(head) and len({m.lower() for m in _MAIL_HEADERS.findall(head)}) >= 3:
        return unknown("message électronique", _MAIL)
    return None


def tell_archive(parts: Collection[str]) -> Issue:
    """What an archive that is no workbook read here is, by the names of its parts."""
    if "xl/workbook.bin" in parts:
        return unknown("classeur Excel binaire .xlsb")
    if any(part.startswith("word/") for part in parts):
        return unknown("document Word", _COPY)
    if any(part.startswith("ppt/") for part in parts):
        return unknown("présentation PowerPoint", _COPY)
    if any(part.endswith(".iwa") for part in parts) or any(part.endswith("Index.zip") for part in parts):
        # The three programs of Apple share one container; only the one of tables has tables of its own.
        if any("Tables/" in part or "CalculationEngine" in part for part in parts):
            return unknown("classeur Numbers", _APPLE.format("Numbers", "Excel"))
        return unknown("document Numbers, Pages ou Keynote d'Apple", _APPLE.format("Numbers", "Excel"))
    inside = short(", ".join(sorted(visible(part) for part in parts)[:3]))
    files = [
        part for part in parts if part.lower().endswith((".csv", ".xlsx", ".xls", ".xlsm", ".ods", ".txt", ".tsv"))
    ]
    if not inside:
        return unknown("archive vide")
    return unknown(f"archive qui contient {inside}", _UNPACK if files else _SAVE)


def tell_old_office(data: bytes) -> Issue | None:
    """What an old Office file that is no workbook is; None for a workbook."""
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return None
    if "__substg1.0_".encode("utf-16-le") in data:
        return unknown("message Outlook (.msg)", _MAIL)
    if "WordDocument".encode("utf-16-le") in data:
        return unknown("document Word", _COPY)
    return unknown("document Office qui n'est pas un classeur")
