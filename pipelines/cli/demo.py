"""`cpts demo`: fills the store with the demonstration, by ordinary deposits."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from calculators.french import no_break
from pipelines.cli.output import reader
from pipelines.cli.say import say
from pipelines.store.connection import Store
from pipelines.store.depots.journal import journal_has, write_journal
from pipelines.store.questions.indicateurs import months

ACTION = "demonstration"


def demo_command(
    store: Annotated[
        str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
    ] = None,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Ne rien faire s'il y a déjà des données.")] = False,
    nombre: Annotated[int, typer.Option("--nombre", min=1, max=1000, help="Territoires de démonstration.")] = 700,
    mois: Annotated[int, typer.Option("--mois", min=1, max=60, help="Mois d'observations.")] = 36,
) -> None:
    """Charge la démonstration : des CPTS inventées sur de vrais territoires, leurs contrats et leurs fichiers mensuels.

    Une démonstration interrompue reprend où elle en était.
    """
    # Imported here: it brings scipy.stats, which would slow the start of every other command by a second.
    from pipelines.demo import build

    place = Store.open(store)
    if if_empty and _already_there(place):
        say(f"Données déjà présentes dans {place.name}.")
        return
    say(no_break("Chargement de la démonstration : une minute environ."))
    report = build(place, reader(), nombre=nombre, mois=mois, progres=lambda sentence: say(no_break(f"  {sentence}")))
    with place.write() as cursor:
        write_journal(
            cursor, quand=datetime.now(), qui="cpts demo", action=ACTION, objet=f"{nombre} territoires, {mois} mois"
        )
    say(
        no_break(
            f"Démonstration prête dans {place.name} : {report.territoires} territoires, {report.fichiers} fichiers, "
            f"{report.lignes} lignes, en {report.secondes:.0f} s."
        )
    )


def _already_there(store: Store) -> bool:
    """True when the demonstration was loaded to its end, or when somebody deposited something else."""
    with store.read() as cursor:
        if journal_has(cursor, ACTION):
            return True
        real = cursor.rows("SELECT 1 FROM depots WHERE NOT demonstration LIMIT 1")
    return bool(real) and bool(months(store, reader()))
