"""`cpts schema`: the Table Schema of the long form, for any validator."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.catalogue import load_catalogue
from pipelines.cli_output import deliver
from pipelines.publish.table_schema import table_schema


def schema_command(
    sortie: Annotated[Path | None, typer.Option("-o", "--output", help="Fichier à écrire ; sinon à l'écran.")] = None,
    historique: Annotated[
        bool, typer.Option("--historique", help="Schéma d'un export qui contient toutes les versions.")
    ] = False,
) -> None:
    """Donne le schéma (Table Schema, JSON) de la forme longue : fichiers du mois et exports."""
    document = json.dumps(table_schema(load_catalogue(), historique=historique), ensure_ascii=False, indent=2) + "\n"
    deliver(document.encode(), sortie)
