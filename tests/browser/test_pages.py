"""Every page opens, in French, without error and without asking anything outside."""

import re
from pathlib import Path

import pytest

from dashboard.pages import PAGES

ENGLISH = re.compile(
    r"\b(Running|Rerun|Deploy|Settings|Print|Drag and drop|Browse files|Upload|Choose an? option|No results|Select all|"
    r"Page not found|Loading|Show|Hide|Download|Search|Error|limit \d+|per file|Clear|Made with|Skip to)\b"
)


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.path)
def test_a_page_opens_in_french_and_stays_at_home(screen, spec):
    screen.open("" if spec is PAGES[0] else spec.path)
    assert screen.page.locator("h1").first.inner_text() == spec.title
    said = screen.text()
    assert not ENGLISH.search(said), ENGLISH.search(said)
    assert "Traceback" not in said and "Exception" not in said
    assert screen.page.locator("[data-testid=stException]").count() == 0
    assert screen.page.evaluate("() => document.documentElement.lang") == "fr"
    assert screen.outside == [] and screen.errors == []


def test_every_address_of_the_navigation_answers(screen):
    for spec in PAGES:
        screen.open(spec.path)
        assert "introuvable" not in screen.text().lower(), spec.path
        assert screen.page.locator("h1").first.inner_text() == spec.title


def test_security_headers(page, address):
    answer = page.request.get(address)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_every_chart_has_its_sentence_and_its_table(screen):
    for path in ("", "comparer", "fiche", "simulateur"):
        screen.open(path)
        charts = screen.page.locator("[data-testid=stPlotlyChart]").count()
        assert charts > 0, path
        assert screen.page.locator(".phrase, .constat, [class*=phrase]").count() >= charts, path
        tables = screen.page.locator("table").count() + screen.page.get_by_text("Tableau et téléchargement").count()
        assert tables >= charts, path


def test_the_small_print_is_not_faded(screen):
    screen.open("comparer")
    caption = screen.page.locator("[data-testid=stCaptionContainer] p").first
    colour, opacity = caption.evaluate(
        """node => {
          let seen = 1;
          for (let up = node; up; up = up.parentElement) seen *= Number(getComputedStyle(up).opacity);
          return [getComputedStyle(node).color, seen];
        }"""
    )
    assert opacity == 1 and colour == "rgb(74, 83, 93)", "the ink measured in tests/dashboard/charts/test_palette.py"


def test_demonstration_is_marked_wherever_it_shows(screen):
    for path in ("", "comparer", "fiche"):
        screen.open(path)
        assert "démonstration" in screen.text(), path


def test_an_unknown_value_in_the_address_is_said_not_swallowed(screen):
    screen.open("comparer?indicateur=N_EXISTE_PAS")
    assert re.search(r"N_EXISTE_PAS", screen.text())


def test_samples_exist_for_the_tests_below():
    folder = Path(__file__).parents[2] / "data/sample"
    assert {file.name for file in folder.glob("*.csv")} >= {"DEMO_2026-11_complet.csv", "DEMO_2026-11_cinq-fautes.csv"}


def test_what_an_address_says_is_no_link_in_the_notice_about_it(screen):
    """The browser recognises addresses by itself once the marks of a link are escaped."""
    screen.open(
        "comparer?region=%5BVotre%20session%20a%20expir%C3%A9%5D(https%3A%2F%2Fexemple.invalid)%20www.exemple.invalid%20a@exemple.invalid"
    )
    notice = screen.page.get_by_test_id("stAlert").first
    assert "Votre session a expiré" in notice.inner_text()
    assert notice.locator("a").count() == 0
    guide, told = screen.page.locator(".vers-le-guide").bounding_box(), notice.bounding_box()
    assert guide["y"] + guide["height"] <= told["y"] or guide["x"] >= told["x"] + told["width"], "one lies on the other"
