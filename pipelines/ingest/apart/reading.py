"""Checks a file, or hands it back, in a reader; a plain text is read here where no reader is awaited (a command, a test).

What the reading of a file does, the verdict says: it never raises for what is in the file, nor does the program end of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from calculators.french_error import FrenchError
from pipelines.catalogue import Catalogue, load_catalogue
from pipelines.ingest.apart.allowance import TooLong, allowance, at_most, is_plain
from pipelines.ingest.apart.readers import READERS, Unread
from pipelines.ingest.check import verdict as checking
from pipelines.ingest.check.verdict import Progres, Verdict, unread
from pipelines.ingest.hand_back import annotate as handing_back
from pipelines.ingest.issues import Issue
from pipelines.ingest.read.cells import NOWHERE
from pipelines.ingest.read.limits import too_large
from pipelines.ingest.read.workbook import is_workbook
from pipelines.ingest.rules.table import finding
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope


def check(
    data: bytes,
    name: str,
    *,
    catalogue: Catalogue,
    scope: Scope,
    territoires: pd.DataFrame,
    today: date,
    progres: Progres | None = None,
) -> Verdict:
    """As :func:`pipelines.ingest.check.verdict.check`, whatever the file does to who reads it (lecture_impossible)."""
    if (heavy := too_large(len(data))) is not None:
        return unread(name, heavy)
    arguments: dict[str, Any] = {
        "data": data,
        "name": name,
        "catalogue": catalogue,
        "scope": scope,
        "territoires": territoires,
        "today": today,
    }
    try:
        if not READERS.awaited and is_plain(data):
            with at_most(allowance(data).processor):
                return checking.check(**arguments, progres=progres)
        found: Verdict = READERS.ask("check", arguments, allowance(data), progres)
        return found
    except FrenchError:
        raise
    except TooLong:
        return unread(name, _impossible(data, "time"))
    except Unread as error:
        return unread(name, _impossible(data, error.reason, error.detail))
    except MemoryError:
        return unread(name, _impossible(data, "memory"))
    except Exception as error:  # noqa: BLE001 - whatever a file does to its reader is said of the file
        return unread(name, _impossible(data, "failure", type(error).__name__))


def annotate(data: bytes, name: str, verdict: Verdict, *, catalogue: Catalogue | None = None) -> tuple[bytes, str]:
    """As :func:`pipelines.ingest.hand_back.annotate.annotate`. Raises StoreError when the file cannot be written back."""
    return _handed_back("annotate", handing_back.annotate, data, name, verdict, catalogue)


def keep_refused(data: bytes, name: str, verdict: Verdict, *, catalogue: Catalogue | None = None) -> tuple[bytes, str]:
    """As :func:`pipelines.ingest.hand_back.annotate.keep_refused`. Raises StoreError as :func:`annotate`."""
    return _handed_back("keep_refused", handing_back.keep_refused, data, name, verdict, catalogue)


def _handed_back(
    task: str,
    here: Callable[..., tuple[bytes, str]],
    data: bytes,
    name: str,
    verdict: Verdict,
    catalogue: Catalogue | None,
) -> tuple[bytes, str]:
    if not verdict.encodage or (not READERS.awaited and is_plain(data)):  # nothing of the file is read again
        return here(data, name, verdict, catalogue=catalogue)
    limits = allowance(data)
    # Written after it is read: twice the work.
    limits = replace(limits, processor=2 * limits.processor, clock=2 * limits.clock, memory=2 * limits.memory)
    # The observations are in the file already.
    light = replace(verdict, observations=verdict.observations.iloc[:0], places=NOWHERE)
    arguments: dict[str, Any] = {
        "data": data,
        "name": name,
        "verdict": light,
        "catalogue": catalogue or load_catalogue(),
    }
    try:
        found: tuple[bytes, str] = READERS.ask(task, arguments, limits)
        return found
    except Unread as error:
        raise StoreError(
            "Le fichier n'a pas pu être rendu avec ses constats : le récrire demandait trop de temps ou de mémoire. "
            "Prenez la liste des constats seule."
        ) from error


_WHY = {
    "time": "sa lecture prenait trop de temps et a été arrêtée",
    "memory": "sa lecture demandait trop de mémoire et a été arrêtée",
    "death": "le programme qui le lisait s'est arrêté",
    "failure": "sa lecture a rencontré une panne imprévue",
    "start": "le programme qui lit les fichiers n'a pas pu démarrer, faute de place sur la machine",
}


def _impossible(data: bytes, reason: str, detail: str = "") -> Issue:
    what = "ce classeur" if is_workbook(data) else "ce fichier"
    return finding("lecture_impossible", attendu=what, detail=_WHY[reason] + (f" ({detail})" if detail else ""))
