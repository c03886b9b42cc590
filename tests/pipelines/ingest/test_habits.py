"""Every habit gives the very reading a careful human would make, and its report: nothing more, nothing less."""

import re
from datetime import date

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.check import check
from pipelines.store.scope import Scope
from tests.pipelines.ingest.habit import KNOWN, answers
from tests.pipelines.ingest.habits_excel import HABITS as EXCEL
from tests.pipelines.ingest.habits_layout import HABITS as LAYOUT
from tests.pipelines.ingest.habits_numbers import HABITS as NUMBERS
from tests.pipelines.ingest.habits_sheets import HABITS as SHEETS
from tests.pipelines.ingest.habits_text import HABITS as TEXT
from tests.pipelines.ingest.habits_wide import HABITS as WIDE
from tests.pipelines.ingest.habits_words import HABITS as WORDS

ALL = [*TEXT, *WORDS, *NUMBERS, *EXCEL, *LAYOUT, *WIDE, *SHEETS]
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
