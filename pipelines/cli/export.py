"""`cpts export …`: observations, lines of entitlement, payments, to a file or to the standard output."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.catalogue import load_catalogue
from pipelines.cli.output import account_name, deliver, month, not_on_screen, reader
from pipelines.financement.funding import Calcul, funding
from pipelines.publish.exports.export import Export
from pipelines.publish.exports.funding import Table, funding_export
from pipelines.publish.exports.journal import journal_export
from pipelines.publish.exports.observations import observations_export
from pipelines.publish.exports.to_csv import data_package, export_csv, export_csv_fr
from pipelines.publish.exports.to_xlsx import export_xlsx
from pipelines.publish.synthese.document import short_mark, subject, synthese_pdf, usual_month
from pipelines.store.connection import Store, open_existing
from pipelines.store.errors import StoreError
from pipelines.store.questions.export import Choix
from pipelines.store.questions.territoires import contracts, territories


class Forme(StrEnum):
    """The forms of an export."""

    CSV = "csv"
    CSV_FR = "csv-fr"
    XLSX = "xlsx"


export_app = typer.Typer(
    help="Exporte les données : observations, lignes de droits, versements, journal.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
StoreOption = Annotated[
    str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
]
FormeOption = Annotated[Forme, typer.Option("--format", help="csv (UTF-8, ISO), csv-fr (Excel français) ou xlsx.")]
Sortie = Annotated[
    Path | None, typer.Option("-o", "--output", help="Fichier à écrire, un CSV avec sa fiche à côté ; sinon à l'écran.")
]
Cpts = Annotated[list[str] | None, typer.Option("--cpts", help="Code d'une CPTS ; l'option peut se répéter.")]
ConnuLe = Annotated[
    datetime | None, typer.Option("--connu-le", help="Données telles que connues ce jour-là.", formats=["%Y-%m-%d"])
]


@export_app.command("observations")
def observations_command(
    cpts: Cpts = None,
    indicateur: Annotated[
        list[str] | None, typer.Option("--indicateur", help="Code d'un indicateur ; l'option peut se répéter.")
    ] = None,
    debut: Annotated[str | None, typer.Option("--debut", help="Premier mois, par exemple 2026-01.")] = None,
    fin: Annotated[str | None, typer.Option("--fin", help="Dernier mois, par exemple 2026-12.")] = None,
    connu_le: ConnuLe = None,
    historique: Annotated[bool, typer.Option("--historique", help="Toutes les versions de chaque valeur.")] = False,
    store: StoreOption = None,
    forme: FormeOption = Forme.CSV,
    sortie: Sortie = None,
) -> None:
    """Exporte les valeurs déposées, une ligne par CPTS, mois et indicateur."""
    place, now, catalogue = open_existing(store), datetime.now(), load_catalogue()
    for code in indicateur or []:
        if code not in catalogue.indicateurs:
            raise StoreError(f"« {code} » n'est pas un indicateur du catalogue.")
    choix = Choix(
        ids=_known(place, cpts),
        indicateurs=indicateur,
        debut=None if debut is None else month(debut),
        fin=None if fin is None else month(fin),
        connu_le=_end_of(connu_le),
        historique=historique,
    )
    _write(observations_export(place, reader(), choix, catalogue=catalogue, maintenant=now), forme, sortie, now)


@export_app.command("lignes")
def lines_command(
    cpts: Cpts = None,
    connu_le: ConnuLe = None,
    store: StoreOption = None,
    forme: FormeOption = Forme.CSV,
    sortie: Sortie = None,
) -> None:
    """Exporte les lignes de droits de chaque contrat, avec le statut et l'article de chaque montant."""
    _money("lignes", open_existing(store), cpts, connu_le=connu_le, forme=forme, sortie=sortie)


@export_app.command("versements")
def payments_command(
    cpts: Cpts = None,
    connu_le: ConnuLe = None,
    store: StoreOption = None,
    forme: FormeOption = Forme.CSV,
    sortie: Sortie = None,
) -> None:
    """Exporte les versements calculés de chaque contrat, datés."""
    _money("versements", open_existing(store), cpts, connu_le=connu_le, forme=forme, sortie=sortie)


@export_app.command("journal")
def journal_command(
    debut: Annotated[
        datetime | None, typer.Option("--debut", help="Premier jour, par exemple 2026-01-31.", formats=["%Y-%m-%d"])
    ] = None,
    fin: Annotated[datetime | None, typer.Option("--fin", help="Dernier jour, compris.", formats=["%Y-%m-%d"])] = None,
    store: StoreOption = None,
    forme: FormeOption = Forme.CSV,
    sortie: Sortie = None,
) -> None:
    """Exporte le journal : qui a fait quoi, quand, pourquoi, avant et après."""
    now = datetime.now()
    made = journal_export(open_existing(store), reader(account_name()), debut=debut, fin=_end_of(fin), maintenant=now)
    _write(made, forme, sortie, now)


@export_app.command("synthese")
def summary_command(
    cpts: Annotated[str | None, typer.Option("--cpts", help="Code de la CPTS à résumer.")] = None,
    cpam: Annotated[str | None, typer.Option("--cpam", help="Nom de la CPAM dont résumer les CPTS.")] = None,
    mois: Annotated[
        str | None, typer.Option("--mois", help="Mois jugé ; sinon le dernier que la plupart ont envoyé.")
    ] = None,
    store: StoreOption = None,
    sortie: Annotated[Path | None, typer.Option("-o", "--output", help="Fichier PDF à écrire.")] = None,
) -> None:
    """Écrit la synthèse d'une CPTS ou des CPTS d'une CPAM, pour une réunion : un PDF de deux à quatre pages."""
    not_on_screen(sortie)
    place, scope, now = open_existing(store), reader(), datetime.now()
    chosen = subject(place, scope, cpts=cpts, cpam=cpam)
    judged = usual_month(place, scope) if mois is None else month(mois)
    made = synthese_pdf(
        place, scope, chosen, mois=judged, catalogue=load_catalogue(), version=short_mark(place), maintenant=now
    )
    deliver(made, sortie)


def _money(
    table: Table, place: Store, cpts: list[str] | None, *, connu_le: datetime | None, forme: Forme, sortie: Path | None
) -> None:
    now, scope, known = datetime.now(), reader(), _end_of(connu_le)
    day = (connu_le or now).date()
    result = funding(place, scope, au=day, calcul=Calcul(au=day, connu_le=known))
    made = funding_export(
        result,
        table,
        contrats=contracts(place, scope),
        scope=scope,
        ids=_known(place, cpts),
        connu_le=known,
        maintenant=now,
    )
    _write(made, forme, sortie, now)


def _write(export: Export, forme: Forme, sortie: Path | None, now: datetime) -> None:
    """Deliver the export; beside a CSV file goes its descriptor, a workbook has its own sheet."""
    if forme is Forme.XLSX:
        not_on_screen(sortie)
        deliver(export_xlsx(export), sortie)
        return
    french = forme is Forme.CSV_FR
    data = export_csv_fr(export) if french else export_csv(export)
    deliver(data, sortie)
    if sortie is not None:
        package = data_package(export, data, sortie.name, french=french, maintenant=now)
        deliver(package, sortie.with_suffix(".datapackage.json"))


def _known(store: Store, ids: list[str] | None) -> list[str] | None:
    """The CPTS asked for, each of them known to the store and in scope."""
    if not ids:
        return None
    seen = set(territories(store, reader())["id_cpts"])
    for code in ids:
        if code not in seen:
            raise StoreError(f"« {code} » n'est pas une CPTS connue dans votre périmètre.")
    return ids


def _end_of(day: datetime | None) -> datetime | None:
    """The last instant of a day: what was known on a day includes what came that day."""
    return None if day is None else datetime.combine(day.date(), time.max)
