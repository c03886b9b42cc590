"""`cpts simulate`: what a CPTS is due, when, and what to know, from one file or from what the store holds."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from calculators.aci import Resultat, SituationError, load_accord, read_situation, simulate
from calculators.aci.et_si.taux import CONVENTION
from calculators.aci.strict_yaml import YamlError, load
from calculators.french import no_break
from pipelines.cli.output import day, end_of_day, reader
from pipelines.cli.say import say
from pipelines.financement.funding import Calcul, funding
from pipelines.publish.statement.statement import statement, statement_csv, statement_text
from pipelines.publish.statement.what import GIVEN
from pipelines.publish.statement.xlsx import statement_xlsx
from pipelines.store.connection import Store
from pipelines.store.questions.territoires import contracts


class Forme(StrEnum):
    """The forms a statement can take."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


#: A situation holds a few dozen lines; anything this large is another file, and YAML is slow to read.
_TAILLE_MAX = 512 * 1024


def simulate_command(
    situation: Annotated[
        Path | None, typer.Argument(help="Fichier YAML de la situation.", metavar="SITUATION.yaml")
    ] = None,
    cpts: Annotated[str | None, typer.Option("--cpts", help="CPTS des données, au lieu d'un fichier.")] = None,
    au: Annotated[str | None, typer.Option("--au", help="Mois observés jusqu'à ce jour ; sinon aujourd'hui.")] = None,
    connu_le: Annotated[
        str | None, typer.Option("--connu-le", help="Données telles que connues à la fin de ce jour.")
    ] = None,
    regles: Annotated[
        str | None, typer.Option("--regles", help="Règles en vigueur ce jour-là, pour toutes les années.")
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
    ] = None,
    forme: Annotated[Forme, typer.Option("--format", help="Forme du résultat.")] = Forme.TEXT,
    sortie: Annotated[
        Path | None, typer.Option("--sortie", "-o", help="Fichier à écrire (obligatoire en xlsx).")
    ] = None,
) -> None:
    """Calcule les droits et les versements d'une CPTS, décrite dans un fichier ou connue des données (--cpts).

    Codes de sortie : 0 calculé, 1 la situation est refusée (une phrase par cause), 2 la commande n'a pas pu s'exécuter.
    """
    if (situation is None) == (cpts is None):
        _stop("Donnez un fichier SITUATION.yaml, ou une CPTS des données avec --cpts : l'un ou l'autre.", code=2)
    if situation is not None and (au or connu_le):
        _stop("--au et --connu-le lisent les données : ils demandent --cpts.", code=2)
    if forme is Forme.XLSX and sortie is None:
        _stop("En xlsx, donnez le fichier à écrire avec --sortie FICHIER.xlsx.", code=2)
    rules = None if regles is None else day(regles, "--regles")
    if cpts is not None:
        asked = Calcul(
            au=date.today() if au is None else day(au, "--au"),
            connu_le=None if connu_le is None else end_of_day(connu_le, "--connu-le"),
            regles=rules,
        )
        content = _stored(Store.open(store), cpts, asked, forme)
    else:
        assert situation is not None
        content = _render(_written(situation, rules), forme)
    if sortie is None:
        show = say if forme is Forme.TEXT else typer.echo
        show(content.decode("utf-8"), nl=False)
        return
    try:
        sortie.write_bytes(content)
    except OSError as error:
        _stop(f"Le fichier {sortie} ne peut pas être écrit : {_reason(error)}.", code=2, cause=error)


def _stop(sentence: str, *, code: int, cause: Exception | None = None) -> NoReturn:
    say(no_break(sentence), err=True)
    raise typer.Exit(code) from cause


def _written(file: Path, rules: date | None) -> Resultat:
    """Compute a situation file; every finding is one line on the error output."""
    try:
        if file.stat().st_size > _TAILLE_MAX:
            _stop(f"{file.name} : le fichier dépasse {_TAILLE_MAX // 1024} Kio ; ce n'est pas une situation.", code=1)
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        _stop(f"Le fichier {file} ne peut pas être lu : {_reason(error)}.", code=2, cause=error)
    try:
        accord = load_accord()
        data = load(text)
        return simulate(read_situation(data if rules is None else {**data, "regles": rules}, accord), accord)
    except YamlError as error:
        _stop(f"{file.name} : {error}", code=1, cause=error)
    except SituationError as error:
        for sentence in error.sentences[:-1]:
            say(no_break(f"{file.name} : {sentence}"), err=True)
        _stop(f"{file.name} : {error.sentences[-1]}", code=1, cause=error)


def _stored(store: Store, cpts: str, asked: Calcul, forme: Forme) -> bytes:
    """Compute a CPTS from its stored contract and observations."""
    scope = reader().narrowed({cpts})
    known = contracts(store, scope)
    if known.empty:
        _stop(f"« {cpts} » n'a pas de contrat dans les données.", code=1)
    found = funding(store, scope, au=asked.au, calcul=asked)
    for reason in found.sans_calcul["motif"]:
        _stop(f"{cpts} n'est pas calculée : {reason}", code=1)
    invented = bool(known["demonstration"].eq(True).any() or found.atteintes["demonstration"].eq(True).any())
    return _render(found.resultat, forme, calcul=asked, nom=str(known["nom"].iloc[0]), demonstration=invented)


def _render(
    result: Resultat, forme: Forme, *, calcul: Calcul | None = None, nom: str | None = None, demonstration: bool = False
) -> bytes:
    if forme is Forme.XLSX:
        basis = GIVEN if calcul is None else f"Atteinte observée jusqu'au {calcul.au:%d/%m/%Y}. {CONVENTION}"
        return statement_xlsx(result, today=date.today(), nom=nom, demonstration=demonstration, hypothese=basis)
    if forme is Forme.CSV:
        return statement_csv(result).encode()
    if forme is Forme.JSON:
        told = {} if calcul is None else {"calcul": _clocks(calcul), "demonstration": demonstration}
        return (json.dumps({**statement(result), **told}, ensure_ascii=False, indent=2) + "\n").encode()
    said = [] if not demonstration else ["Données de démonstration, inventées.", ""]
    if calcul is not None:
        known = "aujourd'hui" if calcul.connu_le is None else f"le {calcul.connu_le:%d/%m/%Y}"
        rules = "de chaque année" if calcul.regles is None else f"du {calcul.regles:%d/%m/%Y}"
        said.append(f"{nom} : mois observés au {calcul.au:%d/%m/%Y}, données connues {known}, règles {rules}.")
    return no_break("\n".join([*said, statement_text(result)])).encode()


def _clocks(calcul: Calcul) -> dict[str, str | None]:
    def text(value: date | datetime | None) -> str | None:
        return None if value is None else f"{value:%Y-%m-%d}"

    return {"au": text(calcul.au), "connu_le": text(calcul.connu_le), "regles": text(calcul.regles)}


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "il n'existe pas"
    if isinstance(error, IsADirectoryError):
        return "c'est un dossier"
    if isinstance(error, PermissionError):
        return "l'accès est refusé"
    return "il n'est pas en UTF-8" if isinstance(error, UnicodeDecodeError) else "le disque a répondu par une erreur"
