"""From a page to its guide and back, in a real browser: text, pictures and colours, nothing from elsewhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Screen


@pytest.fixture
def guided(screen, address):
    """The page of guide that the page Comparer leads to, in its own tab."""
    screen.open("comparer")
    with screen.page.expect_popup() as opened:
        screen.page.get_by_role("link", name="Comment lire cette page").click()
    tab = opened.value
    tab.wait_for_load_state()
    return Screen(tab, address)


def test_a_page_opens_its_guide_in_another_tab_and_the_guide_leads_back(screen, guided):
    tab = guided.page
    expect(tab.get_by_role("heading", level=1)).to_have_text("Comparer")
    assert tab.evaluate("document.documentElement.lang") == "fr"
    expect(tab.locator("nav a[aria-current=page]")).to_have_text("Comparer")
    pictures = tab.locator("main img")
    assert pictures.count() >= 2
    for number in range(pictures.count()):
        pictures.nth(number).scroll_into_view_if_needed()
        expect(pictures.nth(number)).to_have_js_property("complete", True)
        assert pictures.nth(number).evaluate("image => image.naturalWidth") > 600
    tab.get_by_role("link", name="Est-ce du bruit").first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(re.compile("Est-ce du bruit"))
    tab.get_by_role("link", name="Comparer", exact=True).click()
    tab.get_by_role("link", name="Ouvrir la page").click()
    tab.wait_for_selector("[data-testid=stApp] h1", timeout=60_000)
    assert tab.locator("h1").first.inner_text() == "Comparer"
    assert guided.outside == [] and guided.errors == [] and screen.outside == []


def test_the_guide_has_the_colours_of_the_pages_and_fits_a_narrow_screen(guided):
    tab = guided.page
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(252, 251, 248)", "the paper of dashboard/chrome/style.css"
    tab.set_viewport_size({"width": 390, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_link_stands_beside_the_title_and_covers_nothing(screen):
    screen.open("regles")
    title, link = (screen.page.locator(place).first.bounding_box() for place in ("h1", ".vers-le-guide"))
    assert title["x"] + title["width"] > link["x"] > title["x"] + 300, "at the right end of the title's line"
    assert title["y"] - 10 < link["y"] < title["y"] + title["height"]
    screen.page.set_viewport_size({"width": 390, "height": 800})
    screen.quiet()
    title, link = (screen.page.locator(place).first.bounding_box() for place in ("h1", ".vers-le-guide"))
    assert link["y"] + link["height"] <= title["y"] + 1
