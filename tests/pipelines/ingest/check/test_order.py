"""What is stored does not depend on the order of the lines, nor on how often a line is repeated; progress is told."""

import shutil

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.verdict import check
from pipelines.ingest.deposit import steps
from pipelines.ingest.deposit.checked_file import check_file
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import NOW, month_file
from tests.pipelines.ingest.check.checked import KNOWN, TODAY, checked

CODES = ("PRE_SEIN", "PRE_COL", "ADH", "CRI_PLAN")
CELLS = {"ADH": (";;91", ";;< 11", ";;"), "CRI_PLAN": (";;oui", ";;non")}
PAIRS = ("450;812;", "NS;812;", ";;57,6 %", "1 450;2 812;", "0;812;", "ND;ND;")
KEYS = st.tuples(
    st.sampled_from(["CPTS-WEPP", "CPTS-BERG", "CPTS-LITN"]),
    st.sampled_from(["2026-08", "2026-09"]),
    st.sampled_from(CODES),
)
STORED = "SELECT * EXCLUDE (ligne, depot, connu_le) FROM observations ORDER BY ALL"


@st.composite
def lines_of_a_file(draw):
    keys = draw(st.lists(KEYS, unique=True, min_size=1, max_size=20))
    return [f"{c};{m};{code};{draw(st.sampled_from(CELLS.get(code, PAIRS)))};" for c, m, code in keys]


def _kept(verdict):
    frame = verdict.observations.drop(columns="ligne").astype({"id_cpts": str, "indicateur": str})
    return frame.sort_values(["id_cpts", "indicateur", "mois"]).reset_index(drop=True).astype(object)


@settings(max_examples=40, deadline=None)
@given(lines_of_a_file(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(lines, random):
    shuffled = random.sample(lines, len(lines))
    pd.testing.assert_frame_equal(_kept(checked(*lines)), _kept(checked(*shuffled)))


@settings(max_examples=40, deadline=None)
@given(lines_of_a_file(), st.randoms(use_true_random=False))
def test_a_repeated_line_counts_once_and_is_said(lines, random):
    again = random.sample(lines, random.randint(1, len(lines)))
    verdict = checked(*lines, *again)
    pd.testing.assert_frame_equal(_kept(checked(*lines)), _kept(verdict))
    assert not verdict.refuse
    assert [i.ligne for i in verdict.anomalies if i.regle == "doublon_identique"] == [
        2 + len(lines) + rank for rank in range(len(again))
    ]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines_of_a_file(), st.randoms(use_true_random=False))
def test_two_stores_given_the_lines_in_two_orders_hold_the_same(models, tmp_path_factory, lines, random):
    contents = []
    for order in (lines, random.sample(lines, len(lines))):
        store = Store.open(shutil.copytree(models / "store", tmp_path_factory.mktemp("ordre") / "store"))
        done = deposit(store, Scope.local(), month_file(*order), "f.csv", auteur="test", maintenant=NOW)
        assert done.nouvelles == len(lines)
        with store.read() as cursor:
            contents.append(cursor.frame(STORED))
    pd.testing.assert_frame_equal(*contents)


def test_a_contradiction_is_found_beside_another_fault_of_the_same_line():
    verdict = checked("CPTS-WEPP;2026-12;ADH;;;91;", "CPTS-WEPP;2026-12;ADH;;;92;")
    assert [(i.ligne, i.regle) for i in verdict.anomalies] == [
        (2, "mois_futur"),
        (2, "doublon_contradictoire"),
        (3, "mois_futur"),
        (3, "doublon_contradictoire"),
    ]


def test_progress_is_told_in_french_from_nothing_to_all():
    told = []
    check(
        month_file(*["CPTS-WEPP;2026-10;ADH;;;91;"] * 1_200),
        "f.csv",
        catalogue=load_catalogue(),
        scope=Scope.local(),
        territoires=KNOWN,
        today=TODAY,
        progres=lambda share, step: told.append((share, step)),
    )
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert (told[0][0], told[-1][0]) == (0.0, 1.0)
    assert "Contrôle de 1\u202f200 lignes" in [step for _, step in told]


def test_a_file_checked_against_a_store_tells_its_progress_and_once_checked_is_not_read_again(store):
    told = []
    data = month_file("CPTS-WEPP;2026-09;ADH;;;91;")
    file = check_file(store, Scope.local(), data, "f.csv", maintenant=NOW, progres=lambda share, _: told.append(share))
    assert told[-1] == 1.0
    told.clear()
    steps.preview(store, Scope.local(), file, maintenant=NOW, progres=lambda share, _: told.append(share))
    assert told == [], "the file itself was read when it was dropped"
    month_later = NOW.replace(month=NOW.month % 12 + 1, year=NOW.year + NOW.month // 12)
    steps.preview(store, Scope.local(), file, maintenant=month_later, progres=lambda share, _: told.append(share))
    assert told[-1] == 1.0, "another month, other months are in the future: read again"
