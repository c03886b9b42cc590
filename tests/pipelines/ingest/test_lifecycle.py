"""Withdraw, restore, freeze: what was known at every instant, who may, what the journal says, who gets the original."""

import shutil
from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.ingest.deposits import deposit, preview
from pipelines.ingest.lifecycle import restore, withdraw
from pipelines.store import queries
from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.gels import freeze, frozen, unfreeze
from pipelines.store.journal import changes_at, journal
from pipelines.store.kept_files import kept_file
from pipelines.store.scope import Scope
from tests.pipelines.monthly import NOW, month_file

LOCAL = Scope.local()
WEPPES = Scope("weppes", cpts=frozenset({"CPTS-WEPP"}), depots=frozenset({"CPTS-WEPP"}))
READER = Scope("lecteur", depots=frozenset())
OCTOBER = date(2026, 10, 1)
A = month_file("CPTS-WEPP;2026-10;ADH;;;91;")
BOTH = month_file("CPTS-WEPP;2026-10;ADH;;;91;", "CPTS-BERG;2026-10;ADH;;;50;")
CORRECTED = month_file("CPTS-WEPP;2026-10;ADH;;;92;")


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def put(store, data, minutes, *, scope=LOCAL, auteur="test", **more):
    return deposit(store, scope, data, f"f{minutes}.csv", auteur=auteur, maintenant=at(minutes), **more)


def known(store, minutes=None) -> dict[str, float]:
    """The members known now, or as known at a minute."""
    source = "observations_courantes" if minutes is None else f"observations_au(TIMESTAMP '{at(minutes)}')"
    with store.read() as cursor:
        return dict(cursor.rows(f"SELECT id_cpts, valeur FROM {source} ORDER BY id_cpts"))


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
    assert queries.months(store, LOCAL) == []


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
    assert again.depot == f"{shared.depot}-2" and known(store) == before


def test_a_frozen_month_refuses_what_would_change_it_until_it_is_asked_for(store):
    put(store, A, 0)
    assert freeze(store, LOCAL, OCTOBER, ["CPTS-WEPP"], auteur="cpam", motif="versement", maintenant=at(1)).cpts == (
        "CPTS-WEPP",
    )
    refused = put(store, CORRECTED, 2)
    (issue,) = refused.verdict.anomalies
    assert (refused.etat, issue.regle, issue.ligne, refused.rejetees) == ("refuse", "mois_gele", 2, 1)
    assert "gelé depuis le 20/11/2026 par cpam (versement)" in issue.message
    seen = preview(store, LOCAL, CORRECTED, "c.csv", maintenant=at(2))
    assert (seen.possible, seen.modifiees, len(seen.geles), seen.partie) == (False, 0, 1, False)
    # The same value, or another month, is no correction.
    assert put(store, month_file("CPTS-WEPP;2026-10;ADH;;; 91;", "CPTS-LITN;2026-09;ADH;;;90;"), 3).etat == "actif"
    assert put(store, BOTH, 3).etat == "actif"
    with pytest.raises(StoreError, match="motif"):
        put(store, CORRECTED, 4, correction_gelee=True)
    done = put(store, CORRECTED, 5, correction_gelee=True, motif="accord du 5")
    assert (done.etat, done.modifiees) == ("actif", 1)
    (row,) = journal(store, LOCAL, depot=done.depot).to_dict("records")
    assert (row["action"], row["pourquoi"]) == ("correction", "accord du 5")
    assert '"valeurs_gelees_corrigees": 1' in row["apres"]
    with pytest.raises(StoreError, match="gelé le 20/11/2026 par cpam"):
        withdraw(store, LOCAL, done.depot, auteur="x", motif="m", maintenant=at(6))
    assert known(store)["CPTS-WEPP"] == 92
    gone = withdraw(store, LOCAL, done.depot, auteur="x", motif="m", correction_gelee=True, maintenant=at(7))
    assert gone.changees == 1 and known(store)["CPTS-WEPP"] == 91


def test_freezing_follows_the_cpam_the_scope_and_is_dated(store):
    first = freeze(store, LOCAL, OCTOBER, cpam=_cpam(store), auteur="c", motif="m", maintenant=at(0))
    assert "CPTS-WEPP" in first.cpts and "CPTS-BERG" not in first.cpts
    again = freeze(store, LOCAL, date(2026, 10, 9), auteur="c", motif="m", maintenant=at(1))
    assert set(again.deja) == set(first.cpts) and "CPTS-BERG" in again.cpts
    assert set(frozen(store, WEPPES)["id_cpts"]) == {"CPTS-WEPP"}
    for scope, ids in ((WEPPES, ["CPTS-BERG"]), (READER, ["CPTS-WEPP"]), (LOCAL, ["CPTS-XXXX"])):
        with pytest.raises(StoreError, match="dont vous pouvez geler"):
            freeze(store, scope, OCTOBER, ids, auteur="c", motif="m", maintenant=at(2))
    assert unfreeze(store, WEPPES, OCTOBER, auteur="c", motif="m", maintenant=at(3)).cpts == ("CPTS-WEPP",)
    assert "CPTS-WEPP" not in set(frozen(store, LOCAL)["id_cpts"])
    assert put(store, A, 4).etat == "actif"
    assert freeze(store, WEPPES, OCTOBER, auteur="c", motif="m", maintenant=at(5)).cpts == ("CPTS-WEPP",)
    rows = journal(store, LOCAL, actions=["gel", "degel"])
    assert rows["action"].tolist() == ["gel", "degel", "gel", "gel"]
    assert rows["cpts"].tolist() == [1, 1, len(again.cpts), len(first.cpts)]
    assert len(journal(store, WEPPES, actions=["gel", "degel"])) == 3


def _cpam(store) -> str:
    cpts = queries.territories(store, LOCAL).set_index("id_cpts")
    return str(cpts.loc["CPTS-WEPP", "cpam"]).split("|")[0]


def test_part_of_a_file_goes_in_only_when_asked(store):
    data = month_file("CPTS-WEPP;2026-10;ADH;;;91;", "CPTS-BERG;2026-13;ADH;;;50;")
    seen = preview(store, LOCAL, data, "f.csv", partiel=True, maintenant=NOW)
    assert (seen.possible, seen.partie, seen.nouvelles) == (True, True, 1)
    assert put(store, data, 0).etat == "refuse"
    done = put(store, data, 1, partiel=True)
    assert (done.etat, done.partiel, done.nouvelles, done.rejetees, done.verdict.refusees) == (
        "actif",
        True,
        1,
        1,
        (3,),
    )
    assert put(store, data, 2, partiel=True).deja_depose
    # Nothing to take: still refused.
    assert put(store, month_file("CPTS-BERG;2026-13;ADH;;;50;"), 3, partiel=True).etat == "refuse"
    freeze(store, LOCAL, OCTOBER, ["CPTS-WEPP"], auteur="c", motif="m", maintenant=at(4))
    mixed = month_file("CPTS-WEPP;2026-10;ADH;;;99;", "CPTS-BERG;2026-10;ADH;;;50;")
    part = put(store, mixed, 5, partiel=True)
    assert (part.nouvelles, part.modifiees, part.verdict.refusees) == (1, 0, (2,))
    # Once let go, the same bytes have something left to give.
    unfreeze(store, LOCAL, OCTOBER, auteur="c", motif="m", maintenant=at(6))
    rest = put(store, mixed, 7)
    assert (rest.deja_depose, rest.modifiees, rest.identiques) == (False, 1, 1)


def test_the_same_bytes_again_say_who_and_when(store):
    put(store, A, 0, auteur="Coordination")
    again = put(store, A, 60, auteur="autre")
    assert (again.deja_depose, again.depose_par, again.depose_le) == (True, "Coordination", at(0))
    seen = preview(store, LOCAL, A, "x.csv", maintenant=at(61))
    assert (seen.deja.auteur, seen.deja.depose_le, seen.deja.fichier) == ("Coordination", at(0), "f0.csv")


def test_instants_never_go_back_even_when_the_clock_does(store):
    future = datetime.now() + timedelta(hours=1)
    deposit(store, LOCAL, A, "a.csv", auteur="x", maintenant=future)
    done = deposit(store, LOCAL, CORRECTED, "b.csv", auteur="x")
    assert done.depose_le == future + timedelta(microseconds=1)
    assert withdraw(store, LOCAL, done.depot, auteur="x", motif="m").quand == future + timedelta(microseconds=2)


def test_the_journal_tells_each_reader_what_is_theirs(store):
    shared = put(store, BOTH, 0, motif="mensuel")
    put(store, month_file("CPTS-BERG;2026-10;ADH;;;51;"), 1)
    put(store, month_file("CPTS-BERG;2026-13;ADH;;;51;"), 2)
    withdraw(store, LOCAL, shared.depot, auteur="moi", motif="erreur de fichier", maintenant=at(3))
    whole = journal(store, LOCAL)
    assert whole["action"].tolist() == ["retrait", "depot_refuse", "correction", "depot"]
    assert whole["complet"].all() and whole["valeurs"].tolist() == [2, 0, 1, 2]
    mine = journal(store, WEPPES)
    assert mine["action"].tolist() == ["retrait", "depot"]
    assert (mine["cpts"].tolist(), mine["valeurs"].tolist(), mine["complet"].tolist()) == ([1, 1], [1, 1], [False] * 2)
    assert mine[["fichier", "avant", "apres", "pourquoi", "empreinte"]].isna().all().all()
    assert journal(store, Scope("nul", cpts=frozenset())).empty
    moved = changes_at(store, WEPPES, depot=shared.depot, quand=at(3))
    assert moved[["id_cpts", "valeur_avant"]].values.tolist() == [["CPTS-WEPP", 91.0]] and moved["etat"].isna().all()
    corrected = changes_at(store, LOCAL, depot=whole["objet"].iloc[2], quand=at(1))
    assert corrected[["valeur_avant", "valeur"]].values.tolist() == [[50.0, 51.0]]
    assert len(journal(store, LOCAL, debut=at(1), fin=at(2))) == 2


def test_the_original_goes_to_its_author_or_to_who_sees_every_cpts_in_it(store):
    shared, own = put(store, BOTH, 0, auteur="coordinatrice"), put(store, A, 1)
    assert own.identiques == 1
    assert kept_file(store, LOCAL, shared.depot) == (BOTH, "f0.csv")
    assert kept_file(store, WEPPES, own.depot)[0] == A
    author = Scope("coordinatrice", cpts=frozenset({"CPTS-WEPP"}))
    assert kept_file(store, author, shared.depot)[0] == BOTH
    with pytest.raises(StoreError, match="concerne aussi d'autres CPTS"):
        kept_file(store, WEPPES, shared.depot)
    with pytest.raises(StoreError, match="Aucun dépôt"):
        kept_file(store, Scope("litn", cpts=frozenset({"CPTS-LITN"})), shared.depot)
    partial = put(store, month_file("CPTS-WEPP;2026-09;ADH;;;91;", "CPTS-XXXX;2026-09;ADH;;;5;"), 2, partiel=True)
    with pytest.raises(StoreError, match="concerne aussi"):
        kept_file(store, WEPPES, partial.depot)
    odd = deposit(store, LOCAL, CORRECTED, "../../été\u202e.csv", auteur="x", maintenant=at(3))
    name = kept_file(store, LOCAL, odd.depot)[1]
    assert "/" not in name and "\u202e" not in name and name.endswith(".csv")


def test_a_comment_on_the_warnings_is_kept(filled):
    months = pd.period_range("2025-11", "2026-09", freq="M").astype(str)
    deposit(
        filled,
        LOCAL,
        month_file(*[f"DEMO-A;{m};PRE_SEIN;{520 + 3 * n};1000;;" for n, m in enumerate(months)]),
        "passe.csv",
        auteur="x",
        maintenant=NOW,
    )
    wrong = month_file("DEMO-A;2026-10;PRE_SEIN;980;1500;;")
    first = deposit(filled, LOCAL, wrong, "f.csv", auteur="x", maintenant=at(1))
    assert {i.regle for i in first.a_accepter} == {"denominateur_change", "saut_inhabituel"} and first.etat == "actif"
    done = deposit(
        filled,
        LOCAL,
        month_file("DEMO-A;2026-10;PRE_SEIN;990;1500;;"),
        "g.csv",
        auteur="x",
        acceptation="nouvelle méthode",
        maintenant=at(2),
    )
    told = journal(filled, LOCAL, debut=at(1))["apres"].tolist()
    assert '"commentaire": null' in told[1] and '"commentaire": "nouvelle méthode"' in told[0]
    assert done.acceptation == "nouvelle méthode"
    with filled.read() as cursor:
        kept = cursor.rows("SELECT avertissements, acceptation FROM depots WHERE depose_le > $q", {"q": NOW})
    assert sorted(kept, key=str) == [(2, "nouvelle méthode"), (2, None)]
