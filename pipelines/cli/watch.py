"""`cpts watch DIR`: what is dropped in a folder is deposited by itself."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from watchfiles import watch

from calculators.french import no_break
from pipelines.cli.output import LossesOption, account_name, reader
from pipelines.cli.say import say
from pipelines.ingest.apart.readers import READERS
from pipelines.ingest.deposit.watch import Arrivee, WatchedFolder, watching
from pipelines.store.connection import Store


def watch_command(
    dossier: Annotated[Path, typer.Argument(help="Dossier où les fichiers arrivent.", metavar="DOSSIER")],
    une_fois: Annotated[
        bool, typer.Option("--once", help="Traiter ce qui est là, puis s'arrêter (pour une tâche planifiée).")
    ] = False,
    attente: Annotated[
        float, typer.Option("--attente", min=0.1, help="Secondes sans changement avant de prendre un fichier.")
    ] = 3.0,
    partiel: Annotated[
        bool, typer.Option("--partiel", help="Enregistrer les lignes acceptées d'un fichier qui a des fautes.")
    ] = False,
    accepter_pertes: LossesOption = False,
    auteur: Annotated[str | None, typer.Option("--auteur", help="Qui dépose ; sinon l'utilisateur du poste.")] = None,
    store: Annotated[
        str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
    ] = None,
) -> None:
    """Surveille un dossier : dépose ce qui y arrive, le range dans done/ ou refused/ avec son rapport.

    Un fichier en cours d'écriture est attendu ; un fichier déjà déposé ne l'est pas deux fois. Codes de sortie, avec
    --once : 0 tout est déposé, 1 au moins un fichier refusé ou resté en place, 2 impossible.
    """
    with watching(dossier), closing(READERS):
        READERS.await_files()
        folder = WatchedFolder(
            dossier,
            Store.open(store),
            reader(),
            auteur=auteur or account_name(),
            partiel=partiel,
            accepter_pertes=accepter_pertes,
            settle=attente,
        )
        if une_fois:
            folder.sweep()
            time.sleep(attente)
            arrived = folder.sweep()
            _say(arrived)
            if not all(one.accepte for one in arrived):
                raise typer.Exit(1)
            return
        say(no_break(f"Surveillance de {dossier} ; Ctrl-C pour arrêter."))
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        pace = max(int(attente * 500), 50)
        _say(folder.sweep())
        # Changes wake it up at once; without any (network shares tell none), it looks again at its own pace.
        for _ in watch(
            dossier, recursive=False, stop_event=stop, yield_on_timeout=True, rust_timeout=pace, debounce=pace
        ):
            _say(folder.sweep())
            if stop.is_set():
                break
        say("Surveillance arrêtée.")


def _say(arrived: list[Arrivee]) -> None:
    for one in arrived:
        say(no_break(one.phrase), err=one.place is None)
