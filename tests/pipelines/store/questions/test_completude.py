"""What was expected, what came and when: missing, late, partial and provisional are told apart, and nothing is zero."""

from datetime import date, datetime

import pytest

from pipelines.settings import SettingError, due_day
from pipelines.store.questions.completude import STATUTS, completeness
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import month_file

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
TODAY = date(2026, 11, 25)


def grid(store, *, scope=None, debut=OCTOBER, fin=OCTOBER, aujourdhui=TODAY):
    frame = completeness(store, scope or Scope.local(), debut=debut, fin=fin, aujourdhui=aujourdhui)
    return frame.set_index(["id_cpts", "fournisseur", "mois"])


def cell(store, id_cpts, supplier, month=OCTOBER, **options):
    return grid(store, debut=month, fin=month, **options).sort_index().loc[(id_cpts, supplier)].iloc[0]


def send(store, id_cpts, *, day, month="2026-10", supplier="CPAM", but=(), value="12"):
    """Everything still expected of one CPTS and supplier for that month, less `but`."""
    first = date.fromisoformat(f"{month}-01")
    missing = cell(store, id_cpts, supplier, first)["absents"].split("|")
    kinds = {"ADH", "PAR_INCL", "PAR_RCP", "ACC_SAS", "PRE_ACTIONS", "QUA_GROUPES", "ACP_STAGES", "ACP_INSTALL"}
    lines = []
    for code in missing:
        if code in but:
            continue
        if code.startswith("CRI"):
            lines.append(f"{id_cpts};{month};{code};;;oui;")
        elif code in kinds:
            lines.append(f"{id_cpts};{month};{code};;;{value};")
        else:
            lines.append(f"{id_cpts};{month};{code};{value};1000;;")
    data = month_file(*lines)
    done = deposit(store, Scope.local(), data, "x.csv", auteur="test", demonstration=True, maintenant=day)
    assert done.etat == "actif", done.verdict.anomalies
    return done


def test_part_of_a_month_is_partial_and_says_what_is_missing(filled):
    row = cell(filled, "DEMO-A", "CPAM")
    # PRE_SEIN, ACC_MT_16, PRE_COL (hidden) and PRE_CCR (unknown) came; both count as sent.
    assert row["statut"] == "partiel"
    assert (row["recus"], row["masques"], row["inconnus"]) == (4, 1, 1)
    assert "ACC_MT_70" in row["absents"].split("|") and "PRE_COL" not in row["absents"]


def test_nothing_received_is_missing_only_once_the_day_due_is_past(filled):
    assert cell(filled, "DEMO-C", "CPTS")["statut"] == "manquant"
    assert cell(filled, "DEMO-C", "CPTS", aujourdhui=date(2026, 11, 21))["statut"] == "manquant"
    assert cell(filled, "DEMO-C", "CPTS", aujourdhui=date(2026, 11, 20))["statut"] == "a_venir"
    assert cell(filled, "DEMO-C", "CPTS", NOVEMBER)["statut"] == "a_venir"


@pytest.mark.parametrize("day,statut", [(20, "recu"), (21, "en_retard")])
def test_late_begins_the_day_after_the_day_due(filled, day, statut):
    send(filled, "DEMO-A", day=datetime(2026, 11, day, 23, 59))
    row = cell(filled, "DEMO-A", "CPAM")
    assert row["statut"] == statut and row["recus"] == row["attendus"]
    assert row["dernier_recu_le"].day == day and row["premier_recu_le"].day == 10


def test_a_correction_after_the_day_due_does_not_make_it_late(filled):
    send(filled, "DEMO-A", day=datetime(2026, 11, 15))
    data = month_file("DEMO-A;2026-10;PRE_SEIN;551;1000;;")
    deposit(filled, Scope.local(), data, "c.csv", auteur="test", motif="erreur", maintenant=datetime(2026, 11, 25))
    assert cell(filled, "DEMO-A", "CPAM")["statut"] == "recu"


def test_a_month_sent_before_its_end_is_provisional_until_sent_again(filled):
    send(filled, "DEMO-A", month="2026-11", day=datetime(2026, 11, 15))
    assert cell(filled, "DEMO-A", "CPAM", NOVEMBER)["statut"] == "provisoire"


def test_before_the_contract_nothing_is_expected_and_nothing_is_missing(filled):
    row = cell(filled, "DEMO-A", "CPAM", date(2024, 2, 1))
    assert (row["statut"], row["attendus"]) == ("non_attendu", 0)


def test_every_cell_is_there_once_and_known(filled):
    frame = grid(filled, debut=date(2026, 1, 1))
    assert frame.index.is_unique
    assert set(frame["statut"]) <= set(STATUTS)
    assert len(frame) == frame.index.get_level_values(0).nunique() * 2 * 10


def test_nothing_leaves_the_scope(filled):
    mine = Scope(lecteur="x", cpts=frozenset({"DEMO-B"}))
    assert set(grid(filled, scope=mine).index.get_level_values(0)) == {"DEMO-B"}


def test_the_day_due_is_a_setting(filled, monkeypatch):
    monkeypatch.setenv("CPTS_ECHEANCE", "9")
    assert due_day() == 9
    assert cell(filled, "DEMO-A", "CPAM")["echeance"].day == 9
    monkeypatch.setenv("CPTS_ECHEANCE", "31")
    with pytest.raises(SettingError, match="de 1 à 28"):
        due_day()
