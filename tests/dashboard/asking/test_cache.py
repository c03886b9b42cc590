"""An answer is kept by store, committed state, day, rights and filters: readers of the same rights share it, no others."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.asking import comparaison, depots, fiche, questions, session
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from pipelines.store.connection import Store
from pipelines.store.depots.groupes import save_group
from pipelines.store.scope import Scope

ASKED = []
ANNE = Scope("anne", cpts=frozenset({"CPTS-WEPP", "CPTS-2152"}), depots=frozenset(), fournisseurs=frozenset({"CPAM"}))
BILAL = replace(ANNE, lecteur="bilal")


@question
def who_reads(session: Session, filtre: str = "", *, mot: str = "") -> tuple[str, list[str]]:
    """The name the question is asked by, and a list of its filters."""
    ASKED.append(session)
    return session.scope.lecteur, [filtre, mot]


@question(copied=False)
def same_list(session: Session) -> list[str]:
    """A list that all share."""
    return []


@question(personal=True)
def mine(session: Session) -> str:
    """What belongs to one reader."""
    ASKED.append(session)
    return session.scope.lecteur


@question
def mine_for_all(session: Session) -> str:
    """A mistake: what belongs to one reader, given to all of the same rights."""
    return mine()


@question
def nested(session: Session) -> bool:
    """Whether the questions asked inside one are asked for the same session."""
    who_reads("dedans")
    return ASKED[-1] is not session and ASKED[-1].scope == session.scope and ASKED[-1].today == session.today


@pytest.fixture(autouse=True)
def nothing_asked(screens):
    ASKED.clear()
    yield
    ASKED.clear()


def read_by(monkeypatch, scope):
    monkeypatch.setattr("dashboard.asking.session.scope", lambda: scope)


def test_readers_of_the_same_rights_share_one_computation(monkeypatch):
    read_by(monkeypatch, ANNE)
    first = who_reads("x")
    read_by(monkeypatch, BILAL)
    assert who_reads("x") == first
    assert len(ASKED) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"cpts": frozenset({"CPTS-WEPP"})},
        {"cpts": None},
        {"depots": None},
        {"depots": frozenset({"CPTS-WEPP"})},
        {"fournisseurs": frozenset()},
        {"fournisseurs": frozenset({"CPAM", "CPTS"})},
    ],
)
def test_readers_of_other_rights_share_nothing(monkeypatch, other):
    read_by(monkeypatch, ANNE)
    who_reads("x")
    read_by(monkeypatch, replace(BILAL, **other))
    who_reads("x")
    assert len(ASKED) == 2
    assert ASKED[0].scope != ASKED[1].scope


def test_a_shared_answer_cannot_hold_the_name_of_who_asked_first(monkeypatch):
    read_by(monkeypatch, ANNE)
    assert who_reads()[0] == ""


def test_what_belongs_to_a_reader_is_kept_by_reader(monkeypatch):
    for scope in (ANNE, BILAL, ANNE):
        read_by(monkeypatch, scope)
        assert mine() == scope.lecteur
    assert len(ASKED) == 2


def test_what_belongs_to_a_reader_is_refused_inside_a_shared_question(monkeypatch):
    read_by(monkeypatch, ANNE)
    with pytest.raises(RuntimeError, match="belongs to one reader"):
        mine_for_all()
    assert mine() == "anne"  # the refusal leaves nothing behind


def test_questions_asked_inside_one_are_asked_for_its_session(monkeypatch):
    read_by(monkeypatch, ANNE)
    assert nested()
    assert not session.is_shared() and session.current().scope == ANNE


def test_a_filter_is_the_same_by_place_or_by_name():
    who_reads("x", mot="y")
    who_reads(filtre="x", mot="y")
    assert len(ASKED) == 1
    for other in (("z", "y"), ("x", "z"), ("x", ""), ("", "y")):
        who_reads(other[0], mot=other[1])
    assert len(ASKED) == 5


def test_an_answer_may_be_changed_by_whoever_got_it_unless_it_is_shared():
    who_reads("x")[1].append("changé")
    assert who_reads("x")[1] == ["x", ""]
    assert same_list() is same_list()


def test_another_day_another_state_and_another_store_are_asked_again(monkeypatch, tmp_path):
    who_reads()
    monkeypatch.setattr("dashboard.asking.session.today", lambda: date(2031, 1, 1))
    who_reads()
    assert len(ASKED) == 2
    other = Store.open(tmp_path / "autre")
    monkeypatch.setattr("dashboard.asking.session.store", lambda: other)
    who_reads()
    assert len(ASKED) == 3
    save_group(other, Scope.local(), nom="à moi", ids=["CPTS-WEPP", "CPTS-2152"])
    who_reads()
    assert len(ASKED) == 4
    who_reads()
    assert len(ASKED) == 4


def test_groups_of_one_reader_are_not_those_of_another_of_the_same_rights(monkeypatch, tmp_path):
    store = Store.open(tmp_path / "groupes")
    monkeypatch.setattr("dashboard.asking.session.store", lambda: store)
    everyone = replace(ANNE, cpts=None)
    save_group(store, everyone, nom="voisines", ids=["CPTS-WEPP", "CPTS-2152"])
    read_by(monkeypatch, everyone)
    assert list(comparaison.own_groups()) == ["voisines"]
    assert comparaison.peers_of("CPTS-WEPP", "groupe:voisines").ids == ["CPTS-2152"]
    read_by(monkeypatch, replace(everyone, lecteur="bilal"))
    assert comparaison.own_groups() == {}
    with pytest.raises(Exception, match="voisines"):
        comparaison.peers_of("CPTS-WEPP", "groupe:voisines")


def test_what_the_pages_ask_is_typed_and_answered():
    """The decorated questions keep the name and the words of the functions they are made of."""
    frame = questions.territories()
    assert isinstance(frame, pd.DataFrame) and len(frame)
    for asked in (questions.months, comparaison.month, fiche.money, depots.deposits):
        assert asked.__doc__ and asked.__module__.startswith("dashboard.asking.")
