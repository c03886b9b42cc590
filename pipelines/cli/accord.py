"""`cpts accord`: check a proposed or corrected agreement, and compare it with the one in force for one CPTS or all."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from calculators.aci import AccordError, SituationError, load_accord, read_situation, simulate
from calculators.aci.accord.load import read_bloc, with_bloc
from calculators.aci.accord.schema import Bloc
from calculators.aci.accord.statut import SYMBOLES
from calculators.aci.money import cents_text, euros_text
from calculators.aci.strict_yaml import YamlError, load
from calculators.french import no_break
from pipelines.cli.output import reader
from pipelines.cli.say import say
from pipelines.financement.accords import ComparaisonAccords, compare_accords, compare_results
from pipelines.store.connection import Store

accord_app = typer.Typer(
    help="Vérifie un accord proposé ou corrigé, et le compare à celui en vigueur.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Forme(StrEnum):
    """The forms a comparison can take."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


Fichier = Annotated[Path, typer.Argument(help="Fichier YAML d'une version de l'accord.", metavar="FICHIER")]


@accord_app.command("check")
def check_command(fichier: Fichier) -> None:
    """Dit en français ce qui ne va pas dans un fichier d'accord. Code 0 : utilisable ; 1 : refusé."""
    bloc = _bloc(fichier)
    counts = pd.Series([cell.statut for cell in bloc.cellules]).value_counts()
    listed = " · ".join(f"{SYMBOLES[str(statut)]} {statut} : {count}" for statut, count in counts.items())
    say(no_break(f"{fichier.name} : accord utilisable, version « {bloc.version} » ({bloc.nature})."))
    say(
        no_break(
            f"En vigueur le {bloc.en_vigueur:%d/%m/%Y}, {len(bloc.tailles)} tailles, {len(bloc.cellules)} cellules."
        )
    )
    say(no_break(f"Statuts des cellules : {listed}."))


@accord_app.command("compare")
def compare_command(
    fichier: Fichier,
    situation: Annotated[
        Path | None, typer.Option("--situation", help="Une situation ; sinon tous les contrats des données.")
    ] = None,
    maintenant: Annotated[
        bool, typer.Option("--des-maintenant", help="Appliquer le fichier à toutes les années de contrat.")
    ] = False,
    store: Annotated[
        str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
    ] = None,
    forme: Annotated[Forme, typer.Option("--format", help="Forme du résultat.")] = Forme.TEXT,
) -> None:
    """Compare l'accord d'un fichier à celui en vigueur, pour une situation ou pour tous les contrats."""
    bloc = _bloc(fichier)
    proposed = with_bloc(load_accord(), bloc)
    found: ComparaisonAccords | None = None
    if situation is not None:
        data = _situation(situation)
        rules = {"regles": bloc.en_vigueur} if maintenant else {}
        try:
            before = simulate(read_situation(data, load_accord()), load_accord())
            table = compare_results(before, simulate(read_situation({**data, **rules}, proposed), proposed))
        except SituationError as error:
            for sentence in error.sentences:
                say(no_break(f"{situation.name} : {sentence}"), err=True)
            raise typer.Exit(1) from error
    else:
        place, today = Store.open(store), date.today()
        found = compare_accords(place, reader(), bloc, au=today, des_maintenant=maintenant)
        table = found.par_cpts
        for row in found.sans_calcul.to_dict("records"):
            say(no_break(f"{row['id_cpts']} n'est pas calculée : {row['motif']}"), err=True)
    show = say if forme is Forme.TEXT else typer.echo
    show(_render(table, bloc, forme), nl=False)
    if found is not None and forme is Forme.TEXT:
        say(no_break(_ends(found)))


def _ends(found: ComparaisonAccords) -> str:
    """Both ends of the gap, and what counts for nothing in the totals above."""
    return (
        "Une année pas encore observée répète la dernière qui l'est. Écart à l'atteinte déjà observée seule : "
        f"{euros_text(found.observe.ecart)} ; toutes les parts variables comptées en entier : {euros_text(found.plein.ecart)}. "
        f"Parts variables jamais observées, comptées pour zéro : {found.inconnues}."
    )


def _bloc(file: Path) -> Bloc:
    try:
        return read_bloc(file.read_text(encoding="utf-8-sig"), file.name)
    except AccordError as error:
        say(no_break(str(error)), err=True)
        raise typer.Exit(1) from error
    except (OSError, UnicodeDecodeError) as error:
        say(no_break(f"Le fichier {file} ne peut pas être lu."), err=True)
        raise typer.Exit(2) from error


def _situation(file: Path) -> dict[Any, Any]:
    try:
        return load(file.read_text(encoding="utf-8-sig"))
    except YamlError as error:
        say(no_break(f"{file.name} : {error}"), err=True)
        raise typer.Exit(1) from error
    except (OSError, UnicodeDecodeError) as error:
        say(no_break(f"Le fichier {file} ne peut pas être lu."), err=True)
        raise typer.Exit(2) from error


def _render(table: pd.DataFrame, bloc: Bloc, forme: Forme) -> str:
    columns = ["en_vigueur", "propose", "ecart"]
    table = table.rename(columns={f"{name}_centimes": name for name in columns})
    rows = [
        {"id_cpts": row["id_cpts"], **{name: cents_text(int(row[name])) for name in columns}, "statut": row["statut"]}
        for row in table.to_dict("records")
    ]
    if forme is Forme.JSON:
        total = {name: cents_text(int(table[name].sum())) for name in columns}
        document = {"version": bloc.version, "nature": bloc.nature, "total": total, "cpts": rows}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if forme is Forme.CSV:
        out = io.StringIO()
        writer = csv.DictWriter(out, ["id_cpts", *columns, "statut"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()
    said = [f"Accord « {bloc.titre} » ({bloc.nature}) comparé à celui en vigueur, sur toute la durée des contrats."]
    for row in table.to_dict("records"):
        amounts = "  ".join(f"{euros_text(int(row[name])):>18}" for name in columns)
        said.append(f"{row['id_cpts']:<14}{amounts}  {SYMBOLES[row['statut']]} {row['statut']}")
    said.append(f"{'Total':<14}" + "  ".join(f"{euros_text(int(table[name].sum())):>18}" for name in columns))
    return no_break("\n".join(said)) + "\n"
