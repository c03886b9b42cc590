"""Frozen months, and part of a file: what goes in, what does not, and what it says."""

from datetime import date

import pytest

from pipelines.ingest.deposit.lifecycle import withdraw
from pipelines.store.depots.gels import freeze, frozen, unfreeze
from pipelines.store.depots.journal import journal
from pipelines.store.errors import StoreError
from pipelines.store.questions import territoires
from tests.depositing import preview
from tests.monthly import NOW, month_file
from tests.pipelines.ingest.deposit.dated import BOTH, CORRECTED, LOCAL, OCTOBER, READER, WEPPES, A, at, known, put


def test_a_frozen_month_refuses_what_would_change_it_until_it_is_asked_for(store):
    put(store, A, 0)
    assert freeze(store, LOCAL, OCTOBER, ["CPTS-WEPP"], auteur="cpam", motif="versement", maintenant=at(1)).cpts == (
        "CPTS-WEPP",
    )
    refused = put(store, CORRECTED, 2)
    (issue,) = refused.verdict.anomalies
    assert (refused.etat, issue.regle, issue.ligne, refused.rejetees) == ("refuse", "mois_gele", 2, 1)
    assert "gelé depuis le 20/11/2026 par cpam (versement)" in issue.message
    assert "« mois » (B)" in issue.message.replace("\u00a0", " ")
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
    cpts = territoires.territories(store, LOCAL).set_index("id_cpts")
    return str(cpts.loc["CPTS-WEPP", "cpam"]).split("|")[0]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"n'importe quoi\r\n", "entete_introuvable"),
        (month_file(), "aucune_ligne"),  # a model handed in before it is filled
        (month_file("CPTS-WEPP;2026-10;ADH;;;douze;"), "nombre_illisible"),
    ],
    ids=["sans en-têtes", "modèle vide", "aucune ligne juste"],
)
def test_a_file_without_one_sound_line_is_refused_with_its_reason_while_months_are_frozen(store, data, rule):
    put(store, A, 0)
    freeze(store, LOCAL, OCTOBER, ["CPTS-WEPP"], auteur="cpam", motif="versement", maintenant=at(1))
    assert [i.regle for i in preview(store, LOCAL, data, "f.csv", maintenant=at(2)).verdict.anomalies] == [rule]
    assert put(store, data, 3).etat == "refuse"


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
