"""What deposits leave behind (versions, counts, refusals) is the same whatever the small counts they are about.

So neither a guess, nor what its supplier sends next, nor the bytes of a whole file guessed, tells anything of them.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipelines.store.connection import Store
from pipelines.store.depots.gels import freeze
from pipelines.store.depots.journal import journal
from pipelines.store.questions import suivi
from pipelines.store.questions.export import Choix, exported_observations
from pipelines.store.questions.fiche import deposits_about
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import history_of, month_file
from tests.secret.planted import LAST, told

LATER = datetime(2026, 12, 5, 9)
NOBODY = Scope("curieux")
CPAM = Scope("agent", fournisseurs=frozenset({"CPAM"}))
#: Of the count of seven, a wrong guess and the right one; the comment as it was sent.
GUESSES = [month_file(f"DEMO-A;{LAST:%Y-%m};ACC_MT_C2S;{n};300;;petit effectif") for n in (6, 7)]


def _told_of(store):
    """What anyone reads of the deposits, of the journal and of the versions."""
    choice = Choix(ids=["DEMO-A"], indicateurs=["ACC_MT_C2S", "PRE_CCR"], debut=LAST, historique=True)
    return [
        told(answer)
        for answer in (
            suivi.deposits(store, NOBODY),
            journal(store, NOBODY),
            deposits_about(store, NOBODY, id_cpts="DEMO-A"),
            suivi.overview(store, NOBODY),
            exported_observations(store, NOBODY, choice),
        )
    ]


def test_what_the_supplier_sends_next_does_not_tell_whether_a_guess_was_right(store):
    """Seven people, then the same line again: a guess of six or of seven stands before it."""
    read = []
    resent = month_file(
        f"DEMO-A;{LAST:%Y-%m};ACC_MT_C2S;7;300;;petit effectif", f"DEMO-A;{LAST:%Y-%m};ACC_URG;900;50000;;"
    )
    for rank, guess in enumerate(GUESSES):
        copy = Store.open(shutil.copytree(Path(store.identity), Path(store.identity).with_name(f"suite{rank}")))
        deposit(copy, NOBODY, guess, "essai.csv", auteur="curieux", maintenant=LATER)
        done = deposit(copy, CPAM, resent, "suite.csv", auteur="agent", maintenant=LATER + timedelta(1))
        assert (done.modifiees, done.identiques) == ((2, 0), (1, 1))[rank]  # the truth, to its supplier
        read.append(_told_of(copy))
    assert read[0] == read[1]


def test_two_counts_sent_one_after_the_other_are_not_told_equal_or_not(store):
    read = []
    for rank, first in enumerate((7, 4)):
        copy = Store.open(shutil.copytree(Path(store.identity), Path(store.identity).with_name(f"egal{rank}")))
        then = ["DEMO-A;2026-11;PRE_CCR;7;300;;", "DEMO-A;2026-11;PRE_COL;50;300;;"]
        for day, lines in enumerate(([f"DEMO-A;2026-11;PRE_CCR;{first};300;;"], then)):
            deposit(copy, CPAM, month_file(*lines), f"{day}.csv", auteur="agent", maintenant=LATER + timedelta(day))
        read.append(_told_of(copy))
    assert read[0] == read[1]


def test_nor_is_what_is_identical_taken_in_a_frozen_month(store):
    """Else a guess, a freeze and the supplier's next sending would say it."""
    freeze(store, Scope("c"), LAST, ["DEMO-A"], auteur="c", motif="versement", maintenant=LATER)
    for guess in GUESSES:
        done = deposit(store, CPAM, guess, "suite.csv", auteur="agent", maintenant=LATER + timedelta(1))
        assert done.etat == "refuse"
    same = month_file(f"DEMO-A;{LAST:%Y-%m};ACC_MT_70;{950 + LAST.month};1000;;")
    kept = deposit(store, CPAM, same, "suite.csv", auteur="agent", maintenant=LATER + timedelta(1))
    assert (kept.etat, kept.identiques) == ("actif", 1)


@pytest.mark.parametrize(
    ("reader", "part"),
    [(NOBODY, False), (NOBODY, True), (Scope("sans droit", depots=frozenset()), True)],
    ids=["entier", "en partie", "sans le droit de déposer"],
)
def test_a_file_guessed_whole_is_refused_as_another_where_a_guess_costs_nothing(store, reader, part):
    """The month of a correction of one line is frozen: wrong guesses are refused, and so is the right one."""
    sent = month_file(f"DEMO-A;{LAST:%Y-%m};ACC_MT_C2S;5;300;;")
    deposit(store, CPAM, sent, "correction.csv", auteur="agent", maintenant=LATER)
    freeze(store, Scope("c"), LAST, ["DEMO-A"], auteur="c", motif="versement", maintenant=LATER + timedelta(1))
    seen = []
    for count in (4, 5, 6):
        guess = month_file(f"DEMO-A;{LAST:%Y-%m};ACC_MT_C2S;{count};300;;")
        done = deposit(store, reader, guess, "essai.csv", auteur="n", partiel=part, maintenant=LATER + timedelta(2))
        seen.append(told(done.as_json()) + told([issue.regle for issue in done.verdict.anomalies]))
    assert len(set(seen)) == 1 and done.etat == "refuse"
    told_to_its_supplier = deposit(store, CPAM, sent, "correction.csv", auteur="agent", maintenant=LATER + timedelta(3))
    assert told_to_its_supplier.deja_depose


def test_the_same_file_twice_changes_nothing_whoever_sends_it(store):
    done = [
        deposit(store, NOBODY, GUESSES[1], "essai.csv", auteur="n", maintenant=LATER + timedelta(day))
        for day in range(2)
    ]
    assert done[1].deja_depose and done[1].depot == done[0].depot
    history = exported_observations(store, NOBODY, history_of("DEMO-A", "ACC_MT_C2S", LAST))
    assert len(history) == 2
