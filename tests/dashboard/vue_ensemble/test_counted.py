"""What the payments to come count, what they leave out, for how many: said beside the amount."""

import re

from tests.dashboard.opening import html, opened


def test_the_forecast_says_what_it_counts_and_for_how_many(waiting):
    said = html(opened(""))
    card = said[said.index("Contrat signé") :]
    assert re.search(r"\d+ (a|ont) un versement à venir", card[:600])
    counted = re.search(
        r"Compté : les contrats signés, jusqu’à leur fin \((\d+) CPTS\)\. Pas compté : aucun renouvellement", said
    )
    assert counted and int(counted[1]) > 0
    assert "sur les douze derniers mois" in said and "l’écart n’est pas une baisse annoncée" in said
    assert "répète, mission par mission, la dernière année observée" in said, "the convention of projection is named"


def test_parts_nobody_observed_are_said_with_what_they_are_worth(screens):
    assert re.search(r"parts? variables? jamais observées? \(\d+ CPTS, au plus [\d ]+ €\)", html(opened("")))
