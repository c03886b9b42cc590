"""A median some of whose values are hidden: bounded, said, and nobody judged against it when it may be anywhere."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from calculators.comparison.judgement import NON_JUGEABLE
from dashboard.charts.deciles import deciles_chart
from dashboard.charts.findings import apart_sentence, findings, missing, spread
from dashboard.charts.unjudged import nobody
from dashboard.fiche.profile import profile_rows
from dashboard.fiche.spine_chart import spine
from dashboard.indicateur.distribution import distribution
from pipelines.catalogue import load_catalogue
from pipelines.comparaison.colonne import place_among_peers
from pipelines.comparaison.grille import month_grid
from pipelines.comparaison.jugees import judge
from pipelines.comparaison.jugees_du_mois import judge_month
from pipelines.comparaison.mesure import Mesure, mesure_of
from pipelines.comparaison.panel import panel_of
from pipelines.comparaison.reference import extremes, fourchette, median_of, references
from pipelines.publish.synthese.textes import judged_rows, judged_sentence
from tests.dashboard.fiche.made import asked
from tests.pipelines.comparaison.comparisons import INDICATEURS, MONTH, month_of, noise, panel

CATALOGUE = load_catalogue()
POPULATION = 50_000.0
WORDS = {"reference": "la médiane des pairs", "group": "taille 2"}


def counts(values, code="ACP_INSTALL"):
    """Rows of a month and of a series of one month: NaN is a count hidden by secrecy."""
    values = np.asarray(values, dtype=float)
    etat = np.where(np.isnan(values), "masquee", "valeur")
    rows = month_of(np.zeros((len(values), 1))).assign(
        valeur=values, etat=etat, numerateur=np.nan, denominateur=np.nan, population=POPULATION, cible=np.nan
    )
    rows["marqueur"] = np.where(np.isnan(values), "secret", None)
    series = rows[["id_cpts", "etat", "numerateur", "denominateur", "valeur", "provisoire"]].assign(
        mois=pd.Timestamp(MONTH)
    )
    return rows, series


def compared(values, code="ACP_INSTALL"):
    rows, series = counts(values, code)
    made = panel_of(rows, series, mesure_of(INDICATEURS[code]), mois=MONTH)
    return judge(made, references(made, "mediane"), entre=fourchette(made))


RARE = [0.0] * 77 + [np.nan] * 102 + [float(n) for n in range(5, 60)]
#: Small counts are hidden and few: the median is among the shown ones, lower than theirs alone.
ORDINARY = [np.nan] * 10 + [float(n) for n in range(20, 70)]


def test_so_much_hidden_that_the_median_may_be_anywhere_judges_nobody():
    found = compared(RARE)
    assert np.isnan(found.reference) and set(found.cpts["jugement"]) == {NON_JUGEABLE}
    said = apart_sentence(found).replace("\xa0", " ").replace("\u202f", " ")
    assert said.startswith(
        "102 valeurs sur 234 sont masquées : si ce sont de petits effectifs, la vraie médiane est entre 0,2 et 0,8 pour 10 000"
    )
    for text in (findings(found, **WORDS), spread(found, **WORDS)):
        assert "la référence est" not in text and "Moins de 5" not in text
    assert "102 valeurs masquées" in deciles_chart(found, group="x", chosen=[]).sentence.replace("\xa0", " ")


def test_a_few_cpts_before_an_unsure_national_median_have_the_true_reason():
    """Three values of a fund, against the median of all that nobody knows: not « moins de 5 valeurs »."""
    nation = compared(RARE)
    rows, series = counts([0.0, 12.0, 40.0])
    made = panel_of(rows, series, mesure_of(INDICATEURS["ACP_INSTALL"]), mois=MONTH)
    found = judge(made, nation.references, parmi=nation.panel, entre=nation.fourchette)
    assert nobody(found).replace("\xa0", " ").startswith("102 valeurs sur 234 sont masquées")


def test_quarters_are_said_to_be_of_what_is_shown():
    chart = distribution(compared(ORDINARY), **WORDS)
    assert "La moitié du milieu des valeurs montrées va de" in chart.sentence
    notes = [note.text for note in chart.figure.layout.annotations]
    assert any(text.startswith("un quart des valeurs montrées sous") for text in notes)
    assert "des valeurs montrées" not in distribution(compared(range(20, 70)), **WORDS).sentence


def test_hidden_small_counts_below_the_median_are_counted_in_it():
    found = compared(ORDINARY)
    assert found.reference * POPULATION / 10_000 == pytest.approx(np.median([1.0] * 10 + list(range(20, 70))))
    assert found.cpts["niveau"].notna().sum() == 50


def test_a_share_that_is_hidden_may_be_any_and_the_bounds_are_said():
    made = panel(noise(count=300, months=1))
    made.valeur[:3], made.numerateur[:3], made.denominateur[:3] = np.nan, np.nan, np.nan
    made.masquees[:3] = True
    made.valeur[3:] = np.concatenate([np.linspace(0.5, 0.65, 237), np.linspace(0.65, 0.75, 60)])[:, None]
    made.numerateur[3:] = made.valeur[3:] * 4000
    found = judge(made, references(made, "mediane"), entre=fourchette(made))
    said = spread(found, **WORDS).replace("\xa0", " ")
    assert "59,4 % (3 valeurs sur 300 sont masquées, la vraie médiane est entre 59,3 et 59,5 %)" in said
    bare = judge(made, references(made, "mediane"))
    lost = int(bare.cpts["niveau"].notna().sum() - found.cpts["niveau"].notna().sum())
    assert lost > 0 and f"{lost} CPTS non jugée" in missing(found).replace("\xa0", " ")


def test_what_a_hidden_value_may_be_is_what_everyone_knows(monkeypatch):
    hidden, people = np.array([[True], [False], [True]]), np.array([[10_000.0], [10_000.0], [np.nan]])

    def ends(code):
        return [end[:, 0].tolist() for end in extremes(Mesure(INDICATEURS[code]), masquee=hidden, population=people)]

    assert INDICATEURS["PAR_INCL"].patients and INDICATEURS["ACP_INSTALL"].professionnels
    free = next(c for c, i in INDICATEURS.items() if i.type == "compte" and not (i.patients or i.professionnels))
    assert ends("PAR_INCL") == [
        pytest.approx([1, np.nan, np.nan], nan_ok=True),
        pytest.approx([10, np.nan, np.nan], nan_ok=True),
    ]
    assert ends("ACP_INSTALL")[1] == pytest.approx([4, np.nan, np.nan], nan_ok=True)
    assert ends(free)[1] == pytest.approx([np.inf, np.nan, np.nan], nan_ok=True)
    assert ends("PRE_SEIN")[1] == pytest.approx([1, np.nan, 1], nan_ok=True)
    assert ends("ACC_URG")[1] == pytest.approx([1000, np.nan, 1000], nan_ok=True)
    monkeypatch.setenv("CPTS_SEUIL_SECRET", "6")
    assert ends("PAR_INCL")[1] == pytest.approx([5, np.nan, np.nan], nan_ok=True)


def on_the_fiche(values, code="ACP_INSTALL"):
    """The last CPTS beside the others, on the Fiche."""
    rows, _ = counts(values, code)
    rows = rows.assign(indicateur=code, elle=rows["id_cpts"].eq(rows["id_cpts"].iloc[-1]), rang=1)
    grid = month_grid(rows, pd.Series(POPULATION, index=pd.Index(rows["id_cpts"])))
    return place_among_peers(
        grid,
        asked(rows).assign(cible=np.nan),
        id_cpts=rows["id_cpts"].iloc[-1],
        ids=rows["id_cpts"].tolist(),
        indicateurs=CATALOGUE.indicateurs,
    )


@pytest.mark.parametrize("values", [RARE, ORDINARY])
def test_the_fiche_and_the_summary_have_the_median_of_comparer(values, monkeypatch):
    there = compared(values)
    row = on_the_fiche(values).iloc[0]
    assert row["mediane"] == pytest.approx(there.reference, nan_ok=True)
    assert row["jugement"] == there.cpts["jugement"].iloc[-1]
    assert row["z"] == pytest.approx(there.cpts["z"].iloc[-1], nan_ok=True)
    rows, _ = counts(values)
    rows = rows.assign(sous_contrat=True)
    monkeypatch.setattr(
        "pipelines.comparaison.jugees_du_mois.month_values",
        lambda *_, indicateur, **__: rows if indicateur == "ACP_INSTALL" else rows.head(0),
    )
    seen = judge_month(None, None, mois=MONTH, ids=set(rows["id_cpts"]), catalogue=CATALOGUE)
    assert seen["reference"].iloc[0] == pytest.approx(there.reference, nan_ok=True)
    assert seen["jugement"].tolist() == there.cpts["jugement"].tolist()
    if np.isnan(there.reference):
        assert judged_rows(seen, CATALOGUE, named=False)[0]["reference"] == "entre 0,2 et 0,8"
        said = judged_sentence(seen, mois=MONTH)
        assert "132 face à une médiane que les valeurs masquées rendent trop peu sûre, 102 masquées" in said


def test_the_fiche_says_between_which_values_the_median_is():
    frame = on_the_fiche(RARE)
    assert "médiane entre 0,2 et 0,8" in " ".join(
        str(text).replace("\xa0", " ").replace("\u202f", " ")
        for trace in spine(frame, CATALOGUE, nom="Elle", mois=MONTH, pairs="x").figure.data
        for text in trace.text or ()
    )
    assert profile_rows(frame, CATALOGUE)["mediane"].iloc[1].startswith("entre 0,2 et 0,8")


def test_without_anything_hidden_nothing_is_said():
    made = panel(noise())
    assert fourchette(made) is None
    assert np.array_equal(references(made, "mediane"), references(replace(made, masquees=made.masquees), "mediane"))
    whole = median_of(made.mesure, made.valeur, masquee=made.masquees, population=np.nan)
    assert whole.valeur == pytest.approx(np.median(made.valeur, axis=0))
