"""Complétude on screen: every state has a symbol and a word, missing is never zero, and the reminder can be pasted."""

from datetime import date

import pandas as pd

from calculators.comparison.envois import rank_late
from dashboard.completude import grid as grids
from dashboard.completude import relances
from dashboard.completude.states import ETATS, GELE, months_chart
from pipelines.catalogue import load_catalogue
from pipelines.store.questions.completude import STATUTS
from tests.dashboard.opening import html, opened

TODAY = date(2026, 11, 25)


def rows(*cells):
    """Cells (id, cpam, supplier, month, statut, received, expected, missing codes)."""
    names = ("id_cpts", "cpam", "fournisseur", "mois", "statut", "recus", "attendus", "absents")
    frame = pd.DataFrame(cells, columns=names)
    months = pd.to_datetime(frame["mois"])
    return frame.assign(
        mois=months,
        nom="CPTS " + frame["id_cpts"],
        echeance=months + pd.DateOffset(months=1, days=19),
        dernier_recu_le=pd.Series(pd.Timestamp("2026-11-10"), index=frame.index).where(frame["recus"] > 0),
        masques=0,
        inconnus=0,
        gele=False,
        demonstration=False,
    )


FRAME = rows(
    ("A", "CPAM Un", "CPAM", "2026-09-01", "recu", 5, 5, None),
    ("A", "CPAM Un", "CPAM", "2026-10-01", "partiel", 3, 5, "PRE_SEIN|PRE_COL"),
    ("A", "CPAM Un", "CPTS", "2026-09-01", "recu", 2, 2, None),
    ("A", "CPAM Un", "CPTS", "2026-10-01", "manquant", 0, 2, "ADH|PAR_INCL"),
    ("B", "CPAM Deux|CPAM Trois", "CPAM", "2026-09-01", "manquant", 0, 5, "PRE_SEIN|PRE_COL|PRE_CCR"),
    ("B", "CPAM Deux|CPAM Trois", "CPAM", "2026-10-01", "a_venir", 0, 5, "PRE_SEIN"),
)


def test_every_state_of_the_query_has_its_symbol_and_its_word():
    assert set(ETATS) == set(STATUTS)
    assert len({e.symbole for e in ETATS.values()}) == len(ETATS)
    assert len({e.court for e in ETATS.values()}) == len(ETATS)


def test_missing_is_said_in_words_and_never_drawn_as_zero():
    grid = grids.cpts_grid(FRAME, ["A", "B"]).replace("\xa0", " ")
    assert "✕ manquant" in grid and "◐ 3/5" in grid and "… à venir" in grid
    assert ">0<" not in grid and "0/" not in grid.replace("10/", "").replace("20/", "")
    assert 'href="fiche?cpts=A"' in grid
    chart = months_chart(FRAME, who="les CPTS")
    assert chart.table["manquant"].tolist() == [1, 1]
    assert "Dernier mois dû, octobre 2026 : 2 envois incomplets" in chart.sentence.replace("\xa0", " ")


def test_funds_come_the_most_late_first_and_lead_to_their_cpts():
    order = rank_late(FRAME, "cpam")["cpam"].tolist()
    grid = grids.funds_grid(FRAME, order, filters={})
    assert order[0] == "CPAM Un"
    assert 'href="completude?cpam=CPAM%20Un"' in grid
    assert grid.index("CPAM Un") < grid.index("CPAM Deux")


def test_the_reminder_names_functions_months_and_what_is_missing():
    late = relances.to_remind(FRAME, load_catalogue().indicateurs, today=TODAY)
    assert len(late) == 3  # what is not yet due is not asked for
    assert set(late["destinataire"]) == {"CPAM Un", "Coordination, CPTS A", "CPAM Deux et CPAM Trois"}
    assert late["jours"].max() == 36  # since 20 October
    text = relances.message(late[late["destinataire"].eq("CPAM Un")], today=TODAY, demo=False).replace("\xa0", " ")
    assert text.startswith("Objet : ") and "25 novembre 2026" in text
    assert "octobre 2026, attendu le 20/11/2026" in text and "sein" in text
    assert "N’écrivez pas 0" in text


def test_the_reminder_of_a_frozen_month_says_how_it_is_completed():
    """A sending about a month already paid would be refused: the reminder tells before, and only of that month."""
    frame = FRAME.assign(gele=FRAME["mois"].eq("2026-09-01"))
    late = relances.to_remind(frame, load_catalogue().indicateurs, today=TODAY)
    marked = {month: told.endswith("(❄ mois gelé)") for month, told in zip(late["mois"], late["manque"], strict=True)}
    assert marked == {pd.Timestamp("2026-09-01"): True, pd.Timestamp("2026-10-01"): False}
    one, other = (late[late["destinataire"].eq(who)] for who in ("CPAM Deux et CPAM Trois", "CPAM Un"))
    assert "correction explicite" in relances.message(one, today=TODAY, demo=False)
    assert "correction explicite" not in relances.message(other, today=TODAY, demo=False)
    grid = grids.cpts_grid(frame, ["A", "B"])
    assert grid.count(GELE) == grid.count(', mois gelé">') == 3  # one sending of each supplier of A, one of B


def test_a_partial_month_not_yet_due_is_not_asked_for():
    frame = rows(("A", "F", "CPAM", "2026-11-01", "partiel", 1, 3, "PRE_SEIN"))
    assert relances.to_remind(frame, load_catalogue().indicateurs, today=TODAY).empty


def test_the_page_filters_from_its_address(screens):
    said = html(opened("completude", fournisseur="CPAM", periode="6"))
    assert "CPTS des Weppes" in said and 'class="demo"' in said
    assert ">CPAM</td>" in said and ">CPTS</td>" not in said
    assert any("n’existe pas ici" in w.value for w in opened("completude", taille="9").warning)
