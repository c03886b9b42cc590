"""Nobody learns anything about a CPTS out of their scope, whatever they ask."""

import inspect
from datetime import date

import pytest

from pipelines.store.questions import facade
from pipelines.store.scope import Scope

ONLY_B = Scope(lecteur="CPTS B", cpts=frozenset({"DEMO-B"}))
ARGUMENTS = {
    "indicateur": "PRE_SEIN",
    "mois": date(2026, 10, 1),
    "ids": ["DEMO-A", "DEMO-B", "CPTS-WEPP"],
    "id_cpts": "DEMO-A",
    "limit": 200,
}
OTHERS = ("DEMO-A", "DEMO-C", "DEMO-D", "CPTS-", "REG-", "A.csv", "BC.csv", "Corse")


def _asked(store, name: str, scope: Scope, **more):
    question = getattr(facade, name)
    wanted = inspect.signature(question).parameters
    required = {n for n, p in wanted.items() if p.default is inspect.Parameter.empty}
    arguments = {n: v for n, v in {**ARGUMENTS, **more}.items() if n in required}
    return question(store, scope, **arguments)


def _text(answer) -> str:
    return answer.to_csv() if hasattr(answer, "to_csv") else str(answer)


@pytest.mark.parametrize("name", facade.__all__)
def test_no_question_answers_about_others(filled, name):
    first = facade.deposits(filled, Scope.local())["depot"].iloc[2]  # A.csv
    answer = _text(_asked(filled, name, ONLY_B, depot=first))
    assert [other for other in OTHERS if other in answer] == []


@pytest.mark.parametrize("name", facade.__all__)
def test_an_empty_scope_sees_nothing(filled, name):
    nobody = Scope(lecteur="personne", cpts=frozenset())
    first = facade.deposits(filled, Scope.local())["depot"].iloc[0]
    answer = _asked(filled, name, nobody, depot=first, id_cpts="DEMO-B")
    if name == "overview":
        assert {k: v for k, v in answer.items() if v} == {}
    else:
        assert len(answer) == 0


@pytest.mark.parametrize("name", sorted(set(facade.__all__) - {"deposits", "objectives"}))
def test_one_sees_one_s_own(filled, name):
    assert len(_asked(filled, name, ONLY_B, id_cpts="DEMO-B")) > 0


def test_a_deposit_shared_with_others_shows_neither_its_name_nor_its_counts(filled):
    found = facade.deposits(filled, ONLY_B).set_index("depose_le")
    assert found["complet"].tolist() == [True, False, False]
    assert found["fichier"].fillna("").tolist() == ["B corrigé.csv", "", ""]
    assert found["lignes_lues"].isna().tolist() == [False, True, True]


def test_who_may_deposit():
    scope = Scope(lecteur="x", cpts=frozenset({"A", "B"}), depots=frozenset({"B", "C"}))
    assert [scope.may_deposit(c) for c in "ABC"] == [False, True, False]
    assert Scope.local().may_deposit("Z")
