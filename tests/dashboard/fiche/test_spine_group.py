"""The spine says of the group what Comparer says: same limits, same members, no rank where there is no direction."""

import numpy as np
import pandas as pd
import pytest

from dashboard.fiche.headline import beside_peers
from dashboard.fiche.profile import profile_rows
from dashboard.fiche.spine_chart import spine
from dashboard.fiche.spine_words import compared_scale
from pipelines.comparaison.jugees import judge
from pipelines.comparaison.mesure import mesure_of
from pipelines.comparaison.panel import panel_of
from pipelines.comparaison.reference import references
from tests.dashboard.fiche.made import CATALOGUE, MONTH, PEERS, beside, sent


def test_the_headline_and_the_spine_count_the_same_limits():
    """« Écart » is outside the 99.8 % limits on both; what is between them and the 95 % ones is counted apart."""
    frame = beside(sent("PRE_SEIN", PEERS, 0.95))
    for level, said, apart in ((0.998, "1 écart", "1 mieux"), (0.95, "0 écart", "1 de plus entre")):
        seen = frame.assign(niveau=level)
        card = beside_peers(seen, pairs="21 pairs")
        sentence = spine(seen, CATALOGUE, nom="Elle", mois=MONTH, pairs="21 pairs").sentence.replace("\xa0", " ")
        assert card.value.replace("\xa0", " ") == said and "99,8" in card.detail
        drawn = spine(seen, CATALOGUE, nom="Elle", mois=MONTH, pairs="x").figure.data
        bold = any("<b>●" in str(text) for trace in drawn for text in trace.text or ())
        assert bold == (level == 0.998), "beyond chance stands out in the figure too"
        assert f"{said} au-delà du hasard (hors des limites à 99,8 %" in sentence and apart in sentence


def test_outside_a_group_it_is_judged_as_comparer_does_and_is_said_so():
    """Beside a group of one's own that it is not in, a CPTS is no part of the median, nor of the spread."""
    values = sent("PRE_SEIN", PEERS, 0.95)
    row = beside(values, membre=False).iloc[0]
    assert row["mediane"] == pytest.approx(np.median(PEERS)) and row["plus_haute"] == pytest.approx(max(PEERS))
    mesure = mesure_of(CATALOGUE.indicateurs["PRE_SEIN"])
    cpts = values.assign(population=np.nan, cible=np.nan, dans_groupe=values["id_cpts"].ne("ELLE"))
    made = panel_of(cpts, values.assign(mois=pd.Timestamp(MONTH)), mesure, mois=MONTH)
    there = judge(made, references(made, "mediane")).cpts.iloc[0]
    assert (row["jugement"], row["z"]) == (there["jugement"], pytest.approx(there["z"]))
    assert row["z"] != pytest.approx(beside(values).iloc[0]["z"])
    chart = spine(beside(values, membre=False), CATALOGUE, nom="Elle", mois=MONTH, pairs="21 pairs")
    assert "(elle est hors du groupe)" in chart.sentence
    assert any("elle hors du groupe" in str(text) for t in chart.figure.data for text in t.text or ())


def test_without_direction_no_end_of_the_group_is_the_worse():
    values = sent("ADH", [at / 1000 for at in range(10, 31)], 0.02)
    values["valeur"] = values["numerateur"]
    frame = beside(values, population=50_000.0)
    row = frame.iloc[0]
    assert np.isnan(row["pire"]) and np.isnan(row["meilleur"]) and row["plus_basse"] < row["plus_haute"]
    chart = spine(frame, CATALOGUE, nom="Elle", mois=MONTH, pairs="21 pairs")
    labels = " ".join(column.label for column in (*chart.columns, *chart.exports)).lower()
    assert "pire" not in labels and "meilleure" not in labels
    assert chart.figure.layout.yaxis.ticktext[0].endswith(" ↔")
    assert "seulement plus haut" in dict(chart.reading.facts())["Sens"]


def test_an_indicator_without_direction_meets_no_target():
    values = sent("ADH", [0.01, 0.02], 0.02)
    values["valeur"] = values["numerateur"]
    frame = beside(values, population=50_000.0).assign(cible=300.0)
    assert "atteinte" not in profile_rows(frame, CATALOGUE)["cible"].tolist()[1]
    up = beside(sent("PRE_SEIN", [0.5], 0.6))
    assert "✗ non atteinte" in profile_rows(up, CATALOGUE)["cible"].tolist()[1]


def test_the_table_and_the_spine_give_the_same_interval_to_a_count_without_direction():
    values = sent("ADH", [at / 1000 for at in range(10, 31)], 0.02)
    values["valeur"] = values["numerateur"]
    frame = beside(values, population=50_000.0)
    row = frame.iloc[0]
    low, high = (compared_scale(CATALOGUE.indicateurs["ADH"]).write(row[end]) for end in ("bas", "haut"))
    assert f"de {low} à {high}" in profile_rows(frame, CATALOGUE)["valeur"].tolist()[1]
