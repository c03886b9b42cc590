"""What frictionless says of a CSV held against a schema."""

from frictionless import Dialect, Resource, Schema


def faults(folder, schema, lines, *, name="lu.csv"):
    """The findings as (line, column, kind), in the order of the file."""
    data = lines if isinstance(lines, bytes) else ("\n".join(lines) + "\n").encode()
    (folder / name).write_bytes(data)
    resource = Resource(
        path=name,
        basepath=str(folder),
        schema=Schema.from_descriptor(schema),
        encoding="utf-8",
        dialect=Dialect.from_descriptor({"csv": {"delimiter": ","}}),
    )
    return [tuple(found) for found in resource.validate().flatten(["rowNumber", "fieldName", "type"])]
