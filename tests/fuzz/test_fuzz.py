"""The same six hundred spoilt files at each run: a verdict made of sentences for each, or a reader that was stopped."""

import random

import pytest

from pipelines.ingest.apart.readers import Readers
from tests.fuzz import trial
from tests.fuzz.mutations import spoilt
from tests.fuzz.seeds import texts, workbooks
from tests.fuzz.trial import Fault, faults, tried

CASES = 200


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_the_file_the_answer_is_a_verdict(seed):
    readers = Readers()
    found = [fault.said for fault in faults(readers, random.Random(seed), cases=CASES) if not fault.costly]
    readers.close()
    assert found == []


def test_sound_files_pass_the_same_trial():
    readers = Readers()
    assert [tried(readers, data, back=True) for data in (*texts(), *workbooks())] == [None] * len(
        [*texts(), *workbooks()]
    )
    readers.close()


def test_what_is_spoilt_is_the_same_for_the_same_seed_and_never_the_file_itself():
    made = [[spoilt(data, random.Random(7)) for data in texts()] for _ in range(2)]
    assert made[0] == made[1] and made[0] != texts()


def test_an_exception_of_the_reading_is_a_fault(monkeypatch):
    monkeypatch.setattr(trial, "TODAY", None)
    readers = Readers()
    fault = tried(readers, texts()[0])
    readers.close()
    assert isinstance(fault, Fault) and not fault.costly and "failure" in fault.said
