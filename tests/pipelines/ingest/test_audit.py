"""The audit trail and the originals: each reader gets what is theirs."""

import pandas as pd
import pytest

from pipelines.ingest.deposits import deposit, preview
from pipelines.ingest.lifecycle import withdraw
from pipelines.store.errors import StoreError
from pipelines.store.journal import changes_at, journal
from pipelines.store.kept_files import kept_file
from pipelines.store.scope import Scope
from tests.pipelines.ingest.dated import BOTH, CORRECTED, LOCAL, WEPPES, A, at, put
from tests.pipelines.monthly import NOW, month_file


def test_the_same_bytes_again_say_who_and_when(store):
    put(store, A, 0, auteur="Coordination")
    again = put(store, A, 60, auteur="autre")
    assert (again.deja_depose, again.depose_par, again.depose_le) == (True, "Coordination", at(0))
    seen = preview(store, LOCAL, A, "x.csv", maintenant=at(61))
    assert (seen.deja.auteur, seen.deja.depose_le, seen.deja.fichier) == ("Coordination", at(0), "f0.csv")


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
