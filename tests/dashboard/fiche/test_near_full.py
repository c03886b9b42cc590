"""Charts of shares at 100 % or at 0 % but one month, and of small counts: nothing announced, limits from the counts, said so."""

from calculators.comparison.control_chart import HASARD
from dashboard.fiche.control_words import sentence
from tests.dashboard.fiche.made import charted


def both(value, code, *, sous, at):
    values = [value] * 36
    values[at] = 1 - 2 / sous if value else 1 / sous
    return charted(values, code, sous=sous)


def test_thirty_six_months_at_one_level_but_one_tell_nothing():
    for at in (8, 33, 35):
        for card in (both(1.0, "ACC_SNP", sous=45, at=at), both(0.0, "PAR_SORTIE", sous=46, at=at)):
            assert card.nature == HASARD and not card.told and not card.carte.signal.any() and card.rares
            said = sentence(card, nom="Elle")
            assert (
                "Moins de 10 évènements, ou exceptions, attendus à la fois : les limites tiennent compte des effectifs"
                in said
            )
            assert "Rien dans les trois derniers mois ne sort du bruit habituel" in said


def test_a_fall_among_full_months_is_told():
    card = charted([1.0] * 33 + [0.8] * 3, "ACC_SNP", sous=45)
    assert card.neuf and card.nature == "dégradation"
    assert card.carte.haut[0, 0] == 1


def test_few_events_of_a_rate_or_of_twelve_months_are_judged_on_their_counts():
    rate = charted([0.0] * 30 + [1000 / 400] + [0.0] * 5, "QUA_ATB", sous=400)
    assert rate.rares and not rate.carte.signal.any()
    rolling = charted([0.0] * 36 + [1.0] * 12, "ACP_INSTALL")
    assert rolling.rares and not rolling.carte.signal.any()


def test_a_stock_and_a_share_sent_alone_have_no_law():
    assert not charted([5.0, 6.0] * 18, "ADH").rares
    alone = charted([1.0] * 35 + [0.9], "ACC_SNP")
    assert not alone.rares and "effectifs" not in sentence(alone, nom="Elle")
