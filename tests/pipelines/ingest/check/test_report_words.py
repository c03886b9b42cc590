"""A report reads as French: agreement in number, lists that hide nothing for nothing, no mark that reorders a sentence."""

from datetime import date

import pytest

from calculators.french import list_first
from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.findings import CAP
from pipelines.ingest.check.verdict import check
from pipelines.ingest.deposit.report import verdict_text
from pipelines.ingest.issues import as_text
from pipelines.ingest.texts import and_alike, plural, visible
from pipelines.store.scope import Scope
from tests.monthly import HEADER, month_file
from tests.pipelines.ingest.habits.habit import KNOWN
from tests.pipelines.ingest.sheets import HEAD, xlsx


def checked(data):
    return check(
        data,
        "mars.csv",
        catalogue=load_catalogue(),
        scope=Scope.local(),
        territoires=KNOWN,
        today=date(2026, 11, 20),
    )


def report(*lines, header=HEADER):
    return verdict_text(checked(month_file(*lines, header=header))).replace("\u00a0", " ")


@pytest.mark.parametrize(("count", "said"), [(0, "0 ligne"), (1, "1 ligne"), (2, "2 lignes")])
def test_nought_and_one_are_singular(count, said):
    assert plural(count, "ligne") == said


def test_what_stands_for_several_lines_says_how_many():
    assert [and_alike(n) for n in (0, 1, 2)] == [
        "",
        " (et de même sur 1 autre ligne)",
        " (et de même sur 2 autres lignes)",
    ]


@pytest.mark.parametrize(
    ("count", "said"), [(5, "1, 2, 3, 4, 5"), (6, "1, 2, 3, 4, 5, 6"), (7, "1, 2, 3, 4, 5… et 2 autres")]
)
def test_a_list_never_hides_its_last_item_alone(count, said):
    assert list_first(range(1, count + 1), 5) == said


def test_lines_that_follow_each_other_are_a_span():
    assert "2 lignes mises à part : source (lignes 3, 4)." in report("CPTS-WEPP;2025-03;ADH;;;91;", "* un", "* deux")
    notes = [f"* note {n}" for n in range(6)]
    assert "6 lignes mises à part : source (lignes 3 à 8)." in report("CPTS-WEPP;2025-03;ADH;;;91;", *notes)
    apart = [line for n in range(6) for line in (f"CPTS-WEPP;2025-0{n + 1};ADH;;;91;", f"* note {n}")]
    assert "source (lignes 3, 5, 7, 9, 11, 13)." in report(*apart)


@pytest.mark.parametrize(("hidden", "said"), [(1, "1 ligne masquée ou filtrée dans Excel a été lue comme les autres"),
                                              (2, "2 lignes masquées ou filtrées dans Excel ont été lues comme les autres")])  # fmt: skip
def test_hidden_lines_agree_with_their_number(hidden, said):
    def hide(book):
        for row in range(3, 3 + hidden):
            book.active.row_dimensions[row].hidden = True

    rows = [["CPTS-WEPP", f"2025-0{n}", "ADH", None, None, 91] for n in range(1, 6)]
    (issue,) = checked(xlsx([HEAD, *rows], also=hide)).anomalies
    assert issue.message == f"{said}."


@pytest.mark.parametrize(("more", "said"), [(1, "sur 1 autre ligne, à partir"), (2, "sur 2 autres lignes, à partir")])
def test_findings_beyond_the_cap_agree_with_their_number(more, said):
    verdict = checked(month_file(*["CPTS-WEPP;2026-12;ADH;;;1;"] * (CAP + more)))
    (last,) = [i for i in verdict.anomalies if i.regle == "trop_de_constats"]
    assert said in last.message


@pytest.mark.parametrize(("limit", "said"), [(4, "et 1 autre constat :"), (3, "et 2 autres constats :")])
def test_findings_beyond_those_shown_agree_with_their_number(limit, said):
    verdict = checked(month_file(*["CPTS-WEPP;2026-12;ADH;;;1;"] * 5))
    assert said in as_text([i for i in verdict.anomalies if i.regle == "mois_futur"], limit).replace("\u00a0", " ")


def test_marks_of_direction_in_a_title_are_written_out_wherever_it_is_repeated():
    verdict = checked(month_file("CPTS-WEPP;2025-03;ADH;x", header="CPTS;Mois;Indicateur;(\u202eValeur"))
    said = "".join(f"{i.colonne}{i.message}{i.valeur}{i.remede}" for i in verdict.anomalies)
    assert "\u202e" not in said and "(\\u202eValeur" in said


def test_an_end_of_line_in_a_cell_is_shown_by_a_sign():
    assert visible("9\n1") == visible("9\r\n1") == "9 ⏎ 1"


def test_minus_nought_is_nought():
    assert str(checked(month_file("CPTS-WEPP;2025-03;ADH;;;-0;")).observations["valeur"].iat[0]) == "0.0"
