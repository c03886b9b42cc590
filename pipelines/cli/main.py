"""The `cpts` command. Exit codes: 0 done, 1 the data was refused (report printed), 2 the command could not run."""

from __future__ import annotations

import re
import sys

import typer

from calculators.aci import AccordError
from pipelines.catalogue import CatalogueError
from pipelines.cli.accord import accord_app
from pipelines.cli.demo import demo_command
from pipelines.cli.difference import difference_command
from pipelines.cli.export import export_app
from pipelines.cli.files import check_command, deposit_command
from pipelines.cli.journal import file_command, journal_command
from pipelines.cli.lifecycle import freeze_command, restore_command, unfreeze_command, withdraw_command
from pipelines.cli.serve import serve_command
from pipelines.cli.simulate import simulate_command
from pipelines.cli.status import status_command
from pipelines.cli.template import schema_command, template_command
from pipelines.cli.watch import watch_command
from pipelines.ingest.texts import typeset
from pipelines.store.errors import StoreError

app = typer.Typer(
    name="cpts",
    help="Pilotage CPTS : suivre les indicateurs des CPTS et calculer leur financement ACI.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("check")(check_command)
app.command("deposit")(deposit_command)
app.command("watch")(watch_command)
app.command("withdraw")(withdraw_command)
app.command("restore")(restore_command)
app.command("freeze")(freeze_command)
app.command("unfreeze")(unfreeze_command)
app.command("journal")(journal_command)
app.command("file")(file_command)
app.add_typer(export_app, name="export")
app.command("template")(template_command)
app.command("schema")(schema_command)
app.command("status")(status_command)
app.command("simulate")(simulate_command)
app.command("difference")(difference_command)
app.add_typer(accord_app, name="accord")
app.command("demo")(demo_command)
app.command("serve")(serve_command)


def main() -> None:
    """Run the command line; what stops a command is one French line on the error output, never a traceback."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        _stop(_usage(error))
    except typer.Abort:
        _stop("Commande interrompue.")
    except (StoreError, CatalogueError, AccordError) as error:
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
    typer.echo(typeset(sentence), err=True)
    sys.exit(2)


def _usage(error: typer.TyperException) -> str:
    """What is wrong with the words of the command, from the parser's English."""
    kind = type(error).__name__
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
