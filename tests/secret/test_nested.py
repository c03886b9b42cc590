"""Of two indicators shown, one counting everyone the other counts, the difference gives no small count back."""

from datetime import datetime

import pytest

from pipelines.ingest.deposit.lifecycle import withdraw
from pipelines.store.connection import Store
from pipelines.store.questions.export import Choix, exported_observations
from pipelines.store.scope import Scope
from tests.depositing import deposit, preview
from tests.monthly import month_file

NOBODY = Scope("n")
CPAM = Scope("agent", fournisseurs=frozenset({"CPAM"}))


def send(store, *lines, day=15):
    return deposit(store, CPAM, month_file(*lines), f"{day}.csv", auteur="x", maintenant=datetime(2026, 11, day)).depot


def state(store, code, scope=NOBODY, month="2026-10"):
    seen = exported_observations(store, scope, Choix(ids=["DEMO-E"], indicateurs=[code]))
    return seen.loc[seen["mois"].astype(str).str.startswith(month), "etat"].iloc[0]


@pytest.mark.parametrize(
    ("part", "whole", "seen"),
    [
        ("1037;3000", "1041;9000", False),  # four people
        ("1037;3000", "1047;9000", False),  # ten
        ("1037;3000", "1048;9000", True),  # eleven
        ("1037;3000", "1037;9000", True),  # nobody: zero is no secret
        ("1037;3000", "1900;3006", False),  # six people in the denominators
    ],
)
def test_what_is_left_of_the_whole_is_a_count_too(store, part, whole, seen):
    send(store, f"DEMO-E;2026-10;ACC_MT_70;{part};;", f"DEMO-E;2026-10;ACC_MT_16;{whole};;")
    assert (state(store, "ACC_MT_70") == "valeur") == seen
    assert state(store, "ACC_MT_16") == "valeur" and state(store, "ACC_MT_70", CPAM) == "valeur"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_in_whatever_order_they_come_and_whatever_is_withdrawn(store, order):
    lines = ("DEMO-E;2026-10;ACC_MT_70;950;2000;;", "DEMO-E;2026-10;ACC_MT_16;956;9000;;")
    made = [send(store, lines[at], day=15 + rank) for rank, at in enumerate(order)]
    assert state(store, "ACC_MT_70") == "masquee"
    withdraw(store, CPAM, made[order.index(1)], auteur="x", motif="essai", maintenant=datetime(2026, 11, 20))
    assert state(store, "ACC_MT_70") == "masquee", "an export of before has the whole"


def test_a_guess_of_a_part_is_previewed_as_any_other(store):
    send(store, "DEMO-E;2026-10;ACC_MT_C2S;37;300;;", "DEMO-E;2026-10;ACC_MT_ALD;41;900;;")
    told = {
        (p.nouvelles, p.modifiees, p.identiques)
        for p in (
            preview(
                store,
                NOBODY,
                month_file(f"DEMO-E;2026-10;ACC_MT_C2S;{n};300;;"),
                "g.csv",
                maintenant=datetime(2026, 12, 1),
            )
            for n in (36, 37, 38)
        )
    }
    assert told == {(0, 1, 0)}


def test_a_store_of_before_is_looked_through(store):
    send(store, "DEMO-E;2026-10;ACC_MT_C2S;37;300;;", "DEMO-E;2026-10;ACC_MT_ALD;41;900;;")
    with store.write() as cursor:
        cursor.execute("DELETE FROM ecarts_imbriques")
        cursor.execute("UPDATE reglages SET valeur = '3' WHERE cle = 'version'")
        cursor.execute("UPDATE reglages SET valeur = 'avant' WHERE cle = 'structure'")
    assert state(Store.open(store.identity), "ACC_MT_C2S") == "masquee"
