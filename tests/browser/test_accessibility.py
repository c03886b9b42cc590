"""axe-core without a violation on every page and view, light and dark, in a real browser: one server, one context, each page opened once.

A view is reached from the page already open, by its control: what is measured is what a person sees after a click.
"""

from importlib.resources import files

import pytest

from dashboard.comparer.views import VUES as COMPARER
from dashboard.fiche.headline import PARTS
from dashboard.indicateur.page import VIEWS as INDICATEUR
from dashboard.pages import PAGES
from dashboard.simulateur.page import VUES as SIMULATEUR
from dashboard.simulateur.vues.ecarts import CHOIX
from tests.browser.conftest import Screen

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
#: The views of a page, by the words of the control that leads to them; the first one is shown at once.
VIEWS = {
    "comparer": [*COMPARER.values()],
    "fiche": [*PARTS.values()],
    "indicateur": [word for code, word in INDICATEUR.items() if code != "reponses"],
    "simulateur": [*SIMULATEUR.values(), *CHOIX.values()],
}


@pytest.fixture(scope="module")
def opened(browser, browser_context_args, address):
    """One screen for all the tests of this file."""
    context = browser.new_context(**browser_context_args)
    yield Screen(context.new_page(), address)
    context.close()


def violations(screen):
    """What axe-core finds in the light and in the dark, each with its rule, its words and the element."""
    found = []
    for scheme in ("light", "dark"):
        screen.page.emulate_media(color_scheme=scheme)
        screen.page.wait_for_timeout(300)
        screen.quiet()
        if not screen.page.evaluate("() => 'axe' in window"):
            screen.page.evaluate(AXE)
        for rule in screen.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]:
            found += [f"{scheme}: {rule['id']}: {rule['help']}: {node['html'][:200]}" for node in rule["nodes"]]
    screen.page.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.path)
def test_no_page_nor_view_has_a_violation_in_light_or_dark(opened, spec):
    opened.open("" if spec.home else spec.path)
    assert opened.page.title() == f"{spec.title} · Pilotage CPTS"
    seen = dict.fromkeys(VIEWS.get(spec.path, [""]))
    for view in seen:
        if view:
            opened.page.get_by_test_id("stMain").get_by_role("radio", name=view, exact=True).first.click()
            opened.quiet()
        seen[view] = violations(opened)
    assert not any(seen.values()), seen
