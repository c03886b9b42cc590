"""The analyst's journey, its clicks counted; every CPTS drawn or listed leads to its page; every filter lives in the address."""

import re

import pytest

#: Page and view, block whose marks are CPTS.
MARKED = (
    ("comparer?taille=0&indicateur=PRE_COL&vue=points", "comparaison"),
    ("comparer?taille=0&indicateur=PRE_COL&vue=multiples", "multiples"),
    ("comparer?taille=0&indicateur=PRE_COL&vue=carte", "carte"),
    ("comparer?taille=0&indicateur=CRI_PLAN", "tendance"),
    ("indicateur?taille=0&indicateur=PRE_COL", "distribution"),
)
#: Page, block whose folded table names CPTS.
LISTED = (
    ("comparer?taille=0&indicateur=PRE_COL", "entonnoir"),
    ("comparer?taille=0&indicateur=CRI_PLAN", "comparaison"),
)
#: Page, list, choice, what the address says then, what the page says then.
CHOSEN = (
    ("", "Région", "Auvergne-Rhône-Alpes", "region=84", "les CPTS (Auvergne-Rhône-Alpes)"),
    (
        "indicateur",
        "Indicateur",
        "Prévention · Dépistage du cancer colorectal",
        "indicateur=PRE_CCR",
        "cancer colorectal",
    ),
    ("completude", "Région", "Auvergne-Rhône-Alpes", "region=84", "Auvergne-Rhône-Alpes)"),
    ("simulateur", "Partir du contrat de", "CPTS 21-52", "cpts=CPTS-2152", "Taille 1"),
)


class Clicks:
    """Clicks of a person, counted."""

    def __init__(self, screen):
        self.screen, self.count = screen, 0

    def __call__(self, locator):
        locator.scroll_into_view_if_needed()
        locator.click()
        self.count += 1
        return self


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_who_differs_by_how_much_since_when_and_a_page_for_the_meeting_in_under_three_clicks(screen):
    screen.open()
    click = Clicks(screen)
    click(screen.page.get_by_role("link", name="Comparer").first)
    screen.page.wait_for_selector("h1:has-text('Comparer')")
    screen.quiet()
    listed = screen.page.locator(".ecarts li")
    said = [plain(text) for text in listed.all_inner_texts() if text.strip()]
    assert said, "somebody differs from its peers, and shows without a click"
    assert listed.first.is_visible()
    assert re.search(r"[+−]\d+,\d (point|‰)", said[0]), said[0]
    assert re.search(r"depuis (au moins )?\w+ 20\d\d|ce mois-ci seulement", said[0]), said[0]
    assert re.search(r"hasard", plain(screen.page.locator(".phrase").first.inner_text()))
    with screen.page.expect_download(timeout=60_000) as waiting:
        click(screen.page.get_by_role("button", name="Cette comparaison en une page (PDF)"))
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
    assert click.count < 3


def test_the_page_of_one_that_differs_and_its_summary(screen):
    screen.open("comparer")
    click = Clicks(screen)
    name = screen.page.locator(".ecarts li a").first
    named = name.inner_text()
    click(name)
    screen.page.wait_for_url("**/fiche?*cpts=*")
    screen.quiet()
    assert named in screen.text() and "Face à son propre passé" in screen.text()
    with screen.page.expect_download(timeout=60_000) as waiting:
        click(screen.page.get_by_role("button", name="Synthèse pour une réunion (PDF)"))
    assert waiting.value.path().read_bytes().startswith(b"%PDF") and click.count < 3


@pytest.mark.parametrize("path,key", MARKED, ids=[f"{k}" for _, k in MARKED])
def test_a_mark_leads_to_its_page_and_back_comes_back(screen, path, key):
    screen.open(path)
    mark = screen.page.locator(f".st-key-{key}-figure .scatterlayer .point").last
    mark.scroll_into_view_if_needed()
    screen.page.wait_for_timeout(400)
    box = mark.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    screen.page.mouse.move(x, y)
    screen.page.wait_for_timeout(400)
    screen.page.mouse.click(x, y)
    screen.page.wait_for_url("**/fiche?*cpts=*", timeout=60_000)
    screen.quiet()
    assert screen.page.locator("h1").first.inner_text() == "Fiche CPTS"
    screen.page.go_back()
    screen.page.wait_for_url(f"**/{path.split('?')[0]}?*", timeout=60_000)
    screen.quiet()
    for asked in path.split("?")[1].split("&"):
        assert asked in screen.page.url, screen.page.url
    assert screen.errors == []


@pytest.mark.parametrize("path,key", LISTED, ids=[f"{k}" for _, k in LISTED])
def test_a_name_in_a_table_leads_to_its_page(screen, path, key):
    screen.open(path)
    screen.page.locator(f".st-key-{key}-tableau summary").click()
    link = screen.page.locator(f".st-key-{key}-tableau table tbody a").nth(2)
    link.wait_for(timeout=60_000)
    screen.quiet()
    name = link.inner_text()
    link.click()
    screen.page.wait_for_url("**/fiche?*cpts=*")
    screen.quiet()
    assert screen.page.locator("h2").first.inner_text() == name


@pytest.mark.parametrize("path,label,option,there,said", CHOSEN, ids=[p or "vue-ensemble" for p, *_ in CHOSEN])
def test_a_filter_is_in_the_address_survives_a_reload_and_back_undoes_it(screen, path, label, option, there, said):
    screen.open(path)
    before = screen.page.get_by_label(label).first.input_value()
    screen.pick(label, option)
    assert there in screen.page.url
    assert said in screen.text()
    screen.page.reload()
    screen.page.wait_for_selector("h1")
    screen.quiet()
    assert screen.page.get_by_label(label).first.input_value() == option
    screen.page.go_back()
    screen.page.wait_for_timeout(400)
    screen.quiet()
    assert screen.page.get_by_label(label).first.input_value() == before
