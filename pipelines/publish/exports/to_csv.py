"""An export as CSV: the data.gouv.fr way with its data package, or the way French Excel opens it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

import pandas as pd

from pipelines.publish.exports.cells import column_texts
from pipelines.publish.exports.export import Export


def export_csv(export: Export) -> bytes:
    """UTF-8, comma, decimal point, ISO dates, names of columns as the schema gives them."""
    return _csv(export, machine=True).encode("utf-8")


def export_csv_fr(export: Export) -> bytes:
    """UTF-8 with its mark, semicolon, decimal comma, dd/mm/yyyy, titles as people read them."""
    return _csv(export, machine=False).encode("utf-8-sig")


def data_package(export: Export, data: bytes, file_name: str, *, french: bool, maintenant: datetime) -> bytes:
    """The descriptor to lay beside the CSV (Data Package, JSON): what it is, where it comes from, how to read it."""
    resource: dict[str, Any] = {
        "name": export.nom,
        "path": file_name,
        "title": export.titre,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if french else "utf-8",
        "dialect": {"delimiter": ";" if french else ","},
        "bytes": len(data),
        "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
    }
    if export.schema is not None and not french:
        resource["schema"] = export.schema
    described = dict(export.faits)
    package = {
        "name": export.nom,
        "title": export.titre,
        "created": f"{maintenant.astimezone():%Y-%m-%dT%H:%M:%S%z}",
        "sources": [{"title": described.get("Source", "")}],
        "description": "\n".join(f"{label} : {text}" for label, text in export.faits),
        "resources": [resource],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _csv(export: Export, *, machine: bool) -> str:
    columns = export.columns(machine=machine)
    texts = pd.DataFrame(
        {(c.nom if machine else c.titre): column_texts(export.frame, c, machine=machine) for c in columns}
    )
    terminator = "\n" if machine else "\r\n"
    written: str = texts.to_csv(index=False, sep="," if machine else ";", lineterminator=terminator)
    return written
