"""Deposits: whole or not at all, the same bytes once, versions, recency, the original kept, the audit trail, scope."""

import hashlib
from datetime import date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest

from pipelines.store.questions import indicateurs, suivi
from pipelines.store.questions.export import exported_observations
from pipelines.store.scope import Scope
from tests.depositing import deposit, preview
from tests.monthly import NOW, history_of, month_file

LOCAL = Scope.local()
OCTOBER = month_file(
    "CPTS-WEPP;2026-10;PRE_SEIN;450;812;;",
    "CPTS-WEPP;2026-10;ADH;;;91;",
    "CPTS-BERG;2026-10;PRE_SEIN;NS;900;;",
)


def _deposit(store, data, name="octobre.csv", *, scope=LOCAL, when=NOW, **more):
    return deposit(store, scope, data, name, auteur="test", maintenant=when, **more)


def _count(store, table: str) -> int:
    with store.read() as cursor:
        return cursor.rows(f"SELECT count(*) FROM {table}")[0][0]


def _current(store) -> pd.DataFrame:
    with store.read() as cursor:
        return cursor.frame(
            "SELECT id_cpts, indicateur, mois, etat, marqueur, numerateur, denominateur, valeur "
            "FROM observations_courantes ORDER BY ALL"
        )


def test_a_first_deposit(store):
    done = _deposit(store, OCTOBER)
    assert done.as_json() == {
        "fichier": "octobre.csv",
        "depot": "D20261120-0001",
        "nouvelles": 3,
        "modifiees": 0,
        "identiques": 0,
        "rejetees": 0,
        "deja_depose": False,
    }
    assert _current(store)["etat"].tolist() == ["masquee", "valeur", "valeur"]
    with store.read() as cursor:
        journal = cursor.frame("SELECT qui, action, objet, hash FROM journal").iloc[0].tolist()
    assert journal == ["test", "depot", done.depot, hashlib.sha256(OCTOBER).hexdigest()]
    assert store.files.get(journal[3]) == OCTOBER


def test_twice_is_once(store):
    first = _deposit(store, OCTOBER)
    before = store.snapshot(), _current(store)
    second = _deposit(store, OCTOBER, "renommé.csv", when=NOW + timedelta(days=1))
    assert (second.deja_depose, second.depot, second.nouvelles, second.identiques) == (True, first.depot, 0, 0)
    pd.testing.assert_frame_equal(_current(store), before[1])
    assert [_count(store, t) for t in ("depots", "observations", "journal")] == [1, 3, 1]


def test_the_same_values_in_other_bytes_are_identical_and_make_no_version(store):
    _deposit(store, OCTOBER)
    done = _deposit(store, OCTOBER.replace(b";812;", b";  812 ;"))
    assert (done.deja_depose, done.nouvelles, done.modifiees, done.identiques) == (False, 0, 0, 3)
    assert _count(store, "observations") == 3


def test_a_correction_makes_a_version_and_keeps_the_one_before(store):
    _deposit(store, OCTOBER)
    corrected = OCTOBER.replace(b"450;812", b"460;812").replace(b"NS;900", b"ND;900")
    seen = preview(store, LOCAL, corrected, "c.csv", maintenant=NOW)
    assert (seen.nouvelles, seen.modifiees, seen.identiques, seen.deja_depose) == (0, 2, 1, False)
    assert seen.modifications[["ligne", "numerateur_avant", "numerateur", "etat_avant", "etat"]].fillna(
        0
    ).values.tolist() == [
        [2, 450, 460, "valeur", "valeur"],
        [4, 0, 0, "masquee", "manquante"],
    ]
    assert _count(store, "observations") == 3
    done = _deposit(store, corrected, motif="erreur de saisie", accepter_pertes=True)
    assert (done.nouvelles, done.modifiees, done.identiques) == (0, 2, 1)
    history = exported_observations(store, LOCAL, history_of("CPTS-WEPP", "PRE_SEIN", date(2026, 10, 1)))
    assert history["numerateur"].tolist() == [450, 460]
    reasons = suivi.deposits(store, LOCAL).set_index("depot")["motif"].fillna("")
    assert history["depot"].map(reasons).tolist() == ["", "erreur de saisie"]


def test_a_month_sent_while_it_ran_becomes_final_when_sent_again(store):
    line = "CPTS-WEPP;2026-10;ADH;;;91;"
    early = _deposit(store, month_file(line), when=datetime(2026, 10, 20))
    again = _deposit(store, month_file(line, ""), when=datetime(2026, 11, 5))
    assert (early.nouvelles, again.modifiees) == (1, 1)
    with store.read() as cursor:
        assert cursor.rows("SELECT provisoire FROM observations ORDER BY version") == [(True,), (False,)]


def test_a_file_with_a_fault_stores_nothing_at_all(store):
    faulty = OCTOBER + b"CPTS-WEPP;2026-10;PRE_COL;950;812;;\r\n"
    done = _deposit(store, faulty)
    assert (done.etat, done.depot, done.nouvelles, done.rejetees) == ("refuse", None, 0, 1)
    assert [i.ligne for i in done.verdict.anomalies] == [5]
    assert [_count(store, t) for t in ("depots", "observations", "confirmations")] == [0, 0, 0]
    assert not (Path(store.identity) / "fichiers").exists()
    with store.read() as cursor:
        journal = cursor.rows("SELECT quand, qui, action, objet, apres, hash FROM journal")
    assert journal == [
        (
            NOW,
            "test",
            "depot_refuse",
            "octobre.csv",
            '{"lignes_lues": 4, "rejetees": 1, "constats": {"numerateur_superieur": 1}}',
            hashlib.sha256(faulty).hexdigest(),
        )
    ]
    seen = preview(store, LOCAL, OCTOBER + b"x;y\r\n", "x.csv", maintenant=NOW)
    assert (seen.verdict.refuse, seen.nouvelles, len(seen.modifications)) == (True, 0, 0)


def test_a_preview_of_what_is_in_says_which_deposit(store):
    done = _deposit(store, OCTOBER)
    assert preview(store, LOCAL, OCTOBER, "x.csv", maintenant=NOW).depot == done.depot


FILES = [
    month_file("CPTS-WEPP;2026-09;ADH;;;90;", "CPTS-WEPP;2026-10;ADH;;;91;"),
    month_file("CPTS-BERG;2026-10;ADH;;;50;"),
    month_file("CPTS-BERG;2026-10;PRE_SEIN;10;20;;", "CPTS-WEPP;2026-08;ADH;;;89;"),
]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_distinct_files_give_the_same_values_in_any_order(store, order):
    for rank, number in enumerate(order):
        _deposit(store, FILES[number], when=NOW + timedelta(minutes=rank))
    found = _current(store)
    assert found["valeur"].tolist() == [50, 0.5, 89, 90, 91]
    assert _count(store, "observations") == 5


@pytest.mark.parametrize("order", list(permutations((91, 92, 93))))
def test_of_files_about_the_same_value_the_last_deposited_wins(store, order):
    for rank, number in enumerate(order):
        _deposit(store, month_file(f"CPTS-WEPP;2026-10;ADH;;;{number};"), when=NOW + timedelta(minutes=rank))
    assert _current(store)["valeur"].tolist() == [order[-1]]
    with store.read() as cursor:
        assert cursor.rows("SELECT version, valeur FROM observations ORDER BY version") == [
            (rank, number) for rank, number in enumerate(order, 1)
        ]


def test_bytes_of_a_withdrawn_deposit_may_come_back(store):
    _deposit(store, OCTOBER)
    with store.write() as cursor:
        cursor.execute("UPDATE depots SET etat = 'retire', retire_le = TIMESTAMP '2026-11-20 10:00'")
    assert _current(store).empty
    again = _deposit(store, OCTOBER, when=NOW + timedelta(hours=2))
    assert (again.deja_depose, again.nouvelles, again.depot) == (False, 3, "D20261120-0002")
    assert len(_current(store)) == 3


def test_one_deposits_only_in_one_s_scope(store):
    scope = Scope("weppes", cpts=frozenset({"CPTS-WEPP"}), depots=frozenset({"CPTS-WEPP"}))
    refused = _deposit(store, OCTOBER, scope=scope)
    assert (refused.etat, [i.regle for i in refused.verdict.anomalies]) == ("refuse", ["cpts_inconnue"])
    assert _deposit(store, month_file("CPTS-WEPP;2026-10;ADH;;;91;"), scope=scope).nouvelles == 1
    reader = Scope("lecteur", depots=frozenset())
    assert _deposit(store, month_file("CPTS-WEPP;2026-10;ADH;;;92;"), scope=reader).etat == "refuse"


def test_a_region_sends_nothing(store):
    done = _deposit(store, month_file("REG-PACA;2026-10;ADH;;;56;"))
    # « region » is also how aggregate lines start; here the code is simply no CPTS.
    assert done.etat == "refuse"


def test_an_uploaded_name_is_data_and_never_a_path(store):
    done = _deposit(store, OCTOBER, "../../etc/passwd.csv")
    assert done.etat == "actif"
    assert [f.name for f in (Path(store.identity) / "fichiers").iterdir()] == [hashlib.sha256(OCTOBER).hexdigest()]
    assert suivi.deposits(store, LOCAL)["fichier"].tolist() == ["../../etc/passwd.csv"]


def test_demonstration_follows_every_value(store):
    _deposit(store, OCTOBER, demonstration=True)
    found = indicateurs.indicator_month(store, LOCAL, indicateur="PRE_SEIN", mois=date(2026, 10, 1), ids=["CPTS-WEPP"])
    assert found["demonstration"].tolist() == [True]
