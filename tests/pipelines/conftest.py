"""A store of its own for each test, with a handful of invented CPTS beside the reference catalogue."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from pipelines.store.catalogue_tables import replace_catalogue
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.commands import run_here
from tests.depositing import deposit
from tests.monthly import month_file
from tests.once import made_once

# id, population, CPAM, regions, indicators sent in October 2026
DEMO = [
    ("DEMO-A", 50_000, "CPAM du Nord (démo)", "32"),
    ("DEMO-B", 60_000, "CPAM du Nord (démo)|CPAM de la Somme (démo)", "32"),
    ("DEMO-C", 70_000, "CPAM de Corse (démo)", "94"),
    ("DEMO-D", 39_999, "CPAM de Corse (démo)", "94"),
]


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> Path:
    """Stores made once in a run, copied for each test."""

    def make(directory):
        Store.open(directory / "store")
        _fill(Store.open(directory / "filled"))

    return made_once(tmp_path_factory, "modeles", make)


@pytest.fixture
def store(models, tmp_path) -> Store:
    """A new store, with the reference catalogue only."""
    return Store.open(shutil.copytree(models / "store", tmp_path / "store"))


@pytest.fixture
def filled(models, tmp_path) -> Store:
    """The store of ``_fill``."""
    return Store.open(shutil.copytree(models / "filled", tmp_path / "filled"))


@pytest.fixture
def cpts(capsys, monkeypatch, store):
    """Run `cpts` in this process on a store of its own: exit code, standard output, error output."""
    monkeypatch.setenv("CPTS_STORE", store.identity)

    def run(*arguments: object) -> tuple[int, str, str]:
        done = run_here(arguments, capture=capsys, monkeypatch=monkeypatch)
        return done.returncode, done.stdout, done.stderr

    return run


def _fill(store: Store) -> None:
    """Four invented CPTS, two missions each, a target, and four deposits (one of them corrects, one comes late)."""
    ids = [d[0] for d in DEMO]
    replace_catalogue(
        store,
        cpts=pd.DataFrame(
            {
                "id_cpts": [*ids, "DEMO-E"],
                "nom": [f"CPTS démo {i}" for i in [*ids, "DEMO-E"]],
                "nature": "cpts",
                "etape": ["contrat"] * 4 + ["redaction"],
                "cpam": [*[d[2] for d in DEMO], "CPAM de Corse (démo)"],
                "regions": [*[d[3] for d in DEMO], "94"],
                "population_contrat": [*[d[1] for d in DEMO], None],
                "population_insee": [*[d[1] for d in DEMO], 45_000],
            }
        ),
        contrats=pd.DataFrame(
            {
                "id_cpts": ids,
                "date_signature": [date(2024, 3, 15)] * 3 + [date(2026, 10, 20)],
                "annees": 5,
                "population": [d[1] for d in DEMO],
                "situation": [{"id_cpts": i, "date_signature": date(2024, 3, 15)} for i in ids],
                "statut": "demonstration",
            }
        ),
        missions=pd.DataFrame(
            [
                {"id_cpts": i, "mission": m, "debut": d}
                for i in ids[:3]
                for m, d in (("acces", date(2024, 9, 1)), ("prevention", date(2025, 3, 15)))
            ]
        ),
        objectifs=pd.DataFrame(
            [
                {"id_cpts": "DEMO-A", "annee_contrat": None, "indicateur": "PRE_SEIN", "mission": "prevention"}
                | {"reference": 0.5, "cible": 0.60, "sens": "hausse"},
                {"id_cpts": "DEMO-A", "annee_contrat": 3, "indicateur": "PRE_SEIN", "mission": "prevention"}
                | {"reference": 0.5, "cible": 0.65, "sens": "hausse"},
            ]
        ),
        demonstration=True,
    )
    scope = Scope.local()
    files = [
        ("2025", datetime(2025, 11, 10), ["DEMO-A;2025-10;PRE_SEIN;500;1000;;", "DEMO-B;2025-10;PRE_SEIN;520;1000;;"]),
        (
            "A",
            datetime(2026, 11, 10),
            [
                "DEMO-A;2026-10;PRE_SEIN;550;1000;;",
                "DEMO-A;2026-10;ACC_MT_16;90;1000;;",
                "DEMO-A;2026-10;PRE_COL;NS;1000;;",
                "DEMO-A;2026-10;PRE_CCR;ND;1000;;",
                "DEMO-A;2026-10;ADH;;;91;",
            ],
        ),
        ("BC", datetime(2026, 11, 11), ["DEMO-B;2026-10;PRE_SEIN;580;1000;;", "DEMO-C;2026-10;PRE_SEIN;610;1000;;"]),
        ("B corrigé", datetime(2026, 11, 12), ["DEMO-B;2026-10;PRE_SEIN;590;1000;;erreur de saisie"]),
    ]
    for name, when, lines in files:
        done = deposit(
            store,
            scope,
            month_file(*lines),
            f"{name}.csv",
            auteur="CPAM (démo)",
            demonstration=True,
            maintenant=when,
        )
        assert done.etat == "actif", done.verdict.anomalies
