"""The user guide: the Markdown of `docs/guide` as pages of the same origin, under `/guide/`.

Plain HTML, no script and no store: the guide can be read while data is missing or a page fails. A checkout reads
`docs/guide`, an installed wheel the copy of it beside this file.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from calculators import french
from dashboard.pages import PAGES

HERE = Path(__file__).parent
STYLES = ("style.css", "guide.css")
INDEX = "index"
TITLES = {spec.path: spec.title for spec in PAGES}
_PAGE = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="../habillage/favicon.svg">
{styles}
</head>
<body class="guide">
<a class="saut" href="#texte">Aller au texte</a>
<header><a href="./">Guide de Pilotage CPTS</a>{beside}</header>
<nav aria-label="Sommaire du guide">
{contents}</nav>
<main id="texte">
{text}</main>
</body>
</html>
"""


def guide_dir() -> Path:
    """Folder of the guide: beside this file when installed, `docs/guide` in a checkout."""
    installed = HERE / "guide_pages"
    return installed if installed.is_dir() else HERE.parent / "docs" / "guide"


def names() -> list[str]:
    """The pages there are, by the name in their address; the contents is `index`."""
    return sorted(file.stem for file in guide_dir().glob("*.md"))


def link(path: str) -> str:
    """HTML of the link from the dashboard's page at `path` to its page of the guide, in another tab: nothing typed is lost."""
    return (
        f'<a class="vers-le-guide" href="guide/{escape(path, quote=True)}" target="_blank" rel="noopener" '
        'title="Le guide, dans un nouvel onglet">Comment lire cette page</a>'
    )


@cache
def page(name: str) -> str:
    """The whole HTML of one of :func:`names`."""
    tokens = _parsed(name)
    heading = french.typography(
        next(tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open")
    )
    shown = TITLES.get(name)
    opened = (
        f'<a href="../{name}">{french.typography(f"Ouvrir la page « {escape(shown)} »")}</a>'
        if shown
        else '<a href="../">Tableau de bord</a>'
    )
    return _PAGE.format(
        title=escape("Guide de Pilotage CPTS" if name == INDEX else f"{heading} · Guide de Pilotage CPTS"),
        styles=_styles(),
        beside=opened,
        contents=_contents(name),
        text=_markdown().renderer.render(tokens, _markdown().options, {}),
    )


def _contents(current: str) -> str:
    """The headings and links of the index, the page shown marked as such."""
    parts: list[str] = []
    tokens = _parsed(INDEX)
    for i, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            parts.append(f"<h2>{escape(french.typography(tokens[i + 1].content))}</h2>\n")
        for place, said in _links(token.children or ()):
            here = ' aria-current="page"' if place == current else ""
            parts.append(f'<a href="{escape(place, quote=True)}"{here}>{escape(said)}</a>\n')
    return "".join(parts)


def _links(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Address and words of each link of a line."""
    return [
        (str(token.attrGet("href")), tokens[i + 1].content)
        for i, token in enumerate(tokens)
        if token.type == "link_open"
    ]


def _parsed(name: str) -> list[Token]:
    """The Markdown of a page, with French spaces, its links between pages as addresses: `fiche.md` is `fiche`."""
    tokens = _markdown().parse((guide_dir() / f"{name}.md").read_text(encoding="utf-8"))
    for token in [child for one in tokens for child in one.children or ()]:
        if token.type == "link_open":
            place = str(token.attrGet("href"))
            token.attrSet("href", "./" if place == f"{INDEX}.md" else place.replace(".md", ""))
        elif token.type == "image":
            token.attrSet("loading", "lazy")
        elif token.type == "text":
            token.content = french.typography(token.content)
    return tokens


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@cache
def _styles() -> str:
    """The stylesheets, named by their content: a browser never keeps those of another version."""
    found = [(name, hashlib.sha256((HERE / "chrome" / name).read_bytes()).hexdigest()[:12]) for name in STYLES]
    return "\n".join(f'<link rel="stylesheet" href="../habillage/{name}?v={mark}">' for name, mark in found)


async def _answer(request: Request) -> Response:
    name = request.path_params.get("name", INDEX)
    if name in names():
        return HTMLResponse(page(name), headers={"cache-control": "no-cache"})
    text = '<h1>Page introuvable</h1>\n<p>Le guide n’a pas de page à cette adresse. <a href="./">Voir le sommaire</a>.</p>\n'
    found = _PAGE.format(
        title="Page introuvable · Guide de Pilotage CPTS",
        styles=_styles(),
        beside="",
        contents=_contents(""),
        text=text,
    )
    return HTMLResponse(found, status_code=404)


async def _inside(_: Request) -> Response:
    return RedirectResponse("guide/")


def routes() -> list[BaseRoute]:
    """What the server answers under `/guide`."""
    return [
        Route("/guide", _inside),
        Mount("/guide/images", StaticFiles(directory=guide_dir() / "images")),
        Route("/guide/", _answer),
        Route("/guide/{name}", _answer),
    ]
