"""The Fiche's charts of states that remember, and of what covers two years: what is told, what is to be confirmed."""

import numpy as np

from dashboard.fiche.control_words import sentence as control_sentence
from tests.dashboard.fiche.made import NOISE, charted


def remembered(count, *, seed, memory=0.9):
    """A share that wanders around 0.6: each month keeps most of the one before."""
    draw = np.random.default_rng(seed).normal(size=count)
    out = [draw[0]]
    for one in draw[1:]:
        out.append(memory * out[-1] + np.sqrt(1 - memory**2) * one)
    return [0.6 + 0.01 * v for v in out]


def test_a_state_that_wanders_as_it_always_did_is_no_news():
    """Month by month, two charts in three of such noise would tell a signal; paid for, one in ten at most."""
    states = [charted(remembered(36, seed=seed), "ACC_MT_16") for seed in range(60)]
    naive = [charted(remembered(36, seed=seed)) for seed in range(60)]
    assert sum(card.told for card in naive) > 30
    assert sum(card.told for card in states) <= 8
    assert sum(card.memoire > 0 for card in states) > 50
    moved = charted([*remembered(36, seed=1)[:-3], 0.9, 0.9, 0.9], "ACC_MT_16")
    assert moved.neuf and moved.nature == "dégradation" and moved.rules == ("point hors des limites",)
    said = control_sentence(moved, nom="Elle")
    assert "D’un mois au suivant cet état change peu (corrélation 0," in said
    assert "celles des 24\xa0mois d’avant l’année écoulée" in said.replace("24 mois", "24\xa0mois")


def test_a_state_known_for_too_short_a_time_is_to_be_confirmed():
    card = charted([*remembered(30, seed=1)[:-3], 0.9, 0.9, 0.9], "ACC_MT_16")
    assert card.memoire > 0 and card.essai and card.nature == "dégradation" and not card.told
    assert "reste à confirmer" in control_sentence(card, nom="Elle")
    assert card.tendance == "non jugeable"


def test_what_covers_two_years_asks_for_more():
    assert "il en faut 25 pour des limites" in control_sentence(charted(NOISE[:24], "PRE_SEIN"), nom="Elle")
    card = charted(NOISE + NOISE[:12], "PRE_SEIN")
    said = control_sentence(card, nom="Elle")
    assert card.essai and "48 les rendraient sûres" in said and "Cumul de vingt-quatre mois" in said
