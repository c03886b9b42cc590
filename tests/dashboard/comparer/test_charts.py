"""The views of a comparison: few traces whatever the number of CPTS, hidden values never drawn, honest sentences."""

import numpy as np
import pytest

from calculators import french
from dashboard.charts.deciles import deciles_chart
from dashboard.charts.findings import apart_sentence, overdispersion, placed
from dashboard.charts.looks import LOOKS
from dashboard.comparer import by_cpts
from dashboard.comparer.funnel import funnel_chart
from dashboard.comparer.labels import HEIGHT, WIDTH, Nom, beside
from dashboard.comparer.map import map_chart
from dashboard.comparer.multiples import PER_PAGE, in_order, multiples
from dashboard.comparer.outlines import CADRES, departements, perimetres, plane
from tests.pipelines.comparaison.comparisons import done, noise

WORDS = {"reference": "la médiane des pairs", "group": "taille 2"}


def views(found, chosen=()):
    return {
        "points": by_cpts.comparison(found, **WORDS, chosen=chosen),
        "entonnoir": funnel_chart(found, **WORDS, chosen=chosen),
        "carte": map_chart(found, **WORDS, chosen=chosen),
        "multiples": multiples(found, in_order(found, list(chosen)).head(PER_PAGE), reference=WORDS["reference"]),
        "deciles": deciles_chart(found, group="taille 2", chosen=list(chosen)),
    }


@pytest.mark.parametrize("name", ["points", "entonnoir", "carte", "deciles"])
def test_the_number_of_traces_does_not_grow_with_the_number_of_cpts(name):
    few, many = (len(views(done(noise(count=n)), ["C003"])[name].figure.data) for n in (15, 500))
    assert many <= few + 3


@pytest.mark.parametrize("name", ["points", "entonnoir", "carte", "multiples", "deciles"])
def test_every_view_has_its_sentence_its_table_and_its_reading(name):
    chart = views(done(noise()), ["C003"])[name]
    assert "CPTS" in chart.sentence and chart.sentence.endswith(".")
    assert len(chart.table) and all(column.key in chart.table for column in (*chart.columns, *(chart.exports or ())))
    facts = dict(chart.reading.facts())
    assert facts["Unité"] and facts["Sens"] and facts["Rapporté à"] and facts["Mois provisoires"] == "aucun"
    assert chart.figure.layout.separators == french.SEPARATORS


def test_every_mark_leads_to_its_cpts():
    for name in ("points", "entonnoir", "carte"):
        chart = views(done(noise(count=60)))[name]
        drawn = {one for trace in chart.figure.data if trace.customdata is not None for one in trace.customdata}
        assert drawn == {f"C{i:03d}" for i in range(60)}, name


def test_hidden_and_absent_values_are_counted_and_never_drawn():
    shares = noise(count=30)
    shares[27:, -1] = np.nan
    found = done(shares)
    found.cpts.loc[28:, "etat"] = "masquee"
    for name in ("points", "entonnoir"):
        chart = views(found)[name]
        assert "2 masquées, 1 non reçue" in chart.sentence, name
        drawn = [one for trace in chart.figure.data if trace.customdata is not None for one in trace.customdata]
        assert len(drawn) == 27, name


def test_the_funnel_says_its_limits_and_its_over_dispersion():
    spread = noise(size=40_000) + np.random.default_rng(1).normal(0, 0.05, size=(40, 1))
    chart = funnel_chart(done(spread, size=40_000), **WORDS)
    names = [trace.name for trace in chart.figure.data]
    assert any("95" in n for n in names) and any("99,8" in n for n in names)
    assert "surdispersion (φ = " in chart.sentence
    assert "surdispersion" not in funnel_chart(done(noise()), **WORDS).sentence


def test_under_ten_cpts_the_limits_are_said_to_be_wider_for_it():
    """They were said to be those of chance alone, and were."""
    few = done(noise(count=7, months=1))
    assert few.entonnoir is not None and few.entonnoir.surdispersion.degres == 4
    assert "Moins de 10 CPTS" in overdispersion(few) and "loi de Student" in overdispersion(few)


@pytest.mark.parametrize(
    ("count", "far", "near"),
    [(40, "moins d’une", "environ 2 au plus"), (700, "environ 1 au plus", "environ 34 au plus")],
)
def test_how_many_chance_alone_would_flag_is_said(count, far, near):
    """Of 700 CPTS that nothing distinguishes, 35 are outside the limits of 95 %, 1 or 2 of them outside those of 99.8 %."""
    found = done(noise(count=count, months=1))
    assert f"(le hasard seul : {far})" in placed(found) and f"(le hasard seul : {near})" in placed(found)
    said = apart_sentence(found)
    assert f"sur {count}, le hasard seul en mettrait {far}" in said
    assert f"le hasard seul en mettrait {near}." in said


def test_a_judgement_is_a_colour_a_symbol_and_a_word():
    assert len({symbol for _, symbol, _ in LOOKS.values()}) == len(LOOKS)
    assert len({sign for _, _, sign in LOOKS.values()}) == len(LOOKS)


def test_best_first_in_the_direction_of_the_indicator_and_by_name_without():
    up, down = (by_cpts.in_order(done(noise(), code=c))["comparee"] for c in ("PRE_SEIN", "ACC_MT_16"))
    assert up.is_monotonic_decreasing and down.is_monotonic_increasing
    assert "rang" not in by_cpts.comparison(done(noise()), **WORDS).table


def test_small_multiples_share_one_scale():
    layout = multiples(done(noise()), in_order(done(noise()), []).head(PER_PAGE), reference="la médiane").figure.layout
    ranges = {tuple(layout[f"yaxis{n or ''}"].range) for n in ("", *range(2, PER_PAGE + 1))}
    assert len(ranges) == 1


def test_small_multiples_begin_with_the_chosen_ones_then_the_farthest():
    shares = noise()
    shares[9] += 0.1
    assert in_order(done(shares), ["C030"])["id_cpts"].head(2).tolist() == ["C030", "C009"]


def test_deciles_need_ten_cpts_and_leave_gaps():
    shares = noise(count=12)
    shares[0, 5] = np.nan
    chart = deciles_chart(done(shares), group="taille 2", chosen=["C000"])
    own = next(trace for trace in chart.figure.data if trace.name == "CPTS 000")
    assert np.isnan(own.y[5]) and own.connectgaps is False
    few = deciles_chart(done(noise(count=9)), group="taille 2", chosen=[])
    assert np.isnan(np.array(few.figure.data[0].y, dtype=float)).all()
    assert "moins de 10 valeurs" in few.sentence


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (0.0, "au même niveau que la médiane, à égalité avec 76 autres"),
        (0.3, "au même niveau que les 6e à 8e déciles, à égalité avec 29 autres"),
        (0.6, "au-dessus du 9e décile"),
        (0.35, "entre les 8e et 9e déciles"),
    ],
)
def test_ties_are_said_and_a_tie_with_most_is_not_under_them(own, said):
    """Of 132 CPTS 77 are at 0: one of them is not « sous le 1er décile »."""
    shares = np.concatenate([np.zeros(77), np.full(30, 0.3), np.linspace(0.4, 0.5, 25)])
    rest = [{0.0: 5, 0.3: 80}.get(own, 131)]
    shares[rest] = own
    chart = deciles_chart(done(shares[:, None]), group="taille 2", chosen=[f"C{rest[0]:03d}"])
    assert f"{said}." in chart.sentence.replace("\xa0", " ")


def test_a_value_outside_the_group_counts_every_equal_one():
    found = done(np.full((12, 1), 0.5))
    found.panel.cpts["dans_groupe"] = found.panel.cpts.index > 0
    chart = deciles_chart(found, group="taille 2", chosen=["C000"])
    assert "au même niveau que la médiane, à égalité avec 11 autres." in chart.sentence.replace("\xa0", " ")


def test_downloads_say_whether_since_is_at_least():
    chart = by_cpts.comparison(done(noise()), **WORDS)
    keys = [column.key for column in chart.exports]
    assert keys[keys.index("depuis") + 1] == "depuis_plus" and "depuis_plus" in chart.table


def test_the_map_needs_nothing_from_outside_and_keeps_overseas_in_its_boxes():
    chart = map_chart(done(noise()), **WORDS)
    assert {trace.type for trace in chart.figure.data} == {"scatter"}
    x, y = plane([-61.5, 55.5, 2.35], [16.2, -21.1, 48.85])
    assert abs(x[0] - CADRES["971"].x) < 1 and abs(y[1] - CADRES["974"].y) < 1
    assert (x[2], y[2]) == (pytest.approx(2.35 * 0.687, abs=0.01), 48.85)
    land_x, land_y = departements()
    assert np.nanmin(land_x) > -6.5 and np.nanmax(land_y) < 52
    assert set(perimetres()) == {"CPTS-WEPP", "CPTS-BERG", "CPTS-LITN", "CPTS-2152"}


def test_a_mark_of_the_map_has_the_area_of_its_population():
    found = done(noise(count=12, months=1))
    found.cpts["population"] = [50_000, 200_000] * 6
    sizes = [s for t in map_chart(found, **WORDS).figure.data if t.customdata is not None for s in t.marker.size]
    assert {round(s / min(sizes), 2) for s in sizes} == {1.0, 2.0}


def test_names_of_the_chosen_are_said_with_their_judgement():
    sentence = by_cpts.comparison(done(noise()), **WORDS, chosen=["C003"]).sentence
    assert "CPTS 003 : " in sentence and "semblable" in sentence


def test_a_group_without_any_value_says_so():
    found = done(np.full((12, 1), np.nan))
    assert by_cpts.comparison(found, **WORDS).sentence.startswith("Aucune valeur à comparer")


def test_names_of_marks_that_touch_never_cover_each_other():
    close = [Nom(x=n, y=n, left=300 + 7 * n, top=200 + 5 * n, text=str(n), before=n % 2 == 1) for n in range(6)]
    boxes = []
    for said in beside(close):
        at = close[int(said["text"])]
        start = at.left + said["ax"] - (WIDTH if said["xanchor"] == "right" else 0)
        boxes.append((start, at.top + said["ay"]))
    for one, (left, top) in enumerate(boxes):
        for other_left, other_top in boxes[one + 1 :]:
            assert abs(left - other_left) >= WIDTH or abs(top - other_top) >= HEIGHT
