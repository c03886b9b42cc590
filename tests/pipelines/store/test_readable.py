"""What a reader may read is filtered in one place: no question reads a table under the macros, and each macro filters."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from calculators.aci.droits.calendrier import contract_year
from pipelines.store import questions, structure
from pipelines.store.connection import Store
from pipelines.store.scope import Scope

#: What holds nothing about one CPTS: the indicators, and whether a deposit is invented.
OF_NOBODY = {"indicateurs", "origines"}
#: Macros that answer about indicators and deposits as a whole.
NOT_ABOUT_CPTS = {"indicateurs_proteges", "porteurs_de_secrets", "depots_lisibles"}
GIVEN = {
    "lecture": "$lecture",
    "lecteur": "NULL",
    "instant": "TIMESTAMP '9999-12-31'",
    "un_mois": "DATE '2026-10-01'",
    "au": "DATE '2026-11-30'",
    "premier_mois": "DATE '2026-01-01'",
    "dernier_mois": "DATE '2026-10-01'",
    "aujourdhui": "DATE '2026-11-30'",
    "jour_du": "20",
    **dict.fromkeys(("choisis", "une_taille", "une_cpam", "une_region"), "NULL"),
}


def _texts() -> Iterator[tuple[str, str]]:
    """Every SQL text of the questions, with the place it stands."""
    for file in sorted(Path(questions.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("frame", "rows", "execute"):
                asked = node.args[0]
                assert isinstance(asked, ast.Constant), f"{file.name}, {node.lineno}: write the SQL there, whole"
                yield f"{file.name}, {node.lineno}", asked.value


def _sources(sql: str) -> Iterator[tuple[str, str]]:
    """What a text reads, CTE left out: name, and first argument as written when it is a macro ('' for a table)."""
    tree = json.loads(duckdb.execute("SELECT json_serialize_sql($sql)", {"sql": sql}).fetchone()[0])
    assert not tree["error"], tree
    named, found = set(), []

    def walk(node) -> None:
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            named.update(entry["key"] for entry in (node.get("cte_map") or {}).get("map", []))
            if node.get("type") == "BASE_TABLE":
                found.append((node["table_name"], ""))
            if node.get("type") == "TABLE_FUNCTION":
                first = (node["function"]["children"] or [{}])[0]
                found.append((node["function"]["function_name"], first.get("identifier", "")))
            for each in node.values():
                walk(each)

    walk(tree)
    yield from (source for source in found if source[0] not in named)


def _wrong(sql: str) -> list[str]:
    return [
        name
        for name, first in _sources(sql)
        if name not in OF_NOBODY and first != "lecture" and name not in ("unnest", "generate_series")
    ]


@pytest.mark.parametrize(("place", "sql"), [pytest.param(*found, id=found[0]) for found in _texts()])
def test_no_question_reads_a_table_without_its_macro(place, sql):
    assert _wrong(sql) == [], place
    assert "$portee" not in sql, place


@pytest.mark.parametrize(
    ("sql", "read"),
    [
        ("SELECT * FROM contrats", ["contrats"]),
        ("WITH t AS (SELECT * FROM cpts) SELECT * FROM t, observations_lisibles($lecture)", ["cpts"]),
        ("SELECT 1 WHERE 'a' IN (SELECT depot FROM depots AS d)", ["depots"]),
        ("SELECT * FROM observations_au($instant)", ["observations_au"]),
        ("SELECT * FROM contrats_lisibles($publique)", ["contrats_lisibles"]),
        ("SELECT * FROM contrats_lisibles($lecture) AS k JOIN indicateurs AS i ON true", []),
    ],
)
def test_what_a_text_reads_is_found(sql, read):
    assert _wrong(sql) == read


def test_every_macro_that_takes_a_reading_answers_in_scope_only(filled):
    mine, nobody = Scope("b", cpts=frozenset({"DEMO-B"})), Scope("p", cpts=frozenset())
    with filled.read() as cursor:
        macros = cursor.rows(
            "SELECT function_name, parameters FROM duckdb_functions() "
            "WHERE database_name = 'pilotage' AND function_type = 'table_macro' AND parameters[1] = 'lecture'"
        )
        asked = [(name, given) for name, given in macros if name not in NOT_ABOUT_CPTS]
        assert len(asked) > 12
        for name, parameters in asked:
            call = f"FROM {name}({', '.join(GIVEN[parameter] for parameter in parameters)})"
            everyone, own, none = (
                {row[0] for row in cursor.rows(f"SELECT DISTINCT id_cpts {call}", {"lecture": scope.lecture})}
                for scope in (Scope("tout"), mine, nobody)
            )
            assert own <= {"DEMO-B"} and none == set(), name
            assert own == everyone & {"DEMO-B"}, name


def test_a_deposit_is_readable_by_who_sees_a_part_of_it_or_made_it(filled):
    sql = "SELECT depot, complet FROM depots_lisibles($lecture, $lecteur) ORDER BY depot"
    nobody = Scope("CPAM (démo)", cpts=frozenset()).lecture
    with filled.read() as cursor:
        every = cursor.rows(sql, {"lecture": Scope("tout").lecture, "lecteur": None})
        assert len(every) == 4 and all(complet for _, complet in every)
        assert cursor.rows(sql, {"lecture": nobody, "lecteur": None}) == []
        assert cursor.rows(sql, {"lecture": nobody, "lecteur": "CPAM (démo)"}) == every


def test_every_file_of_views_is_created():
    written = {file.stem for file in (Path(structure.__file__).parent / "views").glob("*.sql")}
    assert written == set(structure.VIEWS)


def test_views_of_an_earlier_version_do_not_stay(filled):
    with filled.write() as cursor:
        cursor.execute("CREATE MACRO pilotage.ancienne(x) AS TABLE SELECT * FROM pilotage.cpts WHERE nom = x")
        cursor.execute("CREATE MACRO pilotage.ancien(x) AS x + 1")
        cursor.execute("CREATE VIEW pilotage.vieille AS SELECT * FROM pilotage.cpts")
        cursor.execute("UPDATE reglages SET valeur = 'avant' WHERE cle = 'structure'")
    with Store.open(filled.identity).read() as cursor:
        left = cursor.rows(
            "SELECT function_name FROM duckdb_functions() WHERE database_name = 'pilotage' AND function_name LIKE 'ancien%' "
            "UNION ALL SELECT view_name FROM duckdb_views() WHERE database_name = 'pilotage' AND view_name = 'vieille'"
        )
    assert left == []


def test_the_contract_year_of_a_month_is_that_of_the_calculators(store):
    every = np.arange("2019-08-01", "2025-01-01", dtype="datetime64[D]")
    signed = every[
        np.isin(every.astype("datetime64[M]"), np.array(["2020-02", "2024-02"], "datetime64[M]"))
        | (every.astype(int) % 11 == 0)
    ]
    months = np.arange("2019-01", "2031-01", dtype="datetime64[M]")
    pairs = pd.MultiIndex.from_product([signed, months.astype("datetime64[D]")], names=["signe", "mois"]).to_frame(
        False
    )
    with store.read() as cursor:
        cursor.register("paires", pairs)
        found = cursor.frame("SELECT annee_contrat(signe::DATE, mois::DATE) AS annee FROM paires")["annee"]
    signatures = pairs["signe"].to_numpy().astype("datetime64[D]")
    month = pairs["mois"].to_numpy().astype("datetime64[M]")
    last_days = (month + 1).astype("datetime64[D]") - 1
    expected = np.zeros(len(pairs), dtype="int64")
    for year in range(1, 13):
        first, _ = contract_year(signatures, year)
        expected += first <= last_days
    assert found.fillna(0).astype("int64").tolist() == expected.tolist()
    # 29 February 2024: the second year begins on 28 February 2025, in a month already counted in it.
    leap = pairs["signe"].eq("2024-02-29")
    assert dict(zip(pairs["mois"][leap].dt.strftime("%Y-%m"), found[leap], strict=True))["2025-02"] == 2


def test_a_scope_is_made_in_two_places_the_session_and_the_commands():
    root = Path(structure.__file__).parents[2]
    made = [
        str(file.relative_to(root))
        for folder in ("pipelines", "dashboard")
        for file in sorted((root / folder).rglob("*.py"))
        if file.name != "scope.py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (ast.unparse(node.func) == "Scope" or ast.unparse(node.func).startswith("Scope."))
    ]
    assert sorted(made) == ["dashboard/asking/session.py", "pipelines/cli/output.py"]
