"""Makes a store ready: tables, views, and the reference catalogue, each only when it is new or has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from calculators.aci.accord import bloc_files
from pipelines.reference import reference_dir
from pipelines.store.cursor import Cursor
from pipelines.store.errors import INCOMPLETE, StoreError
from pipelines.store.populations import remember
from pipelines.store.ports import Place

if TYPE_CHECKING:
    from pipelines.catalogue import Catalogue

VERSION = 5
_HERE = Path(__file__).parent
_TABLES = _HERE / "tables.sql"
# In this order: what a macro reads has to be there.
VIEWS = (
    *("portee", "calendrier", "versions", "secret", "gels", "territoires", "contrats", "receptions", "depots"),
    "annees",
)
_VIEWS = tuple(_HERE / "views" / f"{name}.sql" for name in VIEWS)
# One rule of secrecy over three sources: a macro takes no table as argument, hence a text filled in.
_LISIBLES = _HERE / "lisibles.sql"
_SOURCES = (
    (
        "observations_lisibles",
        "lecture",
        "observations_courantes",
        "One CPTS, indicator and month: the current version",
    ),
    (
        "observations_lisibles_au",
        "lecture, instant",
        "observations_au(instant)",
        "One CPTS, indicator and month: the version current at the instant given",
    ),
    (
        "versions_lisibles",
        "lecture",
        "observations",
        "One CPTS, indicator, month and version, withdrawn ones included",
    ),
)
_ANY_TABLE = "SELECT 1 FROM duckdb_tables() WHERE database_name = 'pilotage' LIMIT 1"
# In version 1 a withdrawal was only a mark on the deposit.
_WITHDRAWALS_AS_EVENTS = """
INSERT INTO evenements_depots
SELECT depot, 1, 'retrait', retire_le, NULL, NULL FROM depots
WHERE retire_le IS NOT NULL AND depot NOT IN (SELECT depot FROM evenements_depots)
"""


def prepare(place: Place, catalogue: Catalogue | None = None, accord: Path | None = None) -> None:
    """Create or update what the store needs, in place; one short reading when there is nothing to do.

    A store of an earlier version gains the tables and columns it lacks in one transaction; no row of it is lost.

    Raises StoreError when the store was made by a later version of the software, and when it is no whole store though
    something was deposited in it: it is not for us to make it again.
    """
    wanted = {"structure": _digest((_TABLES, *_VIEWS, _LISIBLES)), "catalogue": _catalogue_mark(catalogue)}
    wanted["accord"] = _digest(bloc_files(accord))
    if place.exists():
        with place.base.read() as cursor:
            known = _settings(cursor)
            if not known and (cursor.rows(_ANY_TABLE) or any(place.files)):
                raise StoreError(f"Les données de {place.name} ne s'ouvrent pas : {INCOMPLETE}")
        if int(known.get("version", "0")) > VERSION:
            raise StoreError(f"Les données de {place.name} viennent d'une version plus récente du logiciel.")
        if wanted.items() <= known.items():
            return
    with place.base.write(create=True) as cursor:
        _forget_views(cursor)
        for statement in _statements():
            cursor.execute(statement)
        known = _settings(cursor)
        if known.get("version") == "1":
            cursor.execute(_WITHDRAWALS_AS_EVENTS)
        # Of each indicator, versions 3 and 4 keep what secrecy protects and what it is a share of; version 5, the bands of
        # population of the agreement. A change of the agreement moves the nature of missions too: all of it is loaded again.
        if any(known.get(of) != wanted[of] for of in ("catalogue", "accord")) or known.get("version") != str(VERSION):
            _fill(cursor, catalogue, accord)
        if known and int(known.get("version", "0")) < 4:
            # Nobody knows who sent the denominators of before: they make less of a population, and vouch for none.
            remember(cursor, "observations", fournisseurs=())
        cursor.execute("DELETE FROM reglages")
        for key, value in {"version": str(VERSION), **wanted}.items():
            cursor.execute("INSERT INTO reglages VALUES ($cle, $valeur)", {"cle": key, "valeur": value})


def _fill(cursor: Cursor, catalogue: Catalogue | None, accord: Path | None) -> None:
    # Imported when something has changed, which is rare: every command passes here, and the frames of the catalogue take
    # longer to import than most of them to answer.
    from calculators.aci.accord.load import load_accord
    from pipelines.catalogue import load_catalogue
    from pipelines.store.catalogue_tables import load_reference

    rules = load_accord(accord)
    load_reference(cursor, catalogue or load_catalogue(accord=rules), rules)


def _statements() -> list[str]:
    parts = [part.strip() for file in (_TABLES, *_VIEWS) for part in file.read_text(encoding="utf-8").split(";\n")]
    model = _LISIBLES.read_text(encoding="utf-8")
    readable = [model.format(nom=n, arguments=a, source=s, grain=f"Grain: {g}") for n, a, s, g in _SOURCES]
    return [part for part in parts if part] + readable


def _forget_views(cursor: Cursor) -> None:
    """Drop every view and macro: those of an earlier version must not be read beside those of now."""
    for kind, name in cursor.rows(
        """
        SELECT DISTINCT CASE function_type WHEN 'macro' THEN 'MACRO' ELSE 'MACRO TABLE' END, function_name
        FROM duckdb_functions() WHERE database_name = 'pilotage' AND function_type IN ('macro', 'table_macro')
        UNION SELECT 'VIEW', view_name FROM duckdb_views() WHERE database_name = 'pilotage' AND NOT internal
        """
    ):
        cursor.execute(f"DROP {kind} IF EXISTS pilotage.{name}")


def is_blank(place: Place) -> bool:
    """True when the database holds nothing at all: its creation was stopped, or the copy of it."""
    with place.base.read() as cursor:
        return not cursor.rows(_ANY_TABLE)


def _settings(cursor: Cursor) -> dict[str, str]:
    if not cursor.rows("SELECT 1 FROM duckdb_tables() WHERE database_name = 'pilotage' AND table_name = 'reglages'"):
        return {}
    return dict(cursor.rows("SELECT cle, valeur FROM reglages"))


def _catalogue_mark(catalogue: Catalogue | None) -> str:
    """What changes when the reference rows change; a catalogue given by hand is loaded once."""
    if catalogue is not None:
        return "fourni"
    directory = reference_dir()
    names = ("cpts.csv", "indicators.yaml")
    files = [directory / name for name in names] + sorted((directory / "contracts").glob("*.yaml"))
    return _digest(tuple(files))


def _digest(files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
