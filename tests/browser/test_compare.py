"""Comparer in a real browser: found in under three clicks, the page of a CPTS by a click on its mark, Back, groups."""

import re


def first_listed(screen):
    return screen.page.locator(".ecarts section > ol > li").first


def test_who_differs_is_on_the_page_at_once_with_how_much_and_since_when(screen):
    screen.open("comparer?taille=0&indicateur=ACC_URG")
    said = first_listed(screen).inner_text().replace("\u202f", " ").replace("\u00a0", " ")
    assert re.search(r"[+−]\d+,\d ‰", said), said
    assert re.search(r"depuis (au moins )?\w+ 20\d\d|ce mois-ci seulement", said), said
    name = first_listed(screen).locator("a").inner_text()
    first_listed(screen).locator("a").click()
    screen.page.wait_for_url("**/fiche?*cpts=*")
    screen.quiet()
    assert name in screen.text()


def test_a_mark_of_the_funnel_leads_to_its_page_and_back_comes_back(screen):
    screen.open("comparer?taille=0&indicateur=PRE_COL&vue=entonnoir")
    before = screen.page.url
    mark = screen.page.locator("[data-testid=stPlotlyChart] .scatterlayer .point").last
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    screen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    screen.page.wait_for_timeout(300)
    screen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    screen.page.wait_for_url("**/fiche?*cpts=*")
    screen.quiet()
    assert screen.page.locator("h1").first.inner_text() == "Fiche CPTS"
    screen.page.go_back()
    screen.page.wait_for_url("**/comparer?*")
    screen.quiet()
    assert "indicateur=PRE_COL" in screen.page.url and "taille=0" in screen.page.url, (before, screen.page.url)
    assert "cancer du col" in screen.text()
    assert screen.errors == []


def test_every_view_draws_and_stays_at_home(screen):
    for vue in ("points", "multiples", "deciles", "carte", "tableau"):
        screen.open(f"comparer?vue={vue}&taille=0")
        assert screen.page.locator("[data-testid=stPlotlyChart] .js-plotly-plot, .tableau table").count() > 0, vue
        assert screen.page.locator(".phrase").count() >= 2, vue
    assert screen.outside == [] and screen.errors == []


def test_a_view_is_chosen_and_written_in_the_address(screen):
    screen.open("comparer")
    screen.page.get_by_role("radio", name="Carte").or_(screen.page.get_by_role("button", name="Carte")).first.click()
    screen.quiet()
    assert "vue=carte" in screen.page.url
    assert "siège de la CPTS" in screen.text()


def test_a_group_is_kept_used_and_deleted(screen):
    screen.open("comparer?pairs=voisins&cpts=CPTS-WEPP")
    screen.page.get_by_text("Enregistrer un groupe à soi").click()
    screen.page.wait_for_timeout(800)  # the fold opens: a click while it does falls beside the button
    screen.page.get_by_label("Nom du groupe").fill("Nos voisines")
    screen.page.get_by_label("Nom du groupe").press("Tab")
    screen.quiet()
    screen.page.get_by_role("button", name="Enregistrer le groupe").click()
    screen.page.get_by_text("Mes groupes (1)").wait_for(timeout=60_000)
    screen.quiet()
    assert "pairs=groupe" in screen.page.url
    assert "groupe « Nos voisines »" in screen.text()
    screen.open("comparer?pairs=groupe:Nos voisines")
    assert "groupe « Nos voisines »" in screen.text()
    screen.page.get_by_text("Mes groupes (1)").click()
    screen.page.wait_for_timeout(800)  # the fold opens, and a list closes when the page moves
    screen.unfold("Supprimer un groupe")
    screen.page.get_by_role("option", name=re.compile("Nos voisines")).click()
    screen.quiet()
    screen.page.get_by_role("button", name="Supprimer", exact=True).click()
    screen.quiet()
    assert "groupe « Nos voisines »" not in screen.text()
    screen.open("comparer?pairs=groupe:Nos voisines")
    assert "n’existe pas ici" in screen.text()
