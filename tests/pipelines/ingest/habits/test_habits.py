"""Every habit gives the very reading a careful human would make, and its report: nothing more, nothing less."""

import re
from datetime import date

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.verdict import check
from pipelines.store.scope import Scope
from tests.pipelines.ingest.habits.every import ALL
from tests.pipelines.ingest.habits.habit import KNOWN, answers

_LETTER = re.compile(r"^(?:Ligne \d+, )?colonne (?:« [^»]* » \()?([A-Z]+)\)? : ")


def _said(issue) -> str:
    letter = _LETTER.search(issue.message.replace("\u00a0", " "))
    return f"{issue.ligne or '-'} {issue.regle} {letter[1] if letter else '-'}"


@pytest.mark.parametrize("habit", ALL, ids=[habit.nom for habit in ALL])
def test_a_habit_is_read_as_a_careful_human_reads_it(habit):
    verdict = check(
        habit.data,
        "fichier",
        catalogue=load_catalogue(),
        scope=Scope.local(),
        territoires=KNOWN,
        today=date(2026, 11, 20),
    )
    assert answers(verdict.observations) == habit.lu
    assert [f"{a.ligne} {a.motif}" for a in verdict.mises_a_part] == habit.a_part
    assert sorted(map(_said, verdict.anomalies)) == sorted(habit.dit)


def test_a_hundred_and_forty_habits_and_more_each_named_once():
    assert len(ALL) >= 140
    assert len({habit.nom for habit in ALL}) == len(ALL)
