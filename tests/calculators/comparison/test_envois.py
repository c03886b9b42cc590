"""What came and what did not: missing hides what came, and nobody is late before the day due."""

from collections import Counter
from datetime import date

import pandas as pd
import pytest

from calculators.comparison.envois import due_on, keep_late, keep_partial, keep_silent, merge_states, rank_late


@pytest.mark.parametrize(
    "kept,expected",
    [
        (["recu", "recu"], "recu"),
        (["recu", "en_retard"], "en_retard"),
        (["recu", "manquant"], "partiel"),
        (["manquant", "a_venir"], "manquant"),
        (["manquant", "manquant"], "manquant"),
        (["non_attendu", "non_attendu"], "non_attendu"),
        (["non_attendu", "recu"], "recu"),
        (["a_venir", "non_attendu"], "a_venir"),
        (["provisoire", "recu"], "provisoire"),
    ],
)
def test_the_state_of_a_fund_is_the_worst_of_its_cpts(kept, expected):
    received = sum(3 for s in kept if s not in ("manquant", "a_venir", "non_attendu"))
    assert merge_states(Counter(kept), recus=received) == expected


def test_values_are_due_on_a_day_of_the_next_month():
    assert due_on(date(2026, 11, 1), 20) == date(2026, 12, 20)
    assert due_on(date(2026, 12, 1), 5) == date(2027, 1, 5)


def test_the_worst_come_first():
    envois = pd.DataFrame({"cpam": ["A", "A", "B", "C"], "statut": ["partiel", "en_retard", "manquant", "recu"]})
    found = rank_late(envois, "cpam")
    assert found["cpam"].tolist() == ["B", "A", "C"]
    assert found["partiel"].tolist() == [0, 1, 0]


@pytest.mark.parametrize(("today", "late"), [(date(2026, 11, 20), 0), (date(2026, 11, 21), 2)])
def test_nobody_is_late_on_the_day_due(today, late):
    envois = pd.DataFrame({"statut": ["manquant", "partiel", "recu"], "echeance": pd.to_datetime(["2026-11-20"] * 3)})
    found = keep_late(envois, today=today)
    assert len(found) == late and found["jours"].tolist() == [1] * late


def test_who_sent_nothing_and_who_sent_a_part():
    attentes = pd.DataFrame({"id_cpts": ["rien", "une", "tout"], "attendus": [3, 3, 3], "absents": [3, 2, 0]})
    assert keep_silent(attentes)["id_cpts"].tolist() == ["rien"]
    assert keep_partial(attentes)["id_cpts"].tolist() == ["une"]
