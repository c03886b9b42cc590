"""Loading: check and deposit of a national file, as ratios to DuckDB loading the same French CSV into a file."""

import statistics
import time
from datetime import date, datetime
from pathlib import Path

import duckdb

from pipelines.catalogue import load_catalogue
from pipelines.ingest.deposits import deposit, examine
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.bench.copies import copy_catalogue

LOCAL = Scope.local()
NOW = datetime(2026, 11, 20, 9)


def national_file(store: Store, mois: date | None = None) -> bytes:
    """Write the observations of the store as one French CSV, cp1252, as a statistician would send it."""
    with store.read() as cursor:
        rows = cursor.frame(
            """
            SELECT id_cpts, strftime(mois, '%d/%m/%Y') AS mois, indicateur,
                   CASE WHEN etat <> 'valeur' AND denominateur IS NOT NULL THEN marqueur
                        ELSE CAST(CAST(numerateur AS BIGINT) AS VARCHAR) END AS numerateur,
                   CAST(CAST(denominateur AS BIGINT) AS VARCHAR) AS denominateur,
                   CASE WHEN etat <> 'valeur' AND denominateur IS NULL THEN coalesce(marqueur, '')
                        WHEN etat <> 'valeur' THEN ''
                        WHEN valeur = floor(valeur) AND numerateur IS NULL THEN CAST(CAST(valeur AS BIGINT) AS VARCHAR)
                        WHEN numerateur IS NULL THEN replace(CAST(valeur AS VARCHAR), '.', ',') ELSE '' END AS valeur
            FROM observations_courantes WHERE $mois IS NULL OR mois = $mois
            ORDER BY mois, id_cpts, indicateur
            """,
            {"mois": mois},
        )
    return rows.to_csv(index=False, sep=";", lineterminator="\r\n").encode("cp1252")


def _floor(data: bytes, folder: Path) -> float:
    """DuckDB alone: decoded bytes to a table of texts, dates and numbers in a database file."""
    start = time.perf_counter()
    source = folder / "plancher.csv"
    source.write_text(data.decode("cp1252"), encoding="utf-8", newline="")
    target = folder / "plancher.duckdb"
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        connection.execute(
            f"""
            CREATE TABLE observations AS
            SELECT id_cpts, strptime(mois, '%d/%m/%Y')::DATE AS mois, indicateur,
                   try_cast(numerateur AS DOUBLE) AS numerateur, try_cast(denominateur AS DOUBLE) AS denominateur,
                   try_cast(replace(valeur, ',', '.') AS DOUBLE) AS valeur
            FROM read_csv('{source}', delim=';', header=true, all_varchar=true, auto_detect=false, quote='"', escape='"',
                          columns={{'id_cpts': 'VARCHAR', 'mois': 'VARCHAR', 'indicateur': 'VARCHAR',
                                    'numerateur': 'VARCHAR', 'denominateur': 'VARCHAR', 'valeur': 'VARCHAR'}})
            """
        )
    return time.perf_counter() - start


def _timed(run, times):
    spent = []
    for turn in range(times):
        start = time.perf_counter()
        run(turn)
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def bench(store: Store, folder: Path) -> None:
    """Print the floor, then check and deposit as ratios to it, for the whole history and for one month."""
    catalogue = load_catalogue()
    for title, month in (("tout l'historique", None), ("un mois", date(2026, 9, 1))):
        data = national_file(store, month)
        lines = data.count(b"\n") - 1
        floor = _timed(lambda _, data=data: _floor(data, folder), 3)

        def checked(_, data=data):
            verdict = examine(store, LOCAL, data, "national.csv", catalogue=catalogue, maintenant=NOW)
            if verdict.refuse:
                raise AssertionError(verdict.anomalies[:3])

        def stored(turn, data=data, title=title):
            empty = copy_catalogue(store, folder / f"vide-{title.replace(' ', '-')}-{turn}")
            start = time.perf_counter()
            done = deposit(empty, LOCAL, data, "national.csv", auteur="banc", catalogue=catalogue, maintenant=NOW)
            if done.etat != "actif":
                raise AssertionError(done.etat)
            return time.perf_counter() - start

        check = _timed(checked, 3)
        deposits = statistics.median(stored(turn) for turn in range(2))
        print(f"Chargement, {title} ({lines} lignes, {len(data) / 1e6:.1f} Mo)")
        print(f"  plancher F, DuckDB seul  : {floor:6.2f} s")
        print(f"  lecture et contrôle      : {check:6.2f} s = {check / floor:4.1f} F")
        print(f"  contrôle et dépôt        : {deposits:6.2f} s = {deposits / floor:4.1f} F\n")
