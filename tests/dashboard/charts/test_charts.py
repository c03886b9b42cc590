"""Charts: one trace for all intervals, hidden values never drawn, French axes, honest sentences."""

from datetime import date

import numpy as np
import pandas as pd

from dashboard.charts import money
from dashboard.charts.deliverable import deliverable
from dashboard.charts.style import month_axis
from pipelines.catalogue import load_catalogue
from pipelines.comparaison.echelle import scale_of
from pipelines.comparaison.mesure import with_interval

INDICATEURS = load_catalogue().indicateurs
SEIN, SANS_MT, ADH, PLAN = (INDICATEURS[c] for c in ("PRE_SEIN", "ACC_MT_16", "ADH", "CRI_PLAN"))
MONTH = date(2026, 10, 1)


def observed(size: int, *, hidden: int = 0) -> pd.DataFrame:
    """`size` CPTS with shares from low to high; the last `hidden` ones are hidden by their supplier."""
    denominators = np.full(size, 4000.0)
    numerators = np.linspace(1600, 2800, size).round()
    frame = pd.DataFrame(
        {
            "id_cpts": [f"C{i:03d}" for i in range(size)],
            "nom": [f"CPTS {i:03d}" for i in range(size)],
            "taille": 2,
            "cpam": "CPAM",
            "etat": "valeur",
            "numerateur": numerators,
            "denominateur": denominators,
            "valeur": numerators / denominators,
            "reference": 0.5,
            "cible": 0.6,
            "dans_groupe": True,
            "demonstration": True,
            "provisoire": False,
        }
    )
    if hidden:
        last = frame.index[-hidden:]
        frame.loc[last, "etat"] = "masquee"
        frame.loc[last, ["valeur", "numerateur"]] = np.nan
    return frame


def test_months_are_french():
    axis = month_axis(pd.date_range("2023-11-01", periods=36, freq="MS"))
    assert len(axis["ticktext"]) <= 12
    assert axis["ticktext"][0] == "janv.<br>2024"


def test_a_rate_and_a_share_have_their_own_interval():
    share = with_interval(observed(1), SEIN).iloc[0]
    assert share["bas"] < share["valeur"] < share["haut"]
    rate = with_interval(observed(1).assign(valeur=400.0), INDICATEURS["ACC_URG"]).iloc[0]
    assert rate["bas"] < 400 < rate["haut"]
    assert with_interval(observed(1), PLAN).iloc[0][["bas", "haut"]].isna().all()


def test_a_share_sent_without_its_counts_has_no_interval():
    frame = observed(2).assign(numerateur=np.nan, denominateur=np.nan)
    assert with_interval(frame, SEIN)[["bas", "haut"]].isna().all(axis=None)


def test_a_deliverable_is_answered_by_yes_or_no():
    frame = observed(4, hidden=1).assign(valeur=[1.0, 0.0, 1.0, np.nan])
    chart = deliverable(frame, PLAN, mois=MONTH, group="taille 2", chosen=())
    assert "2 CPTS sur 3" in chart.sentence
    assert list(chart.figure.data[0].y) == ["oui", "non", "masquée"]


def test_the_cascade_says_what_is_reconstructed():
    lines = pd.DataFrame(
        {
            "mission": ["fonctionnement", "acces", "acces"],
            "volet": ["fixe", "fixe", "variable"],
            "montant_centimes": [6_000_000, 7_000_000, 0],
            "statut": ["attesté", "reconstitué", "reconstitué"],
            "connue": [True, True, False],
        }
    )
    chart = money.cascade(lines, missions={"acces": "Accès aux soins"}, title="l’année 1")
    assert "130\u202f000,00\u00a0€" in chart.sentence
    assert "70\u202f000,00\u00a0€ reposent sur des montants reconstitués" in chart.sentence
    assert "compté pour zéro" in chart.sentence
    assert chart.table["poste"].tolist() == ["Fonctionnement", "Accès aux soins, volet fixe", "Total"]
    assert chart.table["statut"].tolist()[-1] == "reconstitué"
    assert list(chart.figure.data[0].marker.pattern.shape) == ["", "/", "/"]


def test_scales_write_their_unit():
    assert scale_of(SEIN).write(0.576) == "57,6\u00a0%"
    assert scale_of(SEIN).gap(-0.034) == "\u22123,4\u00a0points"
    assert scale_of(INDICATEURS["ACC_URG"]).write(182.44) == "182,4\u00a0‰"
    assert scale_of(ADH).write(None) == "–"
