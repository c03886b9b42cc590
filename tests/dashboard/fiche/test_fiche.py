"""The Fiche's computations: the spine, control charts, rebases in the address, attainment to the cent."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from calculators.comparison.control_chart import HASARD
from dashboard.fiche.control_chart import control
from dashboard.fiche.control_words import sentence as control_sentence
from dashboard.fiche.profile import ContractYear, profile_rows
from dashboard.fiche.sparkline import image
from dashboard.fiche.spine_chart import spine
from pipelines.comparaison.cartes import news, read_bases, write_base
from pipelines.comparaison.colonne import place_among_peers
from pipelines.comparaison.grille import month_grid
from tests.dashboard.fiche.made import CATALOGUE, MONTH, MONTHLY, NOISE, PEERS, WAY, asked, beside, charted, sent


def on_the_spine(values):
    return beside(values).iloc[0]


@pytest.mark.parametrize("code,better,worse", [("PRE_SEIN", 0.90, 0.30), ("ACC_MT_16", 0.30, 0.90)])
def test_the_better_side_is_on_the_right_whatever_the_direction(code, better, worse):
    good, bad = on_the_spine(sent(code, PEERS, better)), on_the_spine(sent(code, PEERS, worse))
    assert (good["jugement"], bad["jugement"]) == ("mieux", "moins bien")
    assert (good["x_comparee"], bad["x_comparee"]) == (pytest.approx(1), pytest.approx(-1))
    assert good["mediane"] == pytest.approx(0.605 if WAY[code] == "hausse" else 0.595), "the CPTS is of its own group"
    assert -1 < good["x_pire"] < 0 < good["x_meilleur"] == pytest.approx(1)
    assert (good["pire"] < good["meilleur"]) == (WAY[code] == "hausse")


def test_a_value_among_its_peers_is_in_the_noise():
    row = on_the_spine(sent("PRE_SEIN", PEERS, 0.60))
    assert row["jugement"] == "semblable"
    assert row["x_comparee"] == pytest.approx(0)
    assert row["x_bas"] < 0 < row["x_haut"]


def test_under_ten_cpts_there_is_no_scale_and_under_five_no_judgement():
    eight, three = on_the_spine(sent("PRE_SEIN", PEERS[:8], 0.9)), on_the_spine(sent("PRE_SEIN", PEERS[:3], 0.9))
    assert (np.isnan(eight["x_comparee"]), eight["n"]) == (True, 8)
    assert eight["jugement"] == "mieux"
    assert np.isnan(three["mediane"])
    assert three["jugement"] == "non jugeable"


def test_alone_a_cpts_keeps_its_interval():
    row = on_the_spine(sent("PRE_SEIN", [0.5], 0.6).head(1))
    assert row["comparee"] == pytest.approx(0.6)
    assert row["bas"] < 0.6 < row["haut"]
    assert row["n"] == 0


def test_a_hidden_value_is_said_hidden_and_drawn_nowhere():
    values = sent("PRE_SEIN", PEERS, None, etat="masquee", marqueur="secret")
    frame = beside(values)
    chart = spine(frame, CATALOGUE, nom="Elle", mois=MONTH, pairs="21 pairs")
    assert any("masquée (secret statistique)" in text for t in chart.figure.data for text in t.text or ())
    assert not [t for t in chart.figure.data if t.customdata is not None]
    assert "masquée (secret statistique)" in profile_rows(frame, CATALOGUE)["valeur"].tolist()[1]
    assert "1 masquée" in chart.sentence or "ne peut être jugé" in chart.sentence


def test_a_row_has_one_unit_and_keeps_what_was_sent():
    """150 actions for 48 000 inhabitants are 31,2 for 10 000: beside a median for 10 000, never « 150 »."""
    values = sent("PRE_ACTIONS", [0.010 + at / 1000 for at in range(12)], 0.015)
    values["valeur"] = 10_000 * values["valeur"]
    grid = month_grid(values, pd.Series(48_000.0, index=pd.Index(values["id_cpts"])))
    own = asked(values).assign(cible=177.0, etat_12_mois="valeur", valeur_12_mois=100.0)
    frame = place_among_peers(
        grid, own, id_cpts="ELLE", ids=values["id_cpts"].tolist(), indicateurs=CATALOGUE.indicateurs
    )
    row = profile_rows(frame, CATALOGUE).iloc[1].map(lambda said: said.replace("\xa0", " ").replace("\u202f", " "))
    assert row["valeur"].startswith("31,2 pour 10 000") and row["mediane"].endswith("pour 10 000")
    assert row["evolution"] == "+10,4 pour 10 000" and row["cible"].startswith("36,9 pour 10 000")
    assert "150 au total" in row["indicateur"]
    alone = place_among_peers(grid, own, id_cpts="ELLE", ids=["ELLE"], indicateurs=CATALOGUE.indicateurs)
    row = profile_rows(alone, CATALOGUE).iloc[1]
    assert row["valeur"].startswith("150") and row["cible"].startswith("177") and row["evolution"] == "+50"


def test_what_is_counted_month_by_month_meets_its_target_on_the_year_as_in_the_euros():
    frame = beside(sent("ACC_SNP", PEERS, 0.50))
    said = profile_rows(frame, CATALOGUE, annee=ContractYear(3, {"ACC_SNP": 0.70}))["cible"].iloc[1]
    assert "✓ atteinte sur l’année 3 à ce jour (70" in said
    assert "se lit sur l’année" in profile_rows(frame, CATALOGUE)["cible"].iloc[1]
    assert "se lit sur l’année 3" in profile_rows(frame, CATALOGUE, annee=ContractYear(3, {}))["cible"].iloc[1]
    state = profile_rows(beside(sent("PRE_SEIN", PEERS, 0.50)), CATALOGUE, annee=ContractYear(3, {"PRE_SEIN": 0.7}))
    assert "✗ non atteinte ce mois" in state["cible"].iloc[1]


def test_the_spine_leads_to_indicators_and_stays_inside_its_axis():
    values = sent("PRE_SEIN", PEERS, 0.95)
    frame = beside(values)
    chart = spine(frame, CATALOGUE, nom="Elle", mois=MONTH, pairs="21 pairs")
    dot = next(t for t in chart.figure.data if t.customdata is not None)
    assert list(dot.customdata) == ["PRE_SEIN"]
    assert list(dot.x) == [pytest.approx(1)]
    assert 'href="indicateur?indicateur=PRE_SEIN"' in chart.figure.layout.yaxis.ticktext[0]
    assert "1 mieux" in chart.sentence


def test_noise_tells_nothing_and_an_accident_this_month_is_news():
    calm, struck = charted(NOISE), charted([*NOISE[:-1], 0.75])
    assert (calm.nature, calm.told, calm.depuis) == (HASARD, False, None)
    assert struck.neuf
    assert struck.nature == "amélioration"
    assert struck.depuis == MONTH
    assert [c.indicateur.code for c in news([calm, struck])] == [MONTHLY]


def test_no_limit_is_drawn_where_no_value_can_be():
    count = next(i for i in CATALOGUE.indicateurs.values() if i.periode == "douze_mois" and i.type == "compte")
    assert charted([1.0, 9.0] * 12, count.code).carte.bas.max() == 0
    share = charted([0.94, 1.0] * 12).carte
    assert share.haut.max() == 1 and share.bas.min() > 0.5


def test_an_old_accident_is_not_told():
    values = [0.58, 0.62] * 12
    values[5] = 0.75
    card = charted(values)
    assert card.carte.hors_limites.any()
    assert not card.told


def test_a_level_left_long_ago_lasts_but_is_no_news():
    card = charted([*NOISE, *(v + 0.05 for v in NOISE)])
    assert card.told
    assert not card.neuf


def test_what_adds_up_twelve_months_has_the_limits_of_a_moving_average():
    """A run on one side, a climb of seven months: on such values they say nothing. An exceptional month does."""
    item = next(i for i in CATALOGUE.indicateurs.values() if i.periode == "douze_mois" and i.type == "compte")
    climb = [100.0, 101.0] * 9 + [102.0, 103, 104, 105, 106, 107]
    calm, struck = charted(climb, item.code), charted([*climb[:-1], 300.0], item.code)
    assert not calm.rules and not calm.told
    assert struck.rules == ("point hors des limites",) and struck.told and struck.neuf
    assert "Cumul de douze mois" in control_sentence(calm, nom="Elle")
    assert "il en faut 13" in control_sentence(charted(climb[:12], item.code), nom="Elle")
    assert "24 les rendraient sûres" in control_sentence(charted(climb[:20], item.code), nom="Elle")


def test_what_adds_up_twelve_months_has_a_trend_within_three_years():
    item = next(i for i in CATALOGUE.indicateurs.values() if i.periode == "douze_mois" and i.type == "compte")
    rising = charted([100.0 + 2 * at for at in range(24)], item.code)
    assert (rising.tendance, rising.effet) == ("hausse", 1)
    assert charted([100.0, 104.0] * 12, item.code).tendance == "pas de tendance au-delà du bruit"
    assert charted([100.0 + at for at in range(8)], item.code).tendance == "non jugeable"


def test_trial_limits_are_said_and_under_five_points_there_are_none():
    assert "Limites d’essai : 8 mois" in control_sentence(charted(NOISE[:8]), nom="Elle")
    chart = control(charted(NOISE[:4]), nom="Elle")
    assert "il en faut 5" in chart.sentence
    assert any("essai" in str(t.name) for t in control(charted(NOISE[:8]), nom="Elle").figure.data)


def test_a_rebase_lives_in_the_address_and_moves_the_limits_from_its_month():
    text = write_base("", id_cpts="ELLE", code=MONTHLY, mois=date(2025, 10, 1), motif="Nouveau ~ circuit | signé")
    text = write_base(text, id_cpts="AUTRE", code=MONTHLY, mois=date(2025, 10, 1), motif="Autre")
    bases = read_bases(text, id_cpts="ELLE")
    assert [(b.mois, b.motif) for b in bases[MONTHLY]] == [(date(2025, 10, 1), "Nouveau circuit signé")]
    values = [*NOISE[:11], *(v + 0.05 for v in NOISE[:13])]
    before, after = charted(values), charted(values, bases=bases)
    assert before.told
    assert not after.told
    assert after.carte.segment[-1] == 1
    chart = control(after, nom="Elle")
    assert any("Nouveau circuit signé" in note.text for note in chart.figure.layout.annotations)
    gone = write_base(text, id_cpts="ELLE", code=MONTHLY, mois=date(2025, 10, 1), motif=None)
    assert read_bases(gone, id_cpts="ELLE") == {}
    assert MONTHLY in read_bases(gone, id_cpts="AUTRE")


@pytest.mark.parametrize("text", ["", "x", "ELLE~PRE_SEIN~2025-13~motif", "ELLE~PRE_SEIN~2025-10~ ", "a~b~c~d~e"])
def test_a_rebase_that_cannot_be_read_is_left_out(text):
    assert read_bases(text, id_cpts="ELLE") == {}


def test_the_small_curve_is_an_image_with_words_and_no_script():
    drawn = image(charted(NOISE))
    assert drawn.startswith("<img ")
    assert "Soins non programmés" in drawn
    assert "<script" not in drawn
