"""Where a command puts what it made: a file when one is named, else the standard output, byte for byte."""

from __future__ import annotations

from pathlib import Path

import typer

from pipelines.store.errors import StoreError


def deliver(data: bytes, output: Path | None) -> None:
    """Write the bytes to ``output``, else to the standard output. Raises StoreError when the file cannot be written."""
    if output is None:
        # As bytes: the encoding of the terminal must not change what a file will hold.
        stream = typer.get_binary_stream("stdout")
        stream.write(data)
        stream.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        reason = "c'est un dossier" if output.is_dir() else "dossier absent, disque plein ou accès refusé"
        raise StoreError(f"Le fichier {output} ne peut pas être écrit : {reason}.") from error
