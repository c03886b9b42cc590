"""The nearest CPTS are explained with the same words on Comparer and on the Fiche, unknown data said as such."""

import pandas as pd

from dashboard.ui.peers_picker import method
from pipelines.comparaison.pairs import Pairs
from tests.dashboard.opening import html, opened

EMPTY = pd.DataFrame({"id_cpts": []})


def test_what_is_left_out_and_who_could_not_be_compared_is_said():
    found = Pairs(
        "X", "voisins", EMPTY, variables=("population",), variables_manquantes=("densite", "anciennete"), exclues=3
    )
    said = method(found).replace("\xa0", " ")
    assert "inconnu pour elle ou pour la plupart : densité et ancienneté du contrat" in said
    assert "3 CPTS écartées, faute de l’une de ces données" in said


def test_comparer_says_it_as_the_fiche_does(screens, monkeypatch):
    monkeypatch.setattr("dashboard.ui.peers_picker.method", lambda found: "La méthode, en un seul endroit.")
    said = html(opened("comparer", pairs="voisins", cpts="CPTS-WEPP"))
    assert "La méthode, en un seul endroit." in said and "trop peu connues" not in said
