"""How a command speaks to a terminal; apart from the rest, for the help imports nothing else."""

from __future__ import annotations

import typer

from pipelines.ingest.texts import visible


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Write to the terminal, line by line, what the marks of control or of direction in it are: none is obeyed there."""
    typer.echo("\n".join(visible(line) for line in text.split("\n")), err=err, nl=nl)
