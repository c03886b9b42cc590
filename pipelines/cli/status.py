"""`cpts status`: what the store holds, in a few lines."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from calculators.french import no_break
from pipelines.cli.output import reader
from pipelines.cli.say import say
from pipelines.ingest.issues import dumps
from pipelines.ingest.texts import plural
from pipelines.store.connection import open_existing
from pipelines.store.questions.suivi import overview


class Format(StrEnum):
    """The forms of the answer."""

    TEXT = "text"
    JSON = "json"


def status_command(
    store: Annotated[
        str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
    ] = None,
    forme: Annotated[Format, typer.Option("--format", help="Forme de la réponse.")] = Format.TEXT,
) -> None:
    """Dit ce que contiennent les données : CPTS, contrats, mois, dépôts, retards."""
    place = open_existing(store)
    facts = overview(place, reader())
    if forme is Format.JSON:
        typer.echo(dumps({"magasin": place.name, **_plain(facts)}))
    else:
        say(_text(place.name, facts))


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """As JSON: months as 2026-10, instants as ISO, counts as integers."""
    plain: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, datetime):
            plain[name] = value.isoformat(timespec="seconds")
        elif isinstance(value, date):
            plain[name] = f"{value:%Y-%m}"
        elif value is None or name == "demonstration":
            plain[name] = value if value is None else bool(value)
        else:
            plain[name] = int(value)
    return plain


def _text(place: str, facts: dict[str, Any]) -> str:
    lines = [
        f"Données : {place}",
        f"{plural(facts['cpts'], 'CPTS', 'CPTS')} connues, {plural(facts['contrats'], 'contrat')}",
        f"{plural(facts['depots'], 'dépôt')}, {plural(facts['observations'], 'valeur')} (corrections comprises)",
    ]
    if facts["dernier_mois"] is not None:
        lines.append(f"Mois de {facts['premier_mois']:%Y-%m} à {facts['dernier_mois']:%Y-%m}")
        lines.append(f"Dernier dépôt le {facts['dernier_depot']:%d/%m/%Y à %H:%M}")
        late = plural(facts["en_retard"], "CPTS attendue n'a", "CPTS attendues n'ont")
        lines.append(f"{late} rien envoyé pour {facts['dernier_mois']:%Y-%m}")
    if facts["demonstration"]:
        lines.append("Contient des données de démonstration, inventées.")
    return no_break("\n".join(lines))
