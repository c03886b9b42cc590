"""What the commands that make files share: where the bytes go, how a month is typed."""

from __future__ import annotations

import re
import sys
from datetime import date
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


def not_on_screen(output: Path | None) -> None:
    """Refuse to write a workbook to a terminal. Raises StoreError."""
    if output is None and sys.stdout.isatty():
        raise StoreError(
            "Un classeur ne s'affiche pas à l'écran ; donnez un fichier avec -o, par exemple -o fichier.xlsx."
        )


def month(text: str) -> date:
    """The first day of a month typed as 2026-11. Raises StoreError when it is not one."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        raise StoreError(f"« {text} » n'est pas un mois ; écrivez l'année puis le mois, par exemple 2026-11.")
    return date(int(text[:4]), int(text[5:]), 1)
