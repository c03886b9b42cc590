"""Every habit handed back, whole or its refused lines alone, reads the same when it comes again."""

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.verdict import check
from pipelines.ingest.hand_back.annotate import annotate, keep_refused
from pipelines.store.scope import Scope
from tests.monthly import NOW
from tests.pipelines.ingest.habits.every import ALL as HABITS
from tests.pipelines.ingest.habits.habit import KNOWN, answers

# An empty cell is all that remains of a formula never computed: the note says it, the cell cannot.
ALL = [habit for habit in HABITS if "n'a jamais été calculé" not in habit.nom]


@pytest.mark.parametrize("habit", ALL, ids=[habit.nom for habit in ALL])
def test_every_habit_handed_back_reads_the_same(habit):
    asked = {"catalogue": load_catalogue(), "scope": Scope.local(), "territoires": KNOWN, "today": NOW.date()}
    verdict = check(habit.data, "fichier.csv", **asked)
    back, name = annotate(habit.data, "fichier.csv", verdict)
    if not verdict.encodage:
        assert back.decode("utf-8-sig").startswith("ligne;")
        return
    again = check(back, name, **asked)
    assert answers(again.observations) == answers(verdict.observations)
    assert again.refusees == verdict.refusees
    refused, name = keep_refused(habit.data, "fichier.csv", verdict)
    assert len(check(refused, name, **asked).refusees) <= len(verdict.refusees)
