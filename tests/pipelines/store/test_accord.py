"""The store knows its agreement: bands that change move the tailles of a store already filled, the demonstration's too."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import yaml

from calculators.aci.accord import bloc_files
from calculators.aci.accord.load import load_accord, tailles
from pipelines.catalogue import load_catalogue
from pipelines.store import scope as reading
from pipelines.store.catalogue_tables import replace_catalogue
from pipelines.store.connection import Store
from pipelines.store.questions.indicateurs import indicator_month
from pipelines.store.questions.territoires import territories
from pipelines.store.scope import Scope

LOCAL = Scope("x")
TODAY = date.today()


@pytest.fixture
def accord(tmp_path) -> Path:
    """A copy of the blocks of the agreement, to be changed."""
    folder = tmp_path / "accord"
    folder.mkdir()
    for file in bloc_files():
        shutil.copy(file, folder)
    return folder


def _with_limit(block: dict, limit: int) -> dict:
    """The block with taille 2 from so many inhabitants on, instead of 40 000."""
    first, second, *rest = block["tailles"]
    return {**block, "tailles": [{**first, "a": limit - 1}, {**second, "de": limit}, *rest]}


def _changed(accord: Path, limit: int) -> None:
    """Change the bands of the newest block where it stands, as one corrects a cell."""
    newest = bloc_files(accord)[-1]
    block = yaml.safe_load(newest.read_text(encoding="utf-8"))
    newest.write_text(yaml.safe_dump(_with_limit(block, limit), allow_unicode=True), encoding="utf-8")
    load_accord.cache_clear()


def _added(accord: Path, limit: int, *, du: date) -> None:
    """Add an avenant by the recipe of CONTRIBUTING: the newest block copied, its name, its day and its bands changed."""
    block = yaml.safe_load(bloc_files(accord)[-1].read_text(encoding="utf-8"))
    block |= {"version": "avenant-9", "en_vigueur": du}
    (accord / f"{du}_avenant-9.yaml").write_text(
        yaml.safe_dump(_with_limit(block, limit), allow_unicode=True), encoding="utf-8"
    )
    load_accord.cache_clear()


def _tailles(store: Store) -> dict[str, int]:
    found = territories(store, LOCAL)
    return {row.id_cpts: row.taille for row in found[found["taille"].notna()].itertuples()}


def test_bands_that_change_move_the_tailles_of_an_existing_store(filled, accord):
    before = _tailles(filled)
    assert (before["DEMO-A"], before["DEMO-B"], before["CPTS-WEPP"], before["DEMO-D"]) == (2, 2, 2, 1)
    _changed(accord, 55_000)  # DEMO-A has 50 000 inhabitants, DEMO-B 60 000, the Weppes 48 000
    moved = _tailles(Store.open(filled.identity, accord=accord))
    assert (moved["DEMO-A"], moved["DEMO-B"], moved["CPTS-WEPP"], moved["DEMO-D"]) == (1, 2, 1, 1)
    assert _tailles(Store.open(filled.identity)) == before


def test_the_filter_by_taille_follows(filled, accord):
    asked = {"indicateur": "PRE_SEIN", "mois": date(2026, 10, 1), "taille": 1}
    assert "DEMO-A" not in set(indicator_month(filled, LOCAL, **asked)["id_cpts"])
    _changed(accord, 55_000)
    again = Store.open(filled.identity, accord=accord)
    assert "DEMO-A" in set(indicator_month(again, LOCAL, **asked)["id_cpts"])


@pytest.mark.parametrize(("since", "expected"), [(0, 1), (1, 2)])
def test_an_avenant_moves_them_from_the_day_it_is_in_force(filled, accord, monkeypatch, since, expected):
    _added(accord, 55_000, du=TODAY + timedelta(days=since))
    store = Store.open(filled.identity, accord=accord)
    assert _tailles(store)["DEMO-A"] == expected

    class Later(date):
        @classmethod
        def today(cls) -> date:
            return TODAY + timedelta(days=1)

    monkeypatch.setattr(reading, "date", Later)
    assert _tailles(store)["DEMO-A"] == 1  # the store is not even opened again


def test_what_is_loaded_after_the_change_is_sized_by_it(filled, accord):
    _changed(accord, 55_000)
    store = Store.open(filled.identity, accord=accord)
    frame = pd.DataFrame(
        {
            "id_cpts": ["DEMO-Z"],
            "nom": "Z",
            "nature": "cpts",
            "population_insee": [54_999],
            "population_contrat": [None],
        }
    )
    none = pd.DataFrame()
    replace_catalogue(store, cpts=frame, contrats=none, missions=none, objectifs=none, demonstration=True)
    assert _tailles(store)["DEMO-Z"] == 1


def test_a_mission_whose_nature_changes_is_expected_otherwise(filled, accord):
    for file in bloc_files(accord):
        block = yaml.safe_load(file.read_text(encoding="utf-8"))
        missions = [{**m, "nature": "optionnelle"} if m["code"] == "prevention" else m for m in block["missions"]]
        file.write_text(yaml.safe_dump({**block, "missions": missions}, allow_unicode=True), encoding="utf-8")
    load_accord.cache_clear()
    sql = "SELECT DISTINCT nature_mission FROM indicateurs WHERE mission = 'prevention'"
    with filled.read() as cursor:
        assert cursor.rows(sql) == [("socle",)]
    with Store.open(filled.identity, accord=accord).read() as cursor:
        assert cursor.rows(sql) == [("optionnelle",)]


def test_an_agreement_that_is_the_same_changes_nothing(filled, accord):
    before = filled.snapshot()
    assert Store.open(filled.identity, accord=accord).snapshot() == before


def test_the_bands_say_the_same_as_the_calculators(filled):
    limits = {band.de for bloc in load_accord().blocs for band in bloc.tailles}
    edges = sorted({max(0, limit + step) for limit in limits for step in (-1, 0, 1)} | {1, 1_000_000})
    frame = pd.DataFrame({"id_cpts": [f"DEMO-{n}" for n in edges], "nature": "cpts", "population_contrat": edges})
    none = pd.DataFrame()
    replace_catalogue(filled, cpts=frame, contrats=none, missions=none, objectifs=none, demonstration=True)
    sql = "SELECT taille FROM territoires_lisibles($lecture) WHERE starts_with(id_cpts, 'DEMO-') ORDER BY population_contrat"
    with filled.read() as cursor:
        for bloc in load_accord().blocs:
            found = cursor.rows(sql, {"lecture": {**LOCAL.lecture, "jour": bloc.en_vigueur}})
            assert [row[0] for row in found] == tailles(bloc, np.array(edges)).tolist()
        before = load_accord().blocs[0].en_vigueur - timedelta(days=1)
        assert {row[0] for row in cursor.rows(sql, {"lecture": {**LOCAL.lecture, "jour": before}})} == {None}


@pytest.fixture
def version_4(filled) -> Path:
    """The store as version 4 kept it: the taille a column of the territories, here of another day; no band of any version."""
    folder = Path(filled.identity)
    with duckdb.connect(str(folder / "pilotage.duckdb")) as base:
        for kind, name in base.execute(
            "SELECT CASE function_type WHEN 'macro' THEN 'MACRO' ELSE 'MACRO TABLE' END, function_name "
            "FROM duckdb_functions() WHERE NOT internal AND function_type LIKE '%macro' "
            "UNION ALL SELECT 'VIEW', view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall():
            base.execute(f"DROP {kind} {name}")
        base.execute("DROP TABLE tranches")
        base.execute("ALTER TABLE cpts ADD COLUMN taille INTEGER")
        base.execute("UPDATE cpts SET taille = 4 WHERE nature = 'cpts'")
        base.execute("UPDATE reglages SET valeur = '4' WHERE cle = 'version'")
        base.execute("UPDATE reglages SET valeur = 'celle de la version 4' WHERE cle = 'structure'")
        base.execute("DELETE FROM reglages WHERE cle = 'accord'")
        base.execute(
            "CREATE MACRO territoires_choisis(portee, choisis, une_taille, une_cpam, une_region) AS TABLE "
            "SELECT * FROM cpts WHERE taille = une_taille"
        )
    return folder


def _content(store: Store) -> dict[str, list[tuple]]:
    """Every row of every table but the settings; of the territories, what both versions keep."""
    with store.read() as cursor:
        names = [
            row[0] for row in cursor.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'pilotage'")
        ]
        columns = {"cpts": ", ".join([*load_catalogue().cpts.columns, "demonstration"])}
        return {
            name: sorted(map(repr, cursor.rows(f"SELECT {columns.get(name, '*')} FROM {name}")))
            for name in names
            if name not in ("reglages", "tranches")
        }


def test_a_store_of_version_4_opens_in_place_and_only_its_tailles_are_those_of_now(filled, version_4, tmp_path):
    filled_again = shutil.copytree(version_4, tmp_path / "copie")
    old = Store.open(version_4)
    with duckdb.connect(str(filled_again / "pilotage.duckdb")) as base:
        columns = ", ".join([*load_catalogue().cpts.columns, "demonstration"])
        before = {
            name: sorted(map(repr, base.execute(f"SELECT {columns if name == 'cpts' else '*'} FROM {name}").fetchall()))
            for (name,) in base.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            if name != "reglages"
        }
    assert _content(old) == before
    assert _tailles(old)["DEMO-A"] == 2
    with old.read() as cursor:
        assert dict(cursor.rows("SELECT cle, valeur FROM reglages"))["version"] == "5"
    snapshot = old.snapshot()
    assert Store.open(version_4).snapshot() == snapshot
