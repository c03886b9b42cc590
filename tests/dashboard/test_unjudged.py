"""When nobody can be judged, every view opens and says why: no value, too few, no counts, a reference of 0."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dashboard.charts.deciles import deciles_chart
from dashboard.charts.findings import apart_sentence, findings, overdispersion
from dashboard.charts.unjudged import nobody
from dashboard.comparer import by_cpts, summary_pdf
from dashboard.comparer.funnel import funnel_chart, has_funnel
from dashboard.comparer.map import map_chart
from dashboard.comparer.multiples import in_order, multiples
from dashboard.indicateur.distribution import distribution
from pipelines.comparaison.jugees import judge
from pipelines.comparaison.reference import references
from pipelines.publish.synthese.comparaison_pdf import comparaison_pdf
from tests.dashboard.opening import html, opened
from tests.pipelines.comparaison.comparisons import done, noise, panel

WORDS = {"reference": "la médiane des pairs", "group": "taille 2"}
BARE = "sans effectifs (numérateur et dénominateur)"


def without_counts(count=12, *, choix="mediane"):
    """Shares that came without their counts."""
    made = panel(noise(count=count))
    bare = replace(made, numerateur=made.numerateur * np.nan, denominateur=made.denominateur * np.nan)
    return judge(bare, references(bare, choix))


CASES = {
    "aucune valeur": (lambda: done(np.full((12, 24), np.nan)), "Aucune valeur à comparer"),
    "trop peu": (lambda: done(noise(count=3)), "Moins de 5 valeurs à comparer"),
    "sans effectifs": (without_counts, f"Les 12 valeurs connues ont été envoyées {BARE}"),
    "ensemble sans effectifs": (
        lambda: without_counts(choix="ensemble"),
        f"Les 12 valeurs connues ont été envoyées {BARE}",
    ),
    "référence de 0": (lambda: done(np.zeros((12, 24))), "Une référence de 0"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_reason_is_the_true_one_on_every_view(case, monkeypatch):
    made, said = CASES[case]
    found = made()
    said = said.replace("12 v", "12\xa0v")
    assert nobody(found).startswith(said) and apart_sentence(found) == nobody(found) and overdispersion(found) == ""
    order = in_order(found, [])
    charts = [
        by_cpts.comparison(found, **WORDS),
        map_chart(found, **WORDS),
        multiples(found, order.head(12), reference="la médiane"),
        distribution(found, **WORDS),
        deciles_chart(found, group="taille 2", chosen=[]),
    ]
    for chart in charts:
        assert "au-delà du hasard" not in chart.sentence and "hors des limites" not in chart.sentence
        assert "Moins de 5" not in chart.sentence or case == "trop peu"
    monkeypatch.setattr("dashboard.comparer.summary_pdf.depots.last_deposit", lambda: None)
    monkeypatch.setattr("dashboard.comparer.summary_pdf.depots.mark", lambda: "x")
    page = summary_pdf.page(found, **WORDS, today=date(2026, 11, 1), demo=False)
    assert not page.jugees and not page.listes
    assert any(text.startswith(said) for text in page.phrases)
    assert comparaison_pdf(page).startswith(b"%PDF")


def test_a_funnel_without_counts_is_not_drawn():
    found = without_counts()
    assert found.entonnoir is not None and not has_funnel(found)
    with pytest.raises(ValueError, match="pas d'entonnoir"):
        funnel_chart(found, **WORDS)
    assert BARE in findings(found, **WORDS)


def test_a_value_without_counts_among_others_is_said_not_judged():
    made = panel(noise())
    for array in (made.numerateur, made.denominateur):
        array[:2, -1] = np.nan
    found = judge(made, references(made, "mediane"))
    assert "2 valeurs sans effectifs : montrées mais non jugées" in findings(found, **WORDS).replace("\xa0", " ")
    assert "sur 38, le hasard" in apart_sentence(found)


def test_deciles_do_not_need_a_reference():
    chart = deciles_chart(without_counts(choix="ensemble"), group="taille 2", chosen=[])
    assert "La médiane (taille 2) passe de" in chart.sentence
    assert not np.isnan(chart.table["d5"]).any()


def test_several_months_without_deciles_are_written_in_the_plural():
    assert "24 mois sans" in deciles_chart(done(noise(count=9)), group="x", chosen=[]).sentence.replace("\xa0", " ")


def test_the_distribution_of_nothing_says_so():
    chart = distribution(done(np.full((12, 3), np.nan)), **WORDS)
    assert chart.sentence.startswith("Aucune valeur à comparer") and not chart.figure.data
    assert [note.text for note in chart.figure.layout.annotations] == ["aucune valeur à montrer"]
    assert chart.figure.layout.yaxis.showticklabels is False


def test_what_has_no_direction_is_in_order_of_value_and_not_of_merit():
    neutral, up = (distribution(done(noise(), code=code), **WORDS) for code in ("ADH", "PRE_SEIN"))
    said = "angées par valeur, sans que plus haut soit mieux"
    assert said in neutral.sentence and said in neutral.figure.layout.xaxis.title.text
    assert said not in up.sentence and said not in up.figure.layout.xaxis.title.text


def test_limits_nobody_has_are_not_called_respected():
    assert "limites" not in multiples(done(noise(count=3)), done(noise(count=3)).cpts, reference="x").sentence


@pytest.mark.parametrize("case", ["aucune valeur", "sans effectifs"])
@pytest.mark.parametrize("page", ["comparer", "indicateur"])
def test_both_pages_open_when_nobody_is_judged(screens, monkeypatch, page, case):
    made, said = CASES[case]
    monkeypatch.setattr("dashboard.asking.comparaison.compared", lambda *_, **__: made())
    text = html(opened(page, indicateur="PRE_SEIN", taille="0", avec=""))
    assert said in text and "des CPTS jugées" not in text
    if page == "indicateur":
        assert "personne n’est jugé : dit ci-dessous" in text


def test_the_share_of_who_is_apart_is_of_those_judged(screens, monkeypatch):
    made = panel(noise(count=60, months=1))
    made.valeur[0], made.numerateur[0] = 0.9, 3600
    made.numerateur[20:], made.denominateur[20:] = np.nan, np.nan
    monkeypatch.setattr(
        "dashboard.asking.comparaison.compared", lambda *_, **__: judge(made, references(made, "mediane"))
    )
    assert "5 % des 20 CPTS jugées, hors des limites à 99,8 %" in html(opened("indicateur", taille="0"))
