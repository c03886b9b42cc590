"""Who guesses a small count and deposits, or previews, learns nothing of whether the guess was right; its supplier does."""

import hashlib
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipelines.ingest.deposit.lifecycle import restore, withdraw
from pipelines.store.connection import Store
from pipelines.store.depots.gels import freeze
from pipelines.store.depots.journal import journal
from pipelines.store.depots.kept_files import kept_file
from pipelines.store.errors import StoreError
from pipelines.store.questions import suivi
from pipelines.store.questions.export import Choix, exported_observations
from pipelines.store.scope import Scope
from tests.depositing import deposit, preview
from tests.monthly import month_file
from tests.secret.planted import LAST, MONTHS, SECRETS, lines_of, told
from tests.secret.questions import line_of

LATER = datetime(2026, 12, 5, 9)
NOBODY = Scope("curieux")
CPAM = Scope("agent", fournisseurs=frozenset({"CPAM"}))
SENT = month_file(*(line for month in MONTHS for line in lines_of("CPAM", month)))
#: Of the count of seven, every value that it could be to who does not see it; the comment as it was sent.
GUESSES = [month_file(f"DEMO-A;{LAST:%Y-%m};ACC_MT_C2S;{n};300;;petit effectif") for n in range(1, 11)]


@pytest.fixture
def stores(made, tmp_path):
    """The store and the one that was sent other small counts, to change at will."""
    return [Store.open(shutil.copytree(made(name), tmp_path / name)) for name in ("un", "fichiers")]


#: What the depositor wrote, beside what was there.
WRITTEN = ["numerateur", "denominateur", "valeur"]


def _seen(store):
    """What the preview of each guess says, but for the guess itself."""
    found = [preview(store, NOBODY, data, "essai.csv", maintenant=LATER) for data in GUESSES]
    return [
        {
            "comptes": (p.nouvelles, p.modifiees, p.identiques, p.possible, p.deja_depose),
            "avant": told(p.modifications.drop(columns=WRITTEN)) + told(p.geles.drop(columns=WRITTEN)),
            "regles": [issue.regle for issue in p.verdict.anomalies],
        }
        for p in found
    ]


def test_no_guess_is_previewed_otherwise_than_another(stores):
    seen = [_seen(store) for store in stores]
    assert all(one == seen[0][0] for store in seen for one in store)
    assert seen[0][0]["comptes"] == (0, 1, 0, True, False)


def test_nor_in_a_frozen_month(stores):
    for store in stores:
        freeze(store, Scope("c"), LAST, ["DEMO-A"], auteur="c", motif="versement", maintenant=LATER)
    seen = [_seen(store) for store in stores]
    assert all(one == seen[0][0] for store in seen for one in store)
    assert "mois_gele" in seen[0][0]["regles"]


@pytest.mark.parametrize("secret", SECRETS, ids=lambda s: f"{s[0]} {s[1]}")
def test_whatever_is_small_a_right_guess_counts_as_a_wrong_one(stores, secret):
    right, wrong = (
        preview(stores[0], NOBODY, month_file(f"{line_of(secret, rank)}petit effectif"), "essai.csv", maintenant=LATER)
        for rank in (3, 4)
    )
    assert (right.modifiees, right.identiques) == (wrong.modifiees, wrong.identiques) == (1, 0)
    assert set(right.modifications["marqueur_avant"]) == {"secret"}


def test_a_guess_deposited_leaves_nothing_that_tells_it_was_right(stores):
    """The same file, right in one store and wrong in the other: the answer, then all that is read of it."""
    read = []
    for store in stores:
        done = deposit(store, NOBODY, GUESSES[6], "essai.csv", auteur="curieux", maintenant=LATER)
        told_then = [done.as_json()]
        gone = withdraw(store, NOBODY, done.depot, auteur="curieux", motif="essai", maintenant=LATER + timedelta(1))
        back = restore(store, NOBODY, done.depot, auteur="curieux", motif="essai", maintenant=LATER + timedelta(2))
        told_then += [gone, back, suivi.deposits(store, NOBODY), journal(store, NOBODY)]
        told_then.append(exported_observations(store, NOBODY, Choix(historique=True)))
        read.append([told(answer) for answer in told_then])
    assert read[0] == read[1]
    assert done.modifiees == 1


def test_its_supplier_alone_is_told_what_is_identical(stores):
    again = GUESSES[6]
    found = preview(stores[0], CPAM, again, "essai.csv", maintenant=LATER)
    assert (found.modifiees, found.identiques, len(found.modifications)) == (0, 1, 0)
    done = deposit(stores[0], CPAM, again, "essai.csv", auteur="agent", maintenant=LATER)
    assert (done.modifiees, done.identiques) == (0, 1)
    for scope in (Scope("CPAM (démo)"), Scope("local")):
        found = preview(stores[0], scope, GUESSES[6].replace(b";300;", b"; 300;"), "essai.csv", maintenant=LATER)
        assert (found.modifiees, found.identiques) == (1, 0)


def test_a_name_signed_proves_nobody(stores):
    """Whoever signs with the name of the supplier, or uses the same page, is told no more than any other."""
    done = deposit(stores[0], Scope("local"), GUESSES[6], "essai.csv", auteur="CPAM (démo)", maintenant=LATER)
    assert (done.modifiees, done.identiques) == (1, 0)


def test_who_shares_the_page_of_a_supplier_has_not_their_files(stores):
    here = Scope("local", fournisseurs=frozenset({"CPTS"}))
    done = deposit(
        stores[0],
        here,
        month_file("DEMO-E;2026-10;PAR_SORTIE;7;120;;"),
        "octobre.csv",
        auteur=here.lecteur,
        maintenant=LATER,
    )
    with pytest.raises(StoreError, match="secret statistique"):
        kept_file(stores[0], Scope("local"), done.depot)
    assert kept_file(stores[0], here, done.depot)[1] == "octobre.csv"


def test_who_deposits_takes_back_a_file_in_which_nothing_is_secret_to_them(stores):
    mine = Scope("local", cpts=frozenset({"DEMO-B"}))
    large = month_file("DEMO-B;2026-11;ACC_MT_C2S;40;300;;")
    done = deposit(stores[0], mine, large, "novembre.csv", auteur="local", maintenant=LATER)
    assert kept_file(stores[0], mine, done.depot) == (large, "novembre.csv")
    again = deposit(stores[0], mine, large, "novembre.csv", auteur="local", maintenant=LATER + timedelta(1))
    assert again.deja_depose


def test_a_file_guessed_whole_is_not_said_already_deposited(stores):
    assert preview(stores[0], CPAM, SENT, "CPAM.csv", maintenant=LATER).deja.auteur == "CPAM (démo)"
    for scope in (NOBODY, Scope("CPAM (démo)")):
        found = preview(stores[0], scope, SENT, "CPAM.csv", maintenant=LATER)
        assert not found.deja_depose and found.possible
    other = preview(stores[1], NOBODY, SENT, "CPAM.csv", maintenant=LATER)
    assert (found.nouvelles, found.modifiees, found.identiques) == (other.nouvelles, other.modifiees, other.identiques)


def test_who_confirmed_a_file_is_told_that_it_is_in(stores):
    """Her session remembers what it confirmed; another, under the same shared name, is told nothing."""
    made = deposit(stores[0], NOBODY, GUESSES[0], "essai.csv", auteur="curieux", maintenant=LATER)
    digest = hashlib.sha256(GUESSES[0]).hexdigest()
    again = preview(stores[0], NOBODY, GUESSES[0], "essai.csv", maintenant=LATER, deposes={digest})
    assert again.deja is not None and again.deja.depot == made.depot
    assert preview(stores[0], NOBODY, GUESSES[0], "essai.csv", maintenant=LATER).deja is None
    other = preview(stores[0], NOBODY, GUESSES[1], "essai.csv", maintenant=LATER, deposes={digest})
    assert other.deja is None and other.modifiees == 1


def test_a_fingerprint_is_for_who_may_have_the_file(stores):
    def prints(scope):
        return journal(stores[0], scope).set_index("fichier")["empreinte"].dropna().to_dict()

    digests = {hashlib.sha256(SENT).hexdigest()}
    assert digests <= set(prints(CPAM).values())
    assert set(prints(NOBODY)) == set(prints(Scope("CPAM (démo)"))) == {"corrige.csv"}  # forty patients
    for scope in (NOBODY, CPAM):
        for row in suivi.deposits(stores[0], scope).itertuples():
            try:
                data, _ = kept_file(stores[0], scope, row.depot)
            except StoreError:
                assert row.fichier not in prints(scope)
            else:
                assert prints(scope)[row.fichier] == hashlib.sha256(data).hexdigest()


def test_a_refused_file_leaves_its_fingerprint_to_who_supplies_everything(stores):
    """Nobody knows what it held, and a name proves nobody."""
    wrong = month_file(f"DEMO-A;{LAST:%Y-%m};ACC_MT_C2S;7;3;;")
    done = deposit(stores[0], CPAM, wrong, "faux.csv", auteur="agent", maintenant=LATER)
    assert done.etat == "refuse"
    found = [
        journal(stores[0], scope, actions=["depot_refuse"])["empreinte"].tolist()
        for scope in (CPAM, NOBODY, Scope("tout", fournisseurs=frozenset({"CPAM", "CPTS"})))
    ]
    digest = hashlib.sha256(wrong).hexdigest()
    assert found[2] == [digest]
    assert digest not in found[0] and digest not in found[1]


def test_nothing_shown_of_a_deposit_is_made_from_its_bytes(stores):
    """Names of deposits, their order, sentences of refusals: the same for files that differ by one small count."""
    listed = [suivi.deposits(store, NOBODY).drop(columns="depose_le") for store in stores]
    assert told(listed[0]) == told(listed[1])
    digest = hashlib.sha256(SENT).hexdigest()
    assert not any(name.split("-")[1] in digest[:12] for name in listed[0]["depot"])
    kept = Path(stores[0].identity) / "fichiers" / digest
    kept.write_bytes(b"autre chose")
    with pytest.raises(StoreError) as refused:
        kept_file(stores[0], NOBODY, listed[0].set_index("fichier").loc["CPAM.csv", "depot"])
    assert digest[:6] not in str(refused.value)


def test_a_comment_on_a_small_count_is_for_who_may_see_the_count(stores):
    jump = month_file("DEMO-C;2026-11;ACC_MT_C2S;4;300;;")
    done = deposit(
        stores[0], CPAM, jump, "novembre.csv", auteur="agent", acceptation="4, c'est exact", maintenant=LATER
    )
    assert done.a_accepter

    def said(scope):
        return journal(stores[0], scope, depot=done.depot)["apres"].iloc[0]

    assert "exact" in said(CPAM)
    assert "exact" not in said(NOBODY) and "avertissements" not in said(NOBODY)
    assert '"nouvelle": 1' in said(NOBODY)
