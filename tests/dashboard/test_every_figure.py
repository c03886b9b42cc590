"""Every figure of every page says what it takes to read it, bears its marks besides colour, and says what is provisional."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.reading import SENS
from dashboard.simulateur.vues import ecarts_accord
from tests.dashboard.figures import LOOKED, Drawn, calls, watched
from tests.dashboard.opening import html, opened, read_provisional

FACTS = ("Unité", "Sens", "Rapporté à", "Source", "Dernière mise à jour", "Mois provisoires")
LATER = re.compile(r"provisoire|\(prov\.\)")


@dataclass(frozen=True)
class Page:
    """What one page wrote as HTML, and its figures with the text that stands for each."""

    text: str
    figures: list[Drawn]
    alternatives: list[str]


def proposed() -> AppTest:
    """The page that compares a proposed accord, its file already dropped."""
    page = opened("simulateur", vue="ecarts", ecart="accord", e_maintenant="oui", cpts="CPTS-WEPP")
    page.session_state[ecarts_accord.KEPT] = (ecarts_accord.write_model().decode("utf-8"), "accord.yaml")
    return page.run()


@pytest.fixture(scope="module")
def pages(waiting_store):
    """Every page of LOOKED, opened once for all tests of this file: a page takes seconds."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        read_provisional(waiting_store, patch)
        seen = watched(patch)
        for path, asked, folds in LOOKED:
            page = opened(path, **asked)
            for fold in folds:
                page.session_state[fold] = True
            if folds:
                seen.clear()
                page.run()
            found.append(written(page, seen))
        seen.clear()
        page = proposed()
        found.append(written(page, seen[-len(page.get("plotly_chart")) :]))
    return found


def written(page: AppTest, seen: list[Drawn]) -> Page:
    assert not page.exception, page.exception
    texts = [str(figure.proto.alt) for figure in page.get("plotly_chart")]
    done = Page(html(page), list(seen), texts)
    seen.clear()
    return done


def test_every_figure_of_every_page(pages):
    figures = [drawn for page in pages for drawn in page.figures]
    assert {drawn.place for drawn in figures} == calls(), "a figure of the dashboard is looked at by no line of LOOKED"
    faults = [fault for page in pages for fault in beside(page)]
    faults += [f"{drawn.key} ({drawn.place[0]}): {fault}" for drawn in figures for fault in judged(drawn)]
    assert not faults, "\n".join(sorted(set(faults)))
    later = {drawn.key for drawn in figures if drawn.chart.reading.provisional}
    assert later >= {
        *("mouvements", "entonnoir", "comparaison", "detail", "multiples", "deciles", "carte", "tendance", "colonne"),
        *("fiche.carte", "distribution", "indicateur.deciles", "indicateur.reponses", "indicateur.recu", "mois"),
    }, "the store of this test has provisional values: these figures must name the month"


def beside(page: Page):
    """What stands under each figure: as many lists of facts as figures, each whole; the sentence is the alternative."""
    lists = page.text.split('<dl class="reperes">')[1:]
    if len(lists) != len(page.alternatives) or len(page.alternatives) != len(page.figures):
        yield f"{len(page.figures)} figures by widgets.block, {len(page.alternatives)} drawn, {len(lists)} with their facts"
    for part in lists:
        facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", part.split("</dl>")[0]))
        yield from (f"« {label} » is not said: {facts}" for label in FACTS if not facts.get(label, "").strip())
    for drawn, text in zip(page.figures, page.alternatives, strict=False):
        if text != drawn.chart.sentence:
            yield f"{drawn.key}: the alternative text is not the sentence"


def judged(drawn: Drawn):
    """What is wrong with one figure, in words."""
    chart, figure = drawn.chart, drawn.chart.figure
    if not (chart.sentence.strip().endswith((".", "!")) and len(chart.sentence) > 30):
        yield f"no sentence: {chart.sentence!r}"
    if chart.table is None or not len(chart.columns):
        yield "no table"
    missing = [c.key for c in [*chart.columns, *(chart.exports or ())] if c.key not in chart.table]
    if missing:
        yield f"columns {missing} are not in its table"
    direction = chart.reading.direction or drawn.told.get("direction", "")
    if not re.match(r"[↑↓→←↔]", direction):
        yield f"its better side has no symbol: {direction!r}"
    if not on_an_axis(figure):
        yield "no unit on an axis"
    yield from told_apart(figure)
    if chart.reading.provisional and not LATER.search(" ".join(texts(figure))):
        yield "provisional months are not marked in the figure"


def on_an_axis(figure) -> bool:
    """A title, or units after the figures, or words for ticks; a map has no axis."""
    axes = [figure.layout[name] for name in figure.layout if name.startswith(("xaxis", "yaxis"))]
    seen = [axis for axis in axes if axis.visible is not False]
    words = [str(text) for axis in seen for text in (axis.ticktext or ()) if not re.search(r"\d{4}|href", str(text))]
    return not seen or any(axis.title.text or axis.ticksuffix for axis in seen) or bool(words)


def told_apart(figure):
    """Two marks of another colour are of another symbol, hatching or dash too, and bear a name, or a text on them."""
    looks = defaultdict(set)
    for trace in figure.data:
        if trace.type == "bar":
            marker = trace.marker
            for colour, shape in pairs(marker.color, marker.pattern.shape, len(trace.y)):
                words = "words" if trace.text is not None and any(trace.text) else "mute"
                looks["bar", words if words == "words" else shape or "plain"].add(colour)
            if trace.showlegend is not False and figure.layout.showlegend and not trace.name:
                yield "bars without a name"
        elif trace.mode and "markers" in trace.mode and trace.customdata is not None:
            for colour, symbol in pairs(trace.marker.color, trace.marker.symbol, len(trace.x)):
                looks["mark", symbol].add(colour)
            if trace.showlegend is not False and not trace.name:
                yield "marks without a name"
        elif trace.mode == "lines" and trace.line.color and trace.showlegend is not False and trace.name:
            # Shades of one colour (a band and its middle) are told apart by their place.
            hue = re.sub(r", ?[\d.]+\)$", "", trace.line.color)
            looks["line", trace.line.dash or "solid", trace.line.width].add(hue)
    for look, colours in looks.items():
        if len(colours) > 1 and look[1] != "words":
            yield f"only their colour tells apart {sorted(colours)} ({look})"


def pairs(one, other, count):
    """Colour and shape of each mark, whether written once or once for each."""
    first, second = ([v] * count if v is None or isinstance(v, str) else list(v) for v in (one, other))
    return zip(first, second, strict=False)


def texts(figure):
    """Every word drawn: legend, texts, notes, ticks, titles."""
    for trace in figure.data:
        if trace.showlegend is not False:
            yield str(trace.name or "")
        if trace.type == "bar" or "text" in (trace.mode or ""):
            yield from (str(t) for t in ([trace.text] if isinstance(trace.text, str) else trace.text or ()))
    yield from (str(note.text) for note in figure.layout.annotations)


def test_the_better_side_has_a_symbol_for_every_direction():
    assert all(re.match(r"[↑↓↔] ", said) for said in SENS.values()) and len(set(SENS.values())) == len(SENS)


def test_plotly_knows_every_property_of_every_figure(pages):
    for drawn in (one for page in pages for one in page.figures):
        figure = drawn.chart.figure
        checked = go.Figure(figure.to_dict())  # raises ValueError on a property or a value that Plotly has not
        assert json.loads(checked.to_json()) == json.loads(figure.to_json()), drawn.key
