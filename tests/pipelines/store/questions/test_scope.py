"""Nobody learns anything about a CPTS out of their scope, whatever they ask."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date

import pytest

from pipelines.store import questions
from pipelines.store.questions import suivi
from pipelines.store.questions.export import Choix
from pipelines.store.scope import Scope

ONLY_B = Scope(lecteur="CPTS B", cpts=frozenset({"DEMO-B"}))
MONTH, DAY = date(2026, 10, 1), date(2026, 11, 20)
ARGUMENTS = {
    "indicateur": "PRE_SEIN",
    "indicateurs": ["PRE_SEIN"],
    "mois": MONTH,
    "jusqu_a": MONTH,
    "debut": MONTH,
    "fin": MONTH,
    "aujourdhui": DAY,
    "au": DAY,
    "ids": ["DEMO-A", "DEMO-B", "CPTS-WEPP"],
    "id_cpts": "DEMO-A",
    "choix": Choix(historique=True),
}
OTHERS = ("DEMO-A", "DEMO-C", "DEMO-D", "CPTS-", "REG-", "A.csv", "BC.csv", "Corse")


def _questions() -> dict[str, Callable]:
    """Every question of the store, found by looking: none can be forgotten."""
    found = {}
    for module in pkgutil.iter_modules(questions.__path__):
        for name, function in vars(importlib.import_module(f"{questions.__name__}.{module.name}")).items():
            if inspect.isfunction(function) and list(inspect.signature(function).parameters)[:2] == ["store", "scope"]:
                found[name] = function
    return found


QUESTIONS = _questions()
#: What DEMO-B has not: targets, a file of its own, values of two years.
NOT_OF_B = {"deposits", "objectives", "recent_changes"}


def _asked(store, name: str, scope: Scope, **more):
    wanted = list(inspect.signature(QUESTIONS[name]).parameters.values())[2:]
    given = {**ARGUMENTS, **more}
    arguments = {p.name: given[p.name] for p in wanted if p.default is inspect.Parameter.empty}
    return QUESTIONS[name](store, scope, **arguments)


def _text(answer) -> str:
    return answer.to_csv() if hasattr(answer, "to_csv") else str(answer)


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_no_question_answers_about_others(filled, name):
    answer = _text(_asked(filled, name, ONLY_B))
    assert [other for other in OTHERS if other in answer] == []


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_an_empty_scope_sees_nothing(filled, name):
    nobody = Scope(lecteur="personne", cpts=frozenset())
    answer = _asked(filled, name, nobody, id_cpts="DEMO-B")
    if name == "overview":
        assert {k: v for k, v in answer.items() if v} == {}
    else:
        assert len(answer) == 0


@pytest.mark.parametrize("name", sorted(QUESTIONS.keys() - NOT_OF_B))
def test_one_sees_one_s_own(filled, name):
    assert len(_asked(filled, name, ONLY_B, id_cpts="DEMO-B")) > 0


def test_a_deposit_shared_with_others_shows_neither_its_name_nor_its_counts(filled):
    found = suivi.deposits(filled, ONLY_B).set_index("depose_le")
    assert found["complet"].tolist() == [True, False, False]
    assert found["fichier"].fillna("").tolist() == ["B corrigé.csv", "", ""]
    assert found["lignes_lues"].isna().tolist() == [False, True, True]


def test_who_may_deposit():
    scope = Scope(lecteur="x", cpts=frozenset({"A", "B"}), depots=frozenset({"B", "C"}))
    assert [scope.may_deposit(c) for c in "ABC"] == [False, True, False]
    assert Scope.local().may_deposit("Z")
