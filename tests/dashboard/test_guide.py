"""The guide: a page for every page, no dead link, no picture missing or forgotten, plain HTML from the same origin."""

import re
import tomllib
from urllib.parse import urljoin

import pytest

from dashboard import guide
from dashboard.pages import PAGES
from tests.dashboard.opening import APP, html, opened
from tests.guide.pictures import AFTER_A_DEPOSIT, PICTURES

FOLDER = guide.guide_dir()
IMAGES = {file.name for file in (FOLDER / "images").iterdir()}
#: Sizes in bytes that keep a page of the guide quick on the line of a small office.
LARGEST, ALL = 150_000, 4_000_000


def links(page: str) -> list[str]:
    """Every address a page names."""
    return re.findall(r'(?:href|src)="([^"#]+)"', page)


@pytest.mark.parametrize("path", ["vue-ensemble", "regles"])
def test_a_page_leads_to_its_page_of_guide(screens, path):
    """The link is drawn in one place, from the address: the home page, which has none, and another."""
    assert f'href="guide/{path}" target="_blank"' in html(opened(path))


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.path)
def test_a_page_of_the_dashboard_has_its_page_of_guide(client, spec):
    page = client.get(f"/guide/{spec.path}")
    assert page.status_code == 200
    assert f"<h1>{spec.title}</h1>" in page.text
    assert (
        f'href="../{spec.path}">Ouvrir la page « {spec.title} »</a>'.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
        in page.text
    )


@pytest.mark.parametrize("name", guide.names())
def test_a_page_is_french_and_every_address_in_it_answers(client, name):
    page = client.get(f"/guide/{name}")
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    assert '<html lang="fr">' in page.text and "<script" not in page.text and "style=" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert page.text.count("<h1") == 1
    assert not re.search(r"(?<=\w) [?!:;]", re.sub(r"<[^>]+>", "", page.text)), "a space that may break the line"
    for place in dict.fromkeys(links(page.text)):
        assert "://" not in place
        assert client.get(urljoin(f"/guide/{name}", place)).status_code == 200, place


def test_the_contents_name_every_page_once_and_mark_the_one_shown(client):
    contents = client.get("/guide/").text
    listed = re.findall(r'<a href="([\w-]+)"', re.search(r"<nav.*?</nav>", contents, re.S).group(0))
    assert sorted(listed) == sorted(set(guide.names()) - {guide.INDEX})
    assert 'href="fiche" aria-current="page"' in client.get("/guide/fiche").text


def test_the_folder_itself_leads_inside(client):
    answer = client.get("/guide", follow_redirects=False)
    assert answer.status_code == 307 and answer.headers["location"] == "guide/"


def test_nothing_outside_the_guide_is_read(client):
    for place in ("..%2Fdeposits", "..%2F..%2Fpyproject.toml", "images/..%2Findex.md"):
        assert client.get(f"/guide/{place}").status_code in (400, 404), place


@pytest.mark.parametrize("name", ["inconnue", "index.md", "images"])
def test_an_unknown_page_says_so_in_french(client, name):
    answer = client.get(f"/guide/{name}")
    assert answer.status_code == 404
    assert "Page introuvable" in answer.text


def test_pictures_are_those_named_made_and_kept_and_each_has_words_for_who_cannot_see_it():
    texts = "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md"))
    named = re.findall(r"!\[([^\]]+)\]\(images/([\w.-]+)\)", texts)
    assert texts.count("](images/") == len(named), "a picture without words"
    made = {f"{picture.name}.webp" for picture in (*PICTURES, *AFTER_A_DEPOSIT)}
    assert IMAGES == {name for _, name in named} == made


def test_pictures_are_light():
    sizes = {name: (FOLDER / "images" / name).stat().st_size for name in IMAGES}
    assert max(sizes.values()) < LARGEST, max(sizes, key=sizes.__getitem__)
    assert sum(sizes.values()) < ALL


def test_markdown_that_holds_html_is_shown_and_not_obeyed(monkeypatch, tmp_path):
    (tmp_path / "index.md").write_text("# Titre\n\n<script>alert(1)</script>\n", encoding="utf-8")
    monkeypatch.setattr(guide, "guide_dir", lambda: tmp_path)
    guide.page.cache_clear()
    shown = guide.page("index")
    guide.page.cache_clear()
    assert "<script" not in shown and "&lt;script&gt;" in shown


def test_a_wheel_carries_the_guide_and_reads_it_there(monkeypatch, tmp_path):
    settings = tomllib.loads((APP.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    carried = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert carried["docs/guide"] == "dashboard/guide_pages"
    monkeypatch.setattr(guide, "HERE", tmp_path)
    (tmp_path / "guide_pages").mkdir()
    assert guide.guide_dir() == tmp_path / "guide_pages"
