"""The peer of the load benchmark: frictionless, given our Table Schema in the French dialect of the national file."""

from pathlib import Path
from typing import Any

from frictionless import Dialect, Resource, Schema
from frictionless.formats import CsvControl

from pipelines.catalogue import Catalogue
from pipelines.publish.exports.table_schema import table_schema

FRENCH: dict[str, dict[str, Any]] = {
    "mois": {"type": "date", "format": "%d/%m/%Y", "constraints": {"required": True, "maximum": "01/11/2026"}},
    "numerateur": {"type": "number", "groupChar": "\u202f"},
    "denominateur": {"type": "number", "groupChar": "\u202f"},
    "valeur": {"type": "string", "constraints": {"pattern": "réalisé|non|[0-9\u202f]+(,[0-9]+)?( %)?"}},
}


def french_schema(catalogue: Catalogue) -> Schema:
    """The published schema, its months and numbers written the French way; shares and deliverables as texts."""
    schema = table_schema(catalogue)
    fields = [
        {k: v for k, v in (f | FRENCH.get(f["name"], {})).items() if k != "example"} for f in schema["fields"][:7]
    ]
    return Schema.from_descriptor(schema | {"fields": fields})


def frictionless_lines(file: Path, catalogue: Catalogue) -> set[int]:
    """The lines of the file in which frictionless finds a fault."""
    resource = Resource(
        path=file.name,
        basepath=str(file.parent),
        format="csv",
        encoding="utf-8-sig",
        schema=french_schema(catalogue),
        dialect=Dialect(controls=[CsvControl(delimiter=";")]),
    )
    report = resource.validate(limit_errors=1_000_000)
    if report.errors:
        raise AssertionError(report.errors[:3])
    return {row for (row,) in report.flatten(["rowNumber"]) if row is not None}
