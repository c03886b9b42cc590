"""A store made by the first version opens in place: it gains tables and columns, and loses nothing."""

from datetime import datetime, timedelta

import duckdb
import pytest

from pipelines.ingest.deposit.lifecycle import restore, withdraw
from pipelines.store.connection import Store
from pipelines.store.depots.journal import journal
from pipelines.store.depots.kept_files import kept_file
from pipelines.store.files import FilesInFolder, fingerprint
from pipelines.store.questions import suivi
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import NOW, month_file

LOCAL = Scope.local()
FILES = {
    "D1": month_file("CPTS-WEPP;2026-10;ADH;;;91;"),
    "D2": month_file("CPTS-WEPP;2026-10;ADH;;;92;"),
    "D3": month_file("CPTS-BERG;2026-10;ADH;;;50;"),
}
# The tables of version 1 that have changed since, as they were.
VERSION_1 = """
CREATE TABLE reglages (cle VARCHAR, valeur VARCHAR);
INSERT INTO reglages VALUES ('version', '1'), ('structure', 'ancienne');
CREATE TABLE depots (
    depot VARCHAR, hash VARCHAR, fichier VARCHAR, auteur VARCHAR, depose_le TIMESTAMP,
    etat VARCHAR, retire_le TIMESTAMP, motif VARCHAR,
    lignes_lues INTEGER, acceptees INTEGER, rejetees INTEGER,
    nouvelles INTEGER, modifiees INTEGER, identiques INTEGER, demonstration BOOLEAN
);
CREATE TABLE observations (
    id_cpts VARCHAR, indicateur VARCHAR, mois DATE, version INTEGER,
    valeur DOUBLE, numerateur DOUBLE, denominateur DOUBLE,
    etat VARCHAR, marqueur VARCHAR, provisoire BOOLEAN, commentaire VARCHAR,
    depot VARCHAR, ligne INTEGER, connu_le TIMESTAMP
);
CREATE TABLE journal (
    quand TIMESTAMP, qui VARCHAR, action VARCHAR, objet VARCHAR, avant VARCHAR, apres VARCHAR, pourquoi VARCHAR, hash VARCHAR
);
CREATE VIEW observations_courantes AS
SELECT o.* FROM observations AS o
ANTI JOIN (SELECT depot FROM depots WHERE retire_le IS NOT NULL) AS retires USING (depot)
QUALIFY row_number() OVER (PARTITION BY o.id_cpts, o.indicateur, o.mois ORDER BY o.version DESC) = 1;
"""


@pytest.fixture
def old(tmp_path):
    """A store of version 1: a value, its correction withdrawn an hour later, and another value."""
    # As every store is written, whatever the DuckDB that runs the test.
    with duckdb.connect(str(tmp_path / "pilotage.duckdb"), config={"storage_compatibility_version": "v1.5.0"}) as base:
        base.execute(VERSION_1)
        rows = (("D1", "WEPP", 1, 91, 0, None), ("D2", "WEPP", 2, 92, 1, 60), ("D3", "BERG", 1, 50, 2, None))
        for name, cpts, version, value, minute, gone in rows:
            when = NOW + timedelta(minutes=minute)
            withdrawn = None if gone is None else NOW + timedelta(minutes=gone)
            base.execute(
                "INSERT INTO depots VALUES (?, ?, ?, 'x', ?, ?, ?, NULL, 1, 1, 0, 1, 0, 0, false)",
                [name, fingerprint(FILES[name]), f"{name}.csv", when, "actif" if gone is None else "retire", withdrawn],
            )
            base.execute(
                "INSERT INTO observations VALUES (?, 'ADH', '2026-10-01', ?, ?, NULL, NULL, 'valeur', NULL, false, NULL, "
                "?, 2, ?)",
                [f"CPTS-{cpts}", version, value, name, when],
            )
            base.execute(
                "INSERT INTO journal VALUES (?, 'x', 'depot', ?, NULL, NULL, NULL, ?)",
                [when, name, fingerprint(FILES[name])],
            )
    for data in FILES.values():
        FilesInFolder(tmp_path).put(data)
    return Store.open(tmp_path)


def _known(store: Store, when: datetime | None = None) -> dict[str, float]:
    source = "observations_courantes" if when is None else f"observations_au(TIMESTAMP '{when}')"
    with store.read() as cursor:
        return dict(cursor.rows(f"SELECT id_cpts, valeur FROM {source}"))


def test_an_old_store_keeps_its_values_its_past_and_its_files(old):
    assert _known(old) == {"CPTS-WEPP": 91, "CPTS-BERG": 50}
    assert _known(old, NOW + timedelta(minutes=30)) == {"CPTS-WEPP": 92, "CPTS-BERG": 50}
    assert _known(old, NOW + timedelta(minutes=90)) == {"CPTS-WEPP": 91, "CPTS-BERG": 50}
    assert suivi.deposits(old, LOCAL)["depot"].tolist() == ["D3", "D2", "D1"]
    assert journal(old, LOCAL)["objet"].tolist() == ["D3", "D2", "D1"]
    assert kept_file(old, LOCAL, "D2") == (FILES["D2"], "D2.csv")


def test_an_old_store_goes_on(old):
    later = NOW + timedelta(hours=2)
    assert restore(old, LOCAL, "D2", auteur="x", motif="m", maintenant=later).changees == 1
    assert _known(old)["CPTS-WEPP"] == 92
    withdraw(old, LOCAL, "D3", auteur="x", motif="m", maintenant=later)
    assert _known(old) == {"CPTS-WEPP": 92}
    assert deposit(old, LOCAL, FILES["D1"], "x.csv", auteur="x", maintenant=later).deja_depose
    assert deposit(old, LOCAL, FILES["D3"], "x.csv", auteur="x", maintenant=later).nouvelles == 1


def test_opening_it_again_changes_nothing(old):
    before = old.snapshot()
    assert Store.open(old.identity).snapshot() == before
