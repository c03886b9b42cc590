"""A file is read by another process: whatever it does there, one sentence says so and the next file is read."""

import os
import signal
import threading
from dataclasses import replace
from datetime import date

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest.apart import reading
from pipelines.ingest.apart.allowance import Allowance, allowance, is_plain
from pipelines.ingest.apart.readers import READERS, Readers, Unread
from pipelines.ingest.check.verdict import check
from pipelines.ingest.hand_back.annotate import annotate
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope
from tests.monthly import month_file
from tests.pipelines.ingest.habits.habit import KNOWN
from tests.pipelines.ingest.read.hostile import BOOK, LINE
from tests.pipelines.ingest.sheets import HEAD, xlsx

CSV = month_file(LINE)
ENOUGH = Allowance(processor=30, clock=60, memory=500_000_000)


@pytest.fixture(scope="module")
def readers():
    """Readers of these tests alone."""
    own = Readers()
    yield own
    own.close()


@pytest.fixture(autouse=True)
def _own(monkeypatch, readers):
    monkeypatch.setattr(reading, "READERS", readers)


def arguments(data, name="mars.xlsx"):
    return {
        "data": data,
        "name": name,
        "catalogue": load_catalogue(),
        "scope": Scope.local(),
        "territoires": KNOWN,
        "today": date(2026, 11, 20),
    }


def asked(data, monkeypatch=None, **limits):
    if limits:
        monkeypatch.setattr(reading, "allowance", lambda data: replace(allowance(data), **limits))
    return reading.check(**arguments(data))


@pytest.mark.parametrize("data", [CSV, BOOK], ids=["csv", "xlsx"])
def test_a_reader_gives_the_same_verdict_and_says_how_far_it_is(readers, data):
    told = []
    theirs = readers.ask("check", arguments(data), ENOUGH, lambda share, step: told.append((share, step)))
    here = check(**arguments(data))
    assert theirs.observations.equals(here.observations)
    assert replace(theirs, observations=None, places=None) == replace(here, observations=None, places=None)
    assert [share for share, _ in told] == [0.0, 0.5, 1.0]


def test_a_sound_workbook_is_read_apart_and_a_plain_text_here(readers, monkeypatch):
    used = []
    real = readers.ask
    monkeypatch.setattr(readers, "ask", lambda task, *more: used.append(task) or real(task, *more))
    assert asked(CSV).acceptees == 1
    assert used == []
    verdict = asked(BOOK)
    assert (verdict.acceptees, used) == (1, ["check"])
    assert reading.annotate(BOOK, "mars.xlsx", verdict)[1] == "mars_constats.xlsx"
    assert used == ["check", "annotate"]


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        ({"clock": 0.0}, "prenait trop de temps"),
        ({"processor": -10_000}, "prenait trop de temps"),
        ({"memory": 0}, "mémoire"),
    ],
)
def test_a_reading_that_takes_more_than_its_allowance_is_one_sentence(readers, monkeypatch, limits, why):
    rows = [["CPTS-WEPP", "2025-03", "ADH", None, None, n] for n in range(20_000)]
    with monkeypatch.context() as tight:
        verdict = asked(xlsx([HEAD, *rows]), tight, **limits)
    (issue,) = verdict.anomalies
    assert (issue.regle, issue.bloquante, verdict.refuse) == ("lecture_impossible", True, True)
    assert issue.message.startswith("Ce classeur ne peut pas être lu")
    assert why in issue.message or "s'est arrêté" in issue.message
    assert len(verdict.observations) == 0
    assert asked(BOOK).acceptees == 1  # the next file has another reader


def test_a_reader_killed_from_outside_is_said_and_leaves_nothing(readers):
    readers.expect()
    (reader,) = readers._idle
    killing = threading.Timer(0.0, os.kill, (reader._process.pid, signal.SIGKILL))
    killing.start()
    killing.join()
    with pytest.raises(Unread):
        reader.ask("check", arguments(BOOK), ENOUGH)
    assert not reader.is_fit()
    assert asked(BOOK).acceptees == 1


def test_a_failure_of_the_reading_is_a_finding_here_and_apart(readers, monkeypatch):
    with pytest.raises(Unread) as told:
        readers.ask("check", {"unknown": 1}, ENOUGH)
    assert (told.value.reason, told.value.detail) == ("failure", "TypeError")
    monkeypatch.setattr(reading.checking, "check", lambda **_: 1 / 0)
    (issue,) = reading.check(**arguments(CSV)).anomalies
    assert "ZeroDivisionError" in issue.message and issue.message.startswith("Ce fichier ne peut pas être lu")


def test_what_stops_the_program_does_not_accuse_the_file(readers):
    readers.ask("check", arguments(BOOK), ENOUGH)
    (reader,) = readers._idle
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(reader._process.pid, number)
    assert reader.ask("check", arguments(BOOK), ENOUGH).acceptees == 1


def test_a_reader_goes_when_the_program_does(readers):
    readers.expect()
    (reader,) = readers._idle
    reader.ask("check", arguments(BOOK), ENOUGH)
    reader._process.stdin.close()
    assert reader._process.wait(timeout=20) == 0


def test_a_workbook_that_cannot_be_written_back_is_one_sentence(readers, monkeypatch):
    verdict = check(**arguments(BOOK))
    monkeypatch.setattr(reading, "allowance", lambda data: replace(allowance(data), clock=0.0))
    with pytest.raises(StoreError, match="n'a pas pu être rendu"):
        reading.annotate(BOOK, "mars.xlsx", verdict)


def test_what_is_handed_back_is_the_same(readers):
    bad = xlsx([HEAD, ["CPTS-WEPP", "2025-03", "ADH", None, None, "beaucoup"]])
    verdict = check(**arguments(bad))
    theirs = reading.annotate(bad, "mars.xlsx", verdict)
    here = annotate(bad, "mars.xlsx", verdict)
    assert theirs[1] == here[1]
    assert asked(theirs[0]).anomalies == asked(here[0]).anomalies


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (CSV, True),
        (BOOK, False),
        (CSV + b"a" * 20_001, False),
        (b";" * 900 + b"\n" + b"1\n" * 2_000, False),
        (CSV * 20_000, False),
    ],
)
def test_which_texts_are_plain(data, plain):
    assert is_plain(data) == plain


def test_a_plain_text_that_takes_too_long_is_one_sentence(monkeypatch):
    def for_ever(**_):
        while True:
            pass

    monkeypatch.setattr(reading.checking, "check", for_ever)
    (issue,) = asked(CSV, monkeypatch, processor=0.05).anomalies
    assert "Ce fichier ne peut pas être lu" in issue.message and "trop de temps" in issue.message


def test_the_program_keeps_no_reader_ready_unless_files_are_awaited():
    assert not READERS.awaited
