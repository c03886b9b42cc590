"""What the preview of a file says: changes by size, findings in their order, lines handed back, part already in."""

import pandas as pd
import pytest

from dashboard.depot import changes
from dashboard.depot.findings import sentence_of, where
from dashboard.depot.history import all_rows, matching
from dashboard.ui import widgets
from pipelines.ingest.rules.table import finding
from pipelines.store.questions import suivi
from tests.dashboard.depot.dropping import HEAD, LOCAL, button, dropped, value
from tests.dashboard.depot.test_page import html, opened
from tests.depositing import deposit

GOOD, BAD = "CPTS-WEPP;2025-03;PRE_SEIN;3412;5980;", "CPTS-WEPP;2025-04;PRE_SEIN;douze;5980;"


def labels(page):
    return {b.proto.label for b in page.get("download_button")}


def test_the_lines_to_correct_are_handed_back_before_and_after_and_stay(empty):
    page = dropped(opened("depot"), GOOD, BAD)
    assert "Les lignes à corriger seulement" in labels(page)
    box = next(c for c in page.checkbox if c.label.startswith("N’enregistrer que"))
    assert box.label == "N’enregistrer que la ligne juste, et me rendre la ligne à corriger"
    box.check().run()
    button(page, "Enregistrer 1").click().run()
    assert value(empty) == [3412]
    for _ in range(2):  # something else is clicked: what was handed back is still there
        assert "Télécharger les lignes à corriger" in labels(page)
        assert any("téléchargez-la" in w.value for w in page.warning)
        page.run()


def test_bytes_of_which_a_part_is_in_say_so_with_who_and_when(empty, monkeypatch):
    """To who may know what the lines left out hold: whoever opens the page has the same name as its author."""
    deposit(empty, LOCAL, (HEAD + GOOD + "\r\n" + BAD + "\r\n").encode(), "a.csv", auteur=LOCAL.lecteur, partiel=True)
    assert "déjà enregistrées" not in html(dropped(opened("depot"), GOOD, BAD))
    monkeypatch.setenv("CPTS_FOURNISSEUR", "tous")
    page = dropped(opened("depot"), GOOD, BAD)
    told = next(w.value for w in page.warning).replace("\xa0", " ")
    assert "déjà enregistrées" in told and f"fait par {LOCAL.lecteur} le" in told and "1 ligne à corriger" in told
    assert not page.error and not page.checkbox, "nothing to choose: the sound lines are in"


def test_a_withdrawal_takes_the_receipt_away(empty):
    page = dropped(opened("depot"), GOOD)
    button(page, "Enregistrer 1").click().run()
    assert any("est enregistré" in s.value for s in page.success)
    depot = suivi.deposits(empty, LOCAL)["depot"].iloc[0]
    page.selectbox(key="choix.depot").set_value(depot).run()
    next(t for t in page.text_input if t.label.startswith("Motif")).input("essai")
    button(page, "Retirer").click().run()
    assert value(empty) == []
    assert [s.value for s in page.success if "est retiré" in s.value] == [s.value for s in page.success]


def test_what_blocks_is_listed_first(empty):
    for month in range(1, 11):
        deposit(
            empty,
            LOCAL,
            (HEAD + f"CPTS-WEPP;2024-{month:02d};PRE_SEIN;{3400 + month};5980;\r\n").encode(),
            "m",
            auteur="t",
        )
    said = html(dropped(opened("depot"), "CPTS-WEPP;2024-11;PRE_SEIN;900;5980;", BAD))
    assert 0 < said.index("ne se lit pas comme un nombre") < said.index("passe de")


def changed(*rows):
    """Frame of changes: indicator, state and value before, state and value in the file, mark before."""
    names = ["indicateur", "etat_avant", "valeur_avant", "etat", "valeur", "marqueur_avant"]
    return pd.DataFrame([[*row, None][:6] for row in rows], columns=names)


@pytest.fixture
def frame(screens):
    return changed(
        ("PRE_SEIN", "valeur", 0.50, "valeur", 0.51),
        ("ADH", "valeur", 40, "valeur", 80),
        ("CRI_PLAN", "valeur", 1, "valeur", 0),
        ("PRE_COL", "valeur", 0.6, "masquee", None),
        ("ADH", "masquee", None, "valeur", 30, "secret"),
    )


def test_differences_are_in_the_unit_of_the_indicator_and_none_is_made_up(frame):
    assert changes.written_gaps(frame) == ["+1,0\xa0point", "+40", "–", "–", "–"]


def test_largest_differences_first_hidden_ones_last(frame):
    assert changes.largest_first(frame) == [2, 3, 1, 0, 4]


def test_a_page_says_which_rows_it_shows():
    assert widgets.shown(slice(0, 20), 20) == ""
    assert widgets.shown(slice(0, 20), 45) == " ; du 1er au 20e"
    assert widgets.shown(slice(40, 45), 45) == " ; du 41e au 45e"
    assert widgets.shown(slice(40, 41), 41) == " ; le 41e seul"


@pytest.mark.parametrize(
    ("place", "column"),
    [
        ({"ligne": 5, "colonne": "num : x", "lettre": "D"}, "num : x (D)"),
        ({"ligne": 5, "lettre": "E"}, "E"),
        ({"ligne": 5}, ""),
        ({}, ""),
    ],
)
def test_a_finding_is_told_with_its_place_beside_it(place, column):
    issue = finding("erreur_excel", valeur="#REF!", **place)
    assert where(issue) == column
    assert sentence_of(issue).replace("\xa0", " ") == "« #REF! » est une erreur de calcul du tableur."


def test_the_history_is_searched_by_file_person_and_kind():
    listed = pd.DataFrame(
        {
            "depot": ["D1", "D2"],
            "fichier": ["mars.csv", None],
            "auteur": ["CPAM de l’Aude", "CPTS (nord)"],
            "depose_le": pd.to_datetime(["2026-03-01", "2026-04-01"]),
            "etat": ["actif", "retire"],
            "partiel": [True, False],
        }
    )
    refused = pd.DataFrame(
        {
            "quand": pd.to_datetime(["2026-05-01"]),
            "objet": ["avril.xlsx"],
            "qui": ["x"],
            "apres": ['{"lignes_lues": 3}'],
        }
    )
    rows = all_rows(listed, refused)
    assert rows["fichier"].tolist()[0] == "avril.xlsx" and rows["lignes_lues"].tolist()[0] == 3

    def found(sought="", kind=""):
        return matching(rows, sought=sought, kind=kind)["depose_le"].dt.month.tolist()

    assert found() == [5, 4, 3]
    assert found("MARS") == [3] and found("(nord)") == [4] and found("d2") == [4] and found("rien") == []
    assert found(kind="refuse") == [5] and found(kind="partiel") == [3] and found(kind="retire") == [4]
