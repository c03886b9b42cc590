"""`cpts serve`: opens the dashboard on this machine."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from calculators.french import no_break
from pipelines.cli.say import say
from pipelines.settings import max_megabytes, set_store_folder
from pipelines.store.connection import Store
from pipelines.store.errors import StoreError

SERVER = Path(__file__).parents[2] / "dashboard" / "server.py"


def serve_command(
    store: Annotated[
        str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
    ] = None,
    port: Annotated[int, typer.Option("--port", envvar="PORT", min=1, max=65535, help="Port d'écoute.")] = 8501,
    address: Annotated[str, typer.Option("--address", help="Adresse d'écoute ; 0.0.0.0 pour le réseau.")] = "localhost",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Ouvrir le navigateur.")] = True,
) -> None:
    """Ouvre le tableau de bord dans le navigateur. Ctrl+C pour arrêter."""
    if not SERVER.is_file():
        raise StoreError("Le tableau de bord n'est pas installé : le dossier dashboard manque.")
    _require_free(address, port)
    set_store_folder(Store.open(store).identity)
    say(no_break(f"Pilotage CPTS : http://{address}:{port} (Ctrl+C pour arrêter)"))
    sys.stdout.flush()
    # Streamlit takes the place of this process, so that signals and the exit code are its own.
    os.execv(sys.executable, _command(address=address, port=port, browser=browser))


def _command(*, address: str, port: int, browser: bool) -> list[str]:
    shown = browser and bool(os.environ.get("DISPLAY") or sys.platform in ("darwin", "win32"))
    options = {
        "server.port": str(port),
        "server.address": address,
        "server.maxUploadSize": str(max_megabytes()),
        "server.headless": "false" if shown else "true",
        "browser.gatherUsageStats": "false",
        "logger.hideWelcomeMessage": "true",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(SERVER), *flags]


def _require_free(address: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise StoreError(f"Le port {port} est déjà pris ; choisissez-en un autre avec --port.") from error
