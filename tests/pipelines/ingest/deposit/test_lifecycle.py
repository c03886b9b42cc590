"""Withdraw and restore: what was known at every instant, who may, and why not."""

import shutil
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.ingest.deposit.lifecycle import restore, withdraw
from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.questions import indicateurs
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import month_file
from tests.pipelines.ingest.deposit.dated import BOTH, CORRECTED, LOCAL, READER, WEPPES, A, at, known, put


def test_withdrawn_gives_way_and_restored_comes_back_exactly_at_each_instant(store):
    first = put(store, A, 0)
    correction = put(store, CORRECTED, 10, motif="oubli")
    gone = withdraw(store, LOCAL, correction.depot, auteur="moi", motif="erreur", maintenant=at(20))
    assert (gone.disparues, gone.changees, gone.apparues) == (0, 1, 0)
    back = restore(store, LOCAL, correction.depot, auteur="moi", motif="à tort", maintenant=at(30))
    assert (back.disparues, back.changees, back.apparues) == (0, 1, 0)
    nothing = withdraw(store, LOCAL, first.depot, auteur="moi", motif="doublon", maintenant=at(40))
    assert (nothing.disparues, nothing.changees, nothing.apparues) == (0, 0, 0)
    withdraw(store, LOCAL, correction.depot, auteur="moi", motif="erreur", maintenant=at(50))
    values = [known(store, m).get("CPTS-WEPP") for m in (-1, 0, 9, 10, 19, 20, 29, 30, 40, 49, 50, 99)]
    assert values == [None, 91, 91, 92, 92, 91, 91, 92, 92, 92, None, None]
    assert known(store) == {}
    assert indicateurs.months(store, LOCAL) == []


def test_a_value_that_another_deposit_also_said_stays_when_its_first_bearer_goes(store):
    first, second = put(store, A, 0), put(store, BOTH, 10)
    assert (second.nouvelles, second.identiques) == (1, 1)
    withdraw(store, LOCAL, first.depot, auteur="x", motif="m", maintenant=at(20))
    assert known(store) == known(store, 20) == {"CPTS-BERG": 50, "CPTS-WEPP": 91}
    with store.read() as cursor:
        bearer = cursor.rows("SELECT depot, ligne FROM observations_courantes WHERE id_cpts = 'CPTS-WEPP'")
    assert bearer == [(second.depot, 2)]
    # And what repeats it once more is still identical.
    assert put(store, month_file("CPTS-WEPP;2026-10;ADH;;; 91;"), 25).identiques == 1
    withdraw(store, LOCAL, second.depot, auteur="x", motif="m", maintenant=at(30))
    assert known(store) == known(store, 30) == {"CPTS-WEPP": 91}
    assert known(store, 20) == {"CPTS-BERG": 50, "CPTS-WEPP": 91}


STEPS = st.lists(
    st.tuples(st.sampled_from(["deposit", "withdraw", "restore"]), st.integers(0, 3), st.integers(1, 3)), max_size=9
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_as_known_on_any_instant_is_what_was_current_then(models, tmp_path, steps):
    """Whatever is done, in any order: the past as the store tells it is the present as it was seen."""
    store = Store.open(shutil.copytree(models / "store", tmp_path / f"s{len(list(tmp_path.iterdir()))}"))
    seen, made = [], []
    for minute, (step, which, value) in enumerate(steps):
        if step == "deposit":
            ids = ("WEPP", "BERG", "LITN")[: which or 3]
            done = put(store, month_file(*[f"CPTS-{i};2026-10;ADH;;;{value};" for i in ids]), minute)
            made.append(done.depot)
        elif made:
            turn = withdraw if step == "withdraw" else restore
            try:
                turn(store, LOCAL, made[which % len(made)], auteur="x", motif="m", maintenant=at(minute))
            except StoreError:
                seen.append(known(store))
                continue
        seen.append(known(store))
    assert [known(store, minute) for minute in range(len(steps))] == seen
    with store.read() as cursor:
        marks = cursor.rows("SELECT depot FROM depots WHERE retire_le IS NOT NULL ORDER BY 1")
        events = cursor.rows("SELECT depot FROM depots_retires_au(TIMESTAMP '9999-12-31') ORDER BY 1")
    assert marks == events


def test_what_cannot_be_withdrawn_says_why_and_changes_nothing(store):
    shared = put(store, BOTH, 0)
    before = known(store)
    cases = [
        (LOCAL, shared.depot, " ", "motif"),
        (LOCAL, "D-INCONNU", "m", "Aucun dépôt « D-INCONNU »"),
        (WEPPES, shared.depot, "m", "CPTS pour lesquelles vous ne déposez pas"),
        (READER, shared.depot, "m", "CPTS pour lesquelles vous ne déposez pas"),
        (Scope("litn", cpts=frozenset({"CPTS-LITN"})), shared.depot, "m", "Aucun dépôt"),
    ]
    for scope, depot, reason, said in cases:
        with pytest.raises(StoreError, match=said):
            withdraw(store, scope, depot, auteur="x", motif=reason, maintenant=at(1))
    with pytest.raises(StoreError, match="n'est pas retiré"):
        restore(store, LOCAL, shared.depot, auteur="x", motif="m", maintenant=at(1))
    assert known(store) == before
    withdraw(store, LOCAL, shared.depot, auteur="x", motif="m", maintenant=at(2))
    with pytest.raises(StoreError, match="déjà retiré, depuis le 20/11/2026 à 09:02"):
        withdraw(store, LOCAL, shared.depot, auteur="x", motif="m", maintenant=at(3))
    again = put(store, BOTH, 4)
    with pytest.raises(StoreError, match="déposé de nouveau"):
        restore(store, LOCAL, shared.depot, auteur="x", motif="m", maintenant=at(5))
    assert again.depot != shared.depot and known(store) == before


def test_instants_never_go_back_even_when_the_clock_does(store):
    future = datetime.now() + timedelta(hours=1)
    deposit(store, LOCAL, A, "a.csv", auteur="x", maintenant=future)
    done = deposit(store, LOCAL, CORRECTED, "b.csv", auteur="x")
    assert done.depose_le == future + timedelta(microseconds=1)
    assert withdraw(store, LOCAL, done.depot, auteur="x", motif="m").quand == future + timedelta(microseconds=2)
