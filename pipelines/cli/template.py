"""`cpts template`: the file to fill in for a CPTS and a month."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.catalogue import load_catalogue
from pipelines.cli.output import deliver, month, not_on_screen, reader
from pipelines.publish.exports.table_schema import table_schema
from pipelines.publish.template.lines import Fournisseur
from pipelines.publish.template.template import template_csv, template_xlsx
from pipelines.store.connection import open_existing


class Forme(StrEnum):
    """The forms of a template."""

    CSV = "csv"
    XLSX = "xlsx"


class Qui(StrEnum):
    """Who fills it in."""

    CPAM = "CPAM"
    CPTS = "CPTS"


_QUI: dict[Qui, Fournisseur] = {Qui.CPAM: "CPAM", Qui.CPTS: "CPTS"}


def template_command(
    cpts: Annotated[str, typer.Option("--cpts", help="Code de la CPTS.")],
    mois: Annotated[str, typer.Option("--mois", help="Mois, par exemple 2026-11.")],
    fournisseur: Annotated[
        Qui | None, typer.Option("--fournisseur", help="Les seuls indicateurs que fournit la CPAM, ou la CPTS.")
    ] = None,
    forme: Annotated[Forme, typer.Option("--format", help="csv (Excel français) ou xlsx.")] = Forme.XLSX,
    store: Annotated[
        str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
    ] = None,
    sortie: Annotated[Path | None, typer.Option("-o", "--output", help="Fichier à écrire ; sinon à l'écran.")] = None,
) -> None:
    """Donne le fichier à remplir pour une CPTS et un mois : les indicateurs attendus, le mois précédent en regard."""
    if forme is Forme.XLSX:
        not_on_screen(sortie)
    make = template_xlsx if forme is Forme.XLSX else template_csv
    who = None if fournisseur is None else _QUI[fournisseur]
    data = make(open_existing(store), reader(), id_cpts=cpts, mois=month(mois), fournisseur=who)
    deliver(data, sortie)


def schema_command(
    sortie: Annotated[Path | None, typer.Option("-o", "--output", help="Fichier à écrire ; sinon à l'écran.")] = None,
    historique: Annotated[
        bool, typer.Option("--historique", help="Schéma d'un export qui contient toutes les versions.")
    ] = False,
) -> None:
    """Donne le schéma (Table Schema, JSON) de la forme longue : fichiers du mois et exports."""
    document = json.dumps(table_schema(load_catalogue(), historique=historique), ensure_ascii=False, indent=2) + "\n"
    deliver(document.encode(), sortie)
