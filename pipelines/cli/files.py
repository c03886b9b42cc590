"""`cpts check FILE…` and `cpts deposit FILE…`: the monthly files, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from calculators.french import no_break
from pipelines.catalogue import load_catalogue
from pipelines.cli.output import LossesOption, account_name, deliver, reader
from pipelines.cli.say import say
from pipelines.ingest.apart.readers import READERS
from pipelines.ingest.apart.reading import annotate, check, keep_refused
from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.deposit.report import deposit_text, verdict_text
from pipelines.ingest.deposit.steps import Depot, check_file, deposit, examine, is_sample
from pipelines.ingest.issues import as_csv, dumps
from pipelines.ingest.read.limits import FileTooLarge, read_within_limit
from pipelines.ingest.texts import visible
from pipelines.store.connection import Store
from pipelines.store.errors import StoreError

_TEXTS = frozenset({".csv", ".txt", ".tsv"})


class Format(StrEnum):
    """The forms of a report."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


Files = Annotated[
    list[Path], typer.Argument(help="Fichiers du mois : CSV, XLSX, XLSM, ODS ou XLS.", metavar="FICHIER…")
]
StoreOption = Annotated[
    str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="Forme du rapport.")]


def check_command(
    fichiers: Files,
    store: StoreOption = None,
    forme: FormatOption = Format.TEXT,
    annote: Annotated[
        Path | None,
        typer.Option("--annote", help="Où écrire le fichier avec une colonne de constats ; un seul fichier à la fois."),
    ] = None,
) -> None:
    """Contrôle des fichiers sans rien enregistrer : chaque ligne fautive, la règle et le remède.

    Un fichier qui ne s'ouvre pas est dit, et les autres sont contrôlés. En json, un objet par fichier et par ligne.
    Codes de sortie : 0 acceptés, 1 au moins un refusé, 2 au moins un qui ne s'ouvre pas.
    """
    if annote is not None and len(fichiers) > 1:
        raise StoreError("--annote ne va qu'avec un seul fichier.")
    _prepare(fichiers)
    examined = _checker(store)
    worst, shown = 0, 0
    for file in fichiers:
        if (data := _content(file)) is None:
            worst = 2
            continue
        verdict = examined(data, file.name)
        if forme is Format.JSON:
            typer.echo(dumps(verdict.as_json()))
        elif forme is Format.CSV:
            _echo_csv(verdict, shown)
        else:
            say(verdict_text(verdict))
        if annote is not None:
            _annotate((file.name, data), verdict, annote)
        worst, shown = max(worst, int(verdict.refuse)), shown + 1
    if worst:
        raise typer.Exit(worst)


def deposit_command(
    fichiers: Files,
    store: StoreOption = None,
    forme: FormatOption = Format.TEXT,
    auteur: Annotated[str | None, typer.Option("--auteur", help="Qui dépose ; sinon l'utilisateur du poste.")] = None,
    motif: Annotated[str | None, typer.Option("--motif", help="Pourquoi, par exemple pour une correction.")] = None,
    partiel: Annotated[
        bool,
        typer.Option(
            "--partiel", help="Enregistrer les lignes acceptées et rendre les autres dans un fichier à corriger."
        ),
    ] = False,
    correction_gelee: Annotated[
        bool, typer.Option("--correction-gelee", help="Corriger même des mois gelés ; --motif est alors obligatoire.")
    ] = False,
    accepter_pertes: LossesOption = False,
    commentaire: Annotated[
        str | None, typer.Option("--commentaire", help="Ce qui explique les avertissements ; conservé au journal.")
    ] = None,
    demonstration: Annotated[
        bool,
        typer.Option(
            "--demonstration", help="Marquer ces valeurs comme inventées partout ; d'office pour un fichier DEMO_…"
        ),
    ] = False,
) -> None:
    """Contrôle puis enregistre des fichiers : chacun en entier, ou pas du tout s'il a une faute (sauf --partiel).

    Le même fichier une seconde fois ne change rien ; un fichier qui ne s'ouvre pas est dit, et les autres sont déposés.
    Codes de sortie : 0 déposés, 1 au moins un refusé, 2 au moins un qui ne s'ouvre pas.
    """
    _prepare(fichiers)
    place: Store | None = None
    author = auteur or account_name()
    worst, shown = 0, 0
    for file in fichiers:
        if (data := _content(file)) is None:
            worst = 2
            continue
        place = place or Store.open(store)  # not before: a name mistyped makes no store
        here = reader()
        done = deposit(
            place,
            here,
            check_file(place, here, data, file.name),
            auteur=author,
            motif=motif,
            partiel=partiel,
            correction_gelee=correction_gelee,
            accepter_pertes=accepter_pertes,
            acceptation=commentaire,
            demonstration=demonstration or is_sample(file.name),
        )
        _say(done, forme, shown)
        if done.partiel:
            say(no_break(f"Lignes à corriger puis à déposer : {_hand_back(file, data, done)}"), err=True)
        worst, shown = max(worst, int(done.etat == "refuse")), shown + 1
    if worst:
        raise typer.Exit(worst)


def _prepare(files: list[Path]) -> None:
    """Start the reader of workbooks while the store opens."""
    if any(file.suffix.lower() not in _TEXTS for file in files):
        READERS.expect()


def _say(done: Depot, forme: Format, rank: int) -> None:
    """The outcome of one deposit, the ``rank``-th (from 0) of those said."""
    if forme is Format.JSON:
        typer.echo(dumps(done.as_json()))
        if done.verdict.refuse:
            say(verdict_text(done.verdict), err=True)
    elif forme is Format.CSV:
        _echo_csv(done.verdict, rank)
    else:
        say(deposit_text(done))


def _annotate(content: tuple[str, bytes], verdict: Verdict, target: Path) -> None:
    """Write the file with its findings; under another extension than its own, it would not open."""
    name, data = content
    back, suggested = annotate(data, name, verdict)
    if target.suffix.lower() != Path(suggested).suffix.lower():
        raise StoreError(f"Le fichier annoté est un {Path(suggested).suffix} ; nommez-le par exemple {suggested}.")
    deliver(back, target)


def _hand_back(file: Path, data: bytes, done: Depot) -> Path:
    """Write the refused lines beside the file they come from, under a free name."""
    content, name = keep_refused(data, file.name, done.verdict)
    target = file.with_name(name)
    rank = 2
    while target.exists():
        target, rank = file.with_name(f"{Path(name).stem} ({rank}){Path(name).suffix}"), rank + 1
    deliver(content, target)
    return target


def _content(file: Path) -> bytes | None:
    """The bytes of a file, one at a time in memory; None, once the reason is said, when it cannot be read."""
    try:
        return read_within_limit(file)
    except OSError as error:
        say(no_break(f"Le fichier {visible(str(file))} ne peut pas être lu : {_reason(error)}."), err=True)
    except FileTooLarge as error:
        say(no_break(str(error)), err=True)
    return None


def _checker(store: str | None) -> Callable[[bytes, str], Verdict]:
    """Against the CPTS of the store when there is one, else those of the catalogue: checking never creates a store."""
    if Store.exists(store):
        place = Store.open(store)
        return lambda data, name: examine(place, reader(account_name()), data, name)
    catalogue = load_catalogue()
    known = catalogue.cpts[catalogue.cpts["nature"] == "cpts"][["id_cpts", "nom"]].reset_index(drop=True)
    signed = [
        catalogue.contrats[c].situation.get("date_signature") if c in catalogue.contrats else None
        for c in known["id_cpts"]
    ]
    known["date_signature"] = pd.to_datetime(pd.Series(signed))
    return lambda data, name: check(
        data, name, catalogue=catalogue, scope=reader(), territoires=known, today=date.today()
    )


def _echo_csv(verdict: Verdict, rank: int) -> None:
    if rank == 0:
        typer.echo("\ufeff", nl=False)
    typer.echo(as_csv(verdict.anomalies, fichier=verdict.fichier, header=rank == 0), nl=False)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "il n'existe pas"
    if isinstance(error, IsADirectoryError):
        return "c'est un dossier"
    return "l'accès est refusé" if isinstance(error, PermissionError) else "le disque a répondu par une erreur"
