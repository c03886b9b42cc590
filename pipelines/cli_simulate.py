"""`cpts simulate SITUATION.yaml`: what a CPTS is due, when, and what to know, from one file."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from calculators.aci import Resultat, SituationError, load_accord, read_situation, simulate
from calculators.aci.strict_yaml import YamlError, load
from pipelines.publish.statement import statement, statement_csv, statement_text
from pipelines.publish.statement_xlsx import statement_xlsx


class Forme(StrEnum):
    """The forms a statement can take."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def simulate_command(
    situation: Annotated[Path, typer.Argument(help="Fichier YAML de la situation.", metavar="SITUATION.yaml")],
    forme: Annotated[Forme, typer.Option("--format", help="Forme du résultat.")] = Forme.TEXT,
    sortie: Annotated[
        Path | None, typer.Option("--sortie", "-o", help="Fichier à écrire (obligatoire en xlsx).")
    ] = None,
) -> None:
    """Calcule les droits et les versements d'une CPTS décrite dans un fichier.

    Codes de sortie : 0 calculé, 1 la situation est refusée (une phrase par cause), 2 la commande n'a pas pu s'exécuter.
    """
    try:
        text = situation.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        typer.echo(f"Le fichier {situation} ne peut pas être lu : {_reason(error)}.", err=True)
        raise typer.Exit(2) from error
    if forme is Forme.XLSX and sortie is None:
        typer.echo("En xlsx, donnez le fichier à écrire avec --sortie FICHIER.xlsx.", err=True)
        raise typer.Exit(2)
    try:
        accord = load_accord()
        result = simulate(read_situation(load(text), accord), accord)
    except YamlError as error:
        typer.echo(f"{situation.name} : {error}", err=True)
        raise typer.Exit(1) from error
    except SituationError as error:
        for sentence in error.sentences:
            typer.echo(f"{situation.name} : {sentence}", err=True)
        raise typer.Exit(1) from error
    content = _render(result, forme)
    if sortie is None:
        typer.echo(content.decode("utf-8"), nl=False)
        return
    try:
        sortie.write_bytes(content)
    except OSError as error:
        typer.echo(f"Le fichier {sortie} ne peut pas être écrit : {_reason(error)}.", err=True)
        raise typer.Exit(2) from error


def _render(result: Resultat, forme: Forme) -> bytes:
    if forme is Forme.XLSX:
        return statement_xlsx(result, today=date.today())
    if forme is Forme.JSON:
        return (json.dumps(statement(result), ensure_ascii=False, indent=2) + "\n").encode()
    return (statement_csv(result) if forme is Forme.CSV else statement_text(result)).encode()


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "il n'existe pas"
    if isinstance(error, IsADirectoryError):
        return "c'est un dossier"
    if isinstance(error, PermissionError):
        return "l'accès est refusé"
    return "il n'est pas en UTF-8" if isinstance(error, UnicodeDecodeError) else "le disque a répondu par une erreur"
