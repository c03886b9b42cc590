"""One way through: a file is read once; the store is asked again each time, and has the last word at the confirmation."""

from datetime import datetime

import pytest

from pipelines.ingest.check import verdict as checking
from pipelines.ingest.deposit import checked_file
from pipelines.ingest.deposit.steps import check_file, deposit, preview
from pipelines.store.depots.gels import freeze
from pipelines.store.questions import suivi
from pipelines.store.scope import Scope
from tests.monthly import NOW, month_file
from tests.pipelines.ingest.deposit.dated import LOCAL, OCTOBER, WEPPES

SOUND = month_file("CPTS-WEPP;2026-10;ADH;;;91;", "CPTS-BERG;2026-10;ADH;;;45;")
MIXED = month_file("CPTS-WEPP;2026-10;ADH;;;91;", "CPTS-BERG;2026-10;ADH;;;douze;")


@pytest.fixture
def readings(monkeypatch):
    """Counts the files read."""
    seen = []
    real = checking.read_cells
    monkeypatch.setattr(checking, "read_cells", lambda *a, **k: seen.append(1) or real(*a, **k))
    return seen


def _checked(store, data, *, scope=LOCAL, now=NOW):
    return check_file(store, scope, data, "octobre.csv", maintenant=now)


def told(found):
    """All that a preview says."""
    names = ("possible", "partie", "nouvelles", "modifiees", "identiques", "deja", "deja_en_partie", "a_accepter")
    return [getattr(found, name) for name in names], found.modifications.to_csv(), found.verdict.as_json()


def _deposited(store, checked, *, scope=LOCAL, now=NOW, **decided):
    return deposit(store, scope, checked, auteur="x", maintenant=now, **decided)


def _values(store):
    with store.read() as cursor:
        return dict(cursor.rows("SELECT id_cpts, valeur FROM observations_courantes ORDER BY ALL"))


def test_preview_choice_and_confirmation_read_the_file_once(store, readings):
    checked = _checked(store, MIXED)
    refused = preview(store, LOCAL, checked, maintenant=NOW)
    part = preview(store, LOCAL, refused.checked, partiel=True, maintenant=NOW)
    same = refused.with_part(True)
    assert told(same) == told(part) and told(part.with_part(False)) == told(refused)
    assert (refused.possible, part.possible, part.nouvelles) == (False, True, 1)
    assert _values(store) == {}, "nothing before it is confirmed"
    done = _deposited(store, part.checked, partiel=True)
    assert (done.nouvelles, done.rejetees, _values(store)) == (1, 1, {"CPTS-WEPP": 91})
    assert len(readings) == 1


def test_a_deposit_since_the_preview_is_seen_by_the_next_one_and_by_the_confirmation(store, readings):
    found = preview(store, LOCAL, _checked(store, SOUND), maintenant=NOW)
    assert (found.nouvelles, found.modifiees) == (2, 0)
    other = month_file("CPTS-WEPP;2026-10;ADH;;;90;", "CPTS-BERG;2026-10;ADH;;;45;")
    _deposited(store, _checked(store, other))
    again = preview(store, LOCAL, found.checked, maintenant=NOW)
    done = _deposited(store, found.checked)
    for answer in (again, done):
        assert (answer.nouvelles, answer.modifiees, answer.identiques) == (0, 1, 1)
    assert _values(store) == {"CPTS-BERG": 45, "CPTS-WEPP": 91}
    assert len(readings) == 2, "once each"


def test_the_same_bytes_deposited_since_are_said_to_be_in(store):
    found = preview(store, LOCAL, _checked(store, SOUND), maintenant=NOW)
    first = _deposited(store, _checked(store, SOUND))
    done = _deposited(store, found.checked)
    assert (done.deja_depose, done.depot, len(suivi.deposits(store, LOCAL))) == (True, first.depot, 1)


def test_a_month_frozen_since_the_preview_refuses_the_confirmation(store):
    found = preview(store, LOCAL, _checked(store, SOUND), maintenant=NOW)
    freeze(store, LOCAL, OCTOBER, ["CPTS-WEPP"], auteur="cpam", motif="versement", maintenant=NOW)
    done = _deposited(store, found.checked)
    assert (done.etat, [i.regle for i in done.verdict.anomalies]) == ("refuse", ["mois_gele"])
    assert _values(store) == {}
    assert found.checked.verdict.anomalies == (), "what was checked is never changed"


def test_a_cpts_that_has_gone_since_the_preview_is_unknown_at_the_confirmation(store, readings):
    found = preview(store, LOCAL, _checked(store, SOUND), maintenant=NOW)
    assert found.possible
    with store.write() as cursor:
        cursor.execute("DELETE FROM cpts WHERE id_cpts = 'CPTS-BERG'")
    done = _deposited(store, found.checked)
    assert (done.etat, [i.regle for i in done.verdict.anomalies]) == ("refuse", ["cpts_inconnue"])
    assert len(readings) == 2


def test_a_month_that_ends_before_the_confirmation_makes_the_value_final(store, readings):
    line = month_file("CPTS-WEPP;2026-10;ADH;;;91;")
    last, first = datetime(2026, 10, 31, 23, 59), datetime(2026, 11, 1, 0, 1)
    found = preview(store, LOCAL, _checked(store, line, now=last), maintenant=last)
    assert found.verdict.observations["provisoire"].tolist() == [True]
    done = _deposited(store, found.checked, now=first)
    assert done.verdict.observations["provisoire"].tolist() == [False]
    assert len(readings) == 2


def test_who_may_deposit_less_has_the_file_checked_for_them(store, readings):
    """A checked file handed to another reader gives them no right of the first one."""
    checked = _checked(store, SOUND)
    for found in (
        preview(store, WEPPES, checked, maintenant=NOW).verdict,
        _deposited(store, checked, scope=WEPPES).verdict,
    ):
        assert [i.regle for i in found.anomalies] == ["cpts_inconnue"]
    assert _values(store) == {} and len(readings) == 3


def test_the_same_file_is_asked_for_by_its_bytes_and_its_name(store):
    checked = _checked(store, SOUND)
    assert checked.is_of(SOUND, "octobre.csv")
    assert not checked.is_of(SOUND, "novembre.csv") and not checked.is_of(MIXED, "octobre.csv")


def test_the_store_is_asked_for_its_cpts_only_once_something_was_written(store, monkeypatch):
    asked = []
    real = checked_file.territories
    monkeypatch.setattr(checked_file, "territories", lambda *a: asked.append(1) or real(*a))
    checked = _checked(store, SOUND)
    preview(store, LOCAL, checked, maintenant=NOW)
    assert len(asked) == 1
    _deposited(store, _checked(store, MIXED), partiel=True)
    assert len(asked) == 2
    assert preview(store, LOCAL, checked, maintenant=NOW).checked is checked
    assert len(asked) == 3
    other = Scope(**{**vars(LOCAL), "lecteur": "autre"})
    assert preview(store, other, checked, maintenant=NOW).checked is not checked
