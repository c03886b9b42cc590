"""`cpts journal` and `cpts file DÉPÔT`: what was done to the store, and the originals as they were deposited."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from calculators.french import no_break
from pipelines.cli.output import account_name, deliver, reader
from pipelines.cli.say import say
from pipelines.ingest.issues import dumps
from pipelines.publish.exports.journal_words import say_in_words
from pipelines.store.connection import open_existing
from pipelines.store.depots.journal import journal
from pipelines.store.depots.kept_files import kept_file
from pipelines.store.errors import StoreError

WORDS = {
    "depot": "dépôt",
    "correction": "correction",
    "depot_refuse": "dépôt refusé",
    "retrait": "retrait",
    "retablissement": "rétablissement",
    "gel": "gel",
    "degel": "dégel",
}
StoreOption = Annotated[
    str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="AAAA-MM-JJ", help="Ce jour compris.")]


class Format(StrEnum):
    """The forms of the journal; cpts export journal gives it as a file."""

    TEXT = "text"
    JSON = "json"


def journal_command(
    depot: Annotated[str | None, typer.Option("--depot", help="Ce qui touche un dépôt (ou un gel).")] = None,
    debut: Day = None,
    fin: Day = None,
    limite: Annotated[int, typer.Option("--limite", min=1, help="Nombre de lignes, les dernières.")] = 50,
    forme: Annotated[Format, typer.Option("--format", help="Forme de la réponse.")] = Format.TEXT,
    store: StoreOption = None,
) -> None:
    """Dit qui a fait quoi, quand, pourquoi, avant et après, du plus récent au plus ancien."""
    rows = journal(
        open_existing(store),
        reader(account_name()),
        depot=depot,
        debut=debut,
        fin=None if fin is None else datetime.combine(fin.date(), time.max),
        limite=limite,
    )
    for row in rows.to_dict("records"):
        if forme is Format.JSON:
            typer.echo(dumps(_plain(row)))
        else:
            say(_line(row))


def file_command(
    depot: Annotated[str, typer.Argument(help="Nom du dépôt, tel que cpts journal le donne.", metavar="DÉPÔT")],
    sortie: Annotated[
        Path | None, typer.Option("--sortie", "-o", help="Où l'écrire ; sinon sous son nom, ici. « - » : à l'écran.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Rend le fichier d'origine d'un dépôt, octet pour octet, après avoir vérifié son empreinte."""
    data, name = kept_file(open_existing(store), reader(account_name()), depot)
    if str(sortie) == "-":
        deliver(data, None)
        return
    target = sortie or Path(name)
    if target.exists():
        raise StoreError(f"{target} existe déjà ; donnez un autre nom avec --sortie.")
    deliver(data, target)
    say(no_break(f"{depot} : {target} ({len(data)} octets)."))


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """As JSON: instants as ISO, nothing as null."""
    return {
        str(name): value.isoformat() if isinstance(value, datetime) else None if pd.isna(value) else value
        for name, value in row.items()
    }


def _line(row: dict[Any, Any]) -> str:
    said = {name: value for name, value in row.items() if not pd.isna(value)}
    what = WORDS.get(str(row["action"]), str(row["action"]))
    parts = [f"{row['quand']:%d/%m/%Y %H:%M:%S}  {row['qui']}  {what}  {row['objet']}"]
    said |= {side: words for side in ("avant", "apres") if (words := say_in_words(row[side]))}
    parts += [f"    {label} : {said[name]}" for name, label in _DETAILS if name in said]
    return no_break("\n".join(parts))


_DETAILS = (
    ("fichier", "fichier"),
    ("avant", "avant"),
    ("apres", "après"),
    ("pourquoi", "pourquoi"),
    ("empreinte", "empreinte"),
)
