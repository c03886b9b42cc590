"""What the commands share: who is asking, where the bytes go, how a month is typed."""

from __future__ import annotations

import getpass
import os
import re
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope

LossesOption = Annotated[
    bool,
    typer.Option(
        "--accepter-pertes",
        help="Enregistrer aussi les lignes qui rendent inconnue, masquée ou nulle une valeur connue ; sinon elles sont "
        "laissées de côté, et dites.",
    ),
]


def reader(lecteur: str = "local") -> Scope:
    """Who is asking a command, for every command: ``lecteur`` signs what they do (``account_name`` where it matters).

    Raises SettingError when CPTS_FOURNISSEUR says something else than aucun, cpam, cpts or tous.
    """
    return Scope.local(lecteur)


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


def day(text: str, option: str) -> date:
    """Read a day typed as 2026-10-31. Raises StoreError, in French, naming the option."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise StoreError(f"{option} : « {text} » n'est pas une date qui existe (attendu : 2026-10-31).") from error


def end_of_day(text: str, option: str) -> datetime:
    """Read a day and give its last instant: what was deposited that day was known. Raises StoreError."""
    return datetime.combine(day(text, option), time.max)


try:
    import pwd
except ImportError:  # Windows has no such list of accounts
    pwd = None  # type: ignore[assignment]


def account_name() -> str:
    """The name of the account that runs this program, or its number when the system has no name for it."""
    if pwd is None:
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"compte {os.getuid()}"
