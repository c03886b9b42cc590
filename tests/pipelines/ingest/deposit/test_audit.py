"""The audit trail and the originals: each reader gets what is theirs."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from pipelines.ingest.deposit.lifecycle import withdraw
from pipelines.ingest.deposit.steps import examine
from pipelines.publish.exports.journal_words import say_in_words
from pipelines.store.depots.journal import journal
from pipelines.store.depots.journal_valeurs import changes_at
from pipelines.store.depots.kept_files import kept_file
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope
from tests.depositing import deposit, preview
from tests.monthly import NOW, month_file
from tests.pipelines.ingest.deposit.dated import BOTH, CORRECTED, LOCAL, WEPPES, A, at, put


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
    assert mine[["fichier", "pourquoi", "empreinte"]].isna().all().all()
    # Of what concerns others too, each side tells the values in scope, and nothing else.
    one = {"id_cpts": "CPTS-WEPP", "indicateur": "ADH", "mois": "2026-10"}
    value = {"connues": 1, "inconnues": 0, "valeurs": [one | {"etat": "valeur", "valeur": 91.0}]}
    nothing = {"connues": 0, "inconnues": 1, "valeurs": [one]}
    assert [json.loads(told) for told in mine["avant"]] == [value, nothing]
    assert [json.loads(told) for told in mine["apres"]] == [nothing, value]
    assert journal(store, Scope("nul", cpts=frozenset())).empty
    moved = changes_at(store, WEPPES, depot=shared.depot, quand=at(3))
    assert moved[["id_cpts", "valeur_avant"]].values.tolist() == [["CPTS-WEPP", 91.0]] and moved["etat"].isna().all()
    corrected = changes_at(store, LOCAL, depot=whole["objet"].iloc[2], quand=at(1))
    assert corrected[["valeur_avant", "valeur"]].values.tolist() == [[50.0, 51.0]]
    assert len(journal(store, LOCAL, debut=at(1), fin=at(2))) == 2


def test_a_correction_tells_before_and_after_whatever_happens_later(store):
    """40 values corrected, one new; the values told are those of the day, not of today."""
    months = [str(m) for m in pd.period_range("2023-06", "2026-09", freq="M")]
    first = put(store, month_file(*[f"CPTS-WEPP;{m};ADH;;;{50 + n};" for n, m in enumerate(months)]), 0)
    lines = [f"CPTS-WEPP;{m};ADH;;;{90 + n};" for n, m in enumerate(months)]
    second = put(store, month_file("CPTS-BERG;2026-09;ADH;;;1234;", *lines), 1, motif="extraction refaite")

    def told() -> dict:
        (row,) = journal(store, LOCAL, depot=second.depot).to_dict("records")
        assert (row["action"], row["pourquoi"]) == ("correction", "extraction refaite")
        return {side: say_in_words(row[side]).replace("\u202f", " ") for side in ("avant", "apres")}

    expected = {
        "avant": "40 valeurs connues, 1 valeur dont rien n’était connu : CPTS-WEPP ADH 2023-06 : 50 ; "
        "CPTS-WEPP ADH 2023-07 : 51 ; CPTS-WEPP ADH 2023-08 : 52 ; et 37 autres",
        "apres": "1 nouvelle, 40 modifiées : CPTS-WEPP ADH 2023-06 : 90 ; CPTS-WEPP ADH 2023-07 : 91 ; "
        "CPTS-WEPP ADH 2023-08 : 92 ; et 38 autres",
    }
    assert told() == expected
    withdraw(store, LOCAL, first.depot, auteur="moi", motif="m", maintenant=at(2))
    put(store, month_file("CPTS-WEPP;2023-06;ADH;;;7;"), 3)
    assert told()["avant"] == expected["avant"]


def test_withdrawing_what_another_deposit_confirmed_tells_what_moves_and_when(store):
    bearer = put(store, A, 0)
    echo = put(store, month_file("CPTS-WEPP;2026-10;ADH;;;91;", "CPTS-BERG;2026-10;ADH;;;50;"), 1)
    for rank, depot in enumerate((bearer.depot, echo.depot), start=2):
        withdraw(store, LOCAL, depot, auteur="moi", motif="m", maintenant=at(rank))
    assert changes_at(store, LOCAL, depot=bearer.depot, quand=at(2)).empty
    gone = changes_at(store, LOCAL, depot=echo.depot, quand=at(3))
    assert gone[["id_cpts", "valeur_avant"]].values.tolist() == [["CPTS-BERG", 50.0], ["CPTS-WEPP", 91.0]]
    last, before, *_ = journal(store, LOCAL).to_dict("records")
    assert say_in_words(last["avant"]).startswith(
        "enregistré, 2 valeurs connues : CPTS-WEPP ADH 2026-10 : 91 ; CPTS-BERG"
    )
    assert say_in_words(last["apres"]) == "retiré, 2 valeurs ne sont plus connues"
    assert say_in_words(before["avant"]) == "enregistré" and say_in_words(before["apres"]) == "retiré"


def test_small_counts_stay_hidden_in_the_journal_of_who_did_not_supply_them(store):
    put(store, month_file("CPTS-WEPP;2026-10;PRE_SEIN;7;1000;;"), 0)
    put(store, month_file("CPTS-WEPP;2026-10;PRE_SEIN;580;1000;;"), 1)
    supplier = Scope("cpam", fournisseurs=frozenset({"CPAM"}))
    before = {
        who.lecteur: say_in_words(journal(store, who, actions=["correction"])["avant"].iloc[0])
        for who in (LOCAL, supplier)
    }
    assert before["local"].endswith("PRE_SEIN 2026-10 : masquée (secret statistique)")
    assert before["cpam"].endswith("PRE_SEIN 2026-10 : 7/1\u202f000")
    assert journal(store, Scope("litn", cpts=frozenset({"CPTS-LITN"}))).empty


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


def test_to_look_leaves_no_trace_and_to_ask_does(store):
    """One rule for the page and the command line: a preview or a check writes nothing, a deposit refused is journaled."""
    wrong, before = month_file("CPTS-WEPP;2026-13;ADH;;;91;"), store.snapshot()
    assert not preview(store, LOCAL, wrong, "f.csv", maintenant=NOW).possible
    assert examine(store, LOCAL, wrong, "f.csv", maintenant=NOW).refuse
    assert journal(store, LOCAL).empty and store.snapshot() == before
    assert deposit(store, LOCAL, wrong, "f.csv", auteur=LOCAL.lecteur, maintenant=NOW).etat == "refuse"
    (row,) = journal(store, LOCAL).to_dict("records")
    assert (row["action"], row["qui"], row["objet"]) == ("depot_refuse", LOCAL.lecteur, "f.csv")
    whole = journal(store, Scope("tout", fournisseurs=frozenset({"CPAM", "CPTS"})))
    assert whole["empreinte"].tolist() == [hashlib.sha256(wrong).hexdigest()]
    assert pd.isna(row["empreinte"])  # the author is but a name, and a refused file may hold any count
    assert say_in_words(row["apres"]) == "1 ligne lue, 1 ligne à corriger"
    assert not list((Path(store.identity) / "fichiers").glob("*"))


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
