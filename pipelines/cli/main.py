"""The `cpts` command. Exit codes: 0 done, 1 the data was refused (report printed), 2 the command could not run."""

from __future__ import annotations

import atexit
import gc
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from calculators.french import no_break
from calculators.french_error import FrenchError
from pipelines.cli.say import say

if TYPE_CHECKING:
    from typer._click.core import Command, Context
    from typer._click.formatting import HelpFormatter


@dataclass(frozen=True)
class Place:
    """Where a command is, and what the list of commands says of it: the first sentence of its own help."""

    module: str
    name: str
    resume: str


#: Every command, in the order of the help. A module is read when its command is called: each needs pandas, DuckDB or scipy,
#: and the list of commands needs none.
COMMANDS = {
    "check": Place("files", "check_command", "Contrôle des fichiers sans rien enregistrer : chaque ligne..."),
    "deposit": Place("files", "deposit_command", "Contrôle puis enregistre des fichiers : chacun en entier,..."),
    "watch": Place("watch", "watch_command", "Surveille un dossier : dépose ce qui y arrive, le range..."),
    "withdraw": Place("lifecycle", "withdraw_command", "Retire un dépôt : ses valeurs ne comptent plus, celles..."),
    "restore": Place("lifecycle", "restore_command", "Rétablit un dépôt retiré : ses valeurs comptent de nouveau,..."),
    "freeze": Place("lifecycle", "freeze_command", "Gèle un mois, une fois utilisé pour un versement : il ne..."),
    "unfreeze": Place("lifecycle", "unfreeze_command", "Dégèle un mois : il peut de nouveau changer."),
    "journal": Place("journal", "journal_command", "Dit qui a fait quoi, quand, pourquoi, avant et après, du..."),
    "file": Place("journal", "file_command", "Rend le fichier d'origine d'un dépôt, octet pour octet,..."),
    "template": Place("template", "template_command", "Donne le fichier à remplir pour une CPTS et un mois : les..."),
    "schema": Place("template", "schema_command", "Donne le schéma (Table Schema, JSON) de la forme longue :..."),
    "status": Place("status", "status_command", "Dit ce que contiennent les données : CPTS, contrats, mois,..."),
    "simulate": Place("simulate", "simulate_command", "Calcule les droits et les versements d'une CPTS, décrite..."),
    "difference": Place("difference", "difference_command", "Explique l'écart entre deux calculs : règles, données..."),
    "demo": Place("demo", "demo_command", "Charge la démonstration : des CPTS inventées sur de vrais..."),
    "serve": Place("serve", "serve_command", "Ouvre le tableau de bord dans le navigateur."),
    "export": Place("export", "export_app", "Exporte les données : observations, lignes de droits,..."),
    "accord": Place("accord", "accord_app", "Vérifie un accord proposé ou corrigé, et le compare à celui..."),
}


@contextmanager
def _keeping_all() -> Iterator[None]:
    """Nothing is collected meanwhile, nor looked at again afterwards: what is imported stays until the end, and Python would
    look for garbage in it over and over, for a sixth of the time of a short command.
    """
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collected:
            gc.enable()


@cache
def command_of(name: str) -> Command:
    """The command of that name, made from its function, or from its group of commands."""
    place = COMMANDS[name]
    with _keeping_all():
        found = getattr(import_module(f"pipelines.cli.{place.module}"), place.name)
    if isinstance(found, typer.Typer):
        group = get_group(found)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(name)(found)
    return get_command(alone)


class _Commands(TyperGroup):
    """The commands by name, each made when it is asked for."""

    def list_commands(self, ctx: Context) -> list[str]:
        """The names, in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of that name; None when there is none."""
        return command_of(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """One line a command, without reading any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.resume) for name, place in COMMANDS.items()])


app = typer.Typer(
    name="cpts",
    cls=_Commands,
    help="Pilotage CPTS : suivre les indicateurs des CPTS et calculer leur financement ACI.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def _cpts() -> None:
    """A group, even while no command is declared on it."""


def main() -> None:
    """Run the command line; what stops a command is one French line on the error output, never a traceback."""
    # A short command makes little garbage: it is not looked for every 700 objects, nor on the way out, where all of it goes
    # with the process. Old objects are looked at as often as ever (200 000): a million lines are still collected after.
    gc.set_threshold(50_000, 2, 2)
    atexit.register(gc.freeze)
    try:
        code = app(prog_name="cpts", standalone_mode=False)
    except typer.TyperException as error:
        _stop(_usage(error))
    except typer.Abort:
        _stop("Commande interrompue.")
    except FrenchError as error:
        _stop(str(error))
    except KeyboardInterrupt:
        _stop("Commande interrompue.")
    except Exception as error:  # noqa: BLE001 - the last resort: whatever happens, one French line and no traceback
        _stop(
            f"La commande a rencontré une panne imprévue ({type(error).__name__}) ; rien n'a été enregistré par elle."
        )
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _stop(sentence: str) -> None:
    say(no_break(sentence), err=True)
    sys.exit(2)


def _usage(error: typer.TyperException) -> str:
    """What is wrong with the words of the command, from the parser's English."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":  # nothing was asked: what can be asked
        return error.format_message()
    context = getattr(error, "ctx", None)
    usage = f"voir {context.command_path} --help." if context else "voir cpts --help."
    parameter = getattr(error, "param", None)
    name = _parameter_name(parameter)
    message = error.format_message()
    if kind == "MissingParameter":
        return f"Il manque {name} ; {usage}"
    if kind == "NoSuchOption":
        return f"L'option {getattr(error, 'option_name', '')} n'existe pas ; {usage}"
    if unknown := re.match(r"No such command '(.+?)'", message):
        return f"La commande « {unknown[1]} » n'existe pas ; {usage}"
    if kind == "BadParameter":
        return f"La valeur donnée pour {name} ne convient pas ; {usage}"
    return f"La commande est mal écrite ; {usage}"


def _parameter_name(parameter: object) -> str:
    """An option as it is typed, an argument as the help shows it."""
    options = [str(o) for o in getattr(parameter, "opts", []) if str(o).startswith("-")]
    return options[0] if options else str(getattr(parameter, "metavar", None) or getattr(parameter, "name", ""))
