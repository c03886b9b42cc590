"""The dashboard as an ASGI application: `streamlit run dashboard/server.py`.

Around Streamlit it adds what Streamlit has no setting for: French as the language of the page and of the built-in
texts, security headers, our own stylesheet from the same origin, the user guide, `/healthz`, and a French sentence when a
page fails.
"""

import base64
import hashlib
import re
import uuid
from pathlib import Path
from urllib.parse import quote

import streamlit as st
import structlog
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import guide
from dashboard.chrome.file_addresses import make_unguessable
from dashboard.pages import PAGES
from dashboard.warming import while_serving

HERE = Path(__file__).parent
CHROME = HERE / "chrome"
#: What of this folder goes to the browser; the rest is Python.
SERVED = (".css", ".js", ".svg")
# One plain line: structlog's default would write local variables, hence data, into the log.
log = structlog.wrap_logger(
    structlog.PrintLogger(),
    processors=[
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.KeyValueRenderer(key_order=["timestamp", "event", "reference"]),
    ],
)


def french_index(page: str) -> str:
    """Streamlit's index.html in French, with our script and stylesheet.

    Raises RuntimeError when the page of another Streamlit version no longer has the places we write in.
    """
    served = sorted(file for file in CHROME.iterdir() if file.suffix in SERVED)
    version = hashlib.sha256(b"".join(file.read_bytes() for file in served)).hexdigest()[:12]
    head = (
        f'<script src="./habillage/francais.js?v={version}"></script>\n'
        f'<script src="./habillage/historique.js?v={version}"></script>\n'
        f'<script src="./habillage/figures.js?v={version}"></script>\n'
        f'<link rel="stylesheet" href="./habillage/style.css?v={version}">\n'
    )
    noscript = "<noscript><p>Pilotage CPTS a besoin de JavaScript pour s’afficher.</p></noscript>"
    page = re.sub(r"<!--.*?-->", "", page, flags=re.S)
    for pattern, replacement in (
        (r'<html lang="en">', '<html lang="fr">'),
        (r"<title>Streamlit</title>", "<title>Pilotage CPTS</title>"),
        (r'href="\./favicon\.png"', 'href="./habillage/favicon.svg"'),
        (r'<link rel="service-desc"[^>]*>', ""),
        (r"<noscript>.*?</noscript>", noscript),
        (r'(<script type="module")', head + r"\1"),
    ):
        page, found = re.subn(pattern, replacement, page, count=1, flags=re.S)
        if not found:
            raise RuntimeError(f"index.html of Streamlit {st.__version__} has no {pattern}")
    return page


def security_policy(page: str) -> str:
    """Content-Security-Policy of the page: nothing from elsewhere, and only its own inline scripts, by hash."""
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.S)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in inline
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


class FrenchChrome:
    """ASGI middleware: our headers on every answer, our index instead of Streamlit's."""

    def __init__(self, app: ASGIApp) -> None:
        index = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
        page = french_index(index)
        self.app = app
        self.page = page.encode()
        self.headers = {
            "content-security-policy": security_policy(page),
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        address = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        if address == PAGES[0].path:
            # The home page has no other address than the root: Streamlit would call this one unknown.
            await self._redirect(scope, "./")(scope, receive, send)
            return
        is_guide = address.startswith("guide/")
        is_page = False
        moved: ASGIApp | None = None

        async def wrapped(message: Message) -> None:
            nonlocal is_page, moved
            if moved is not None:
                return
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                is_html = headers.get("content-type", "").startswith("text/html")
                is_page = message["status"] == 200 and is_html and not is_guide
                if is_page and "/" in address:
                    # Pages are one level deep, and name their files relative to it: deeper, nothing would load.
                    last = quote(address.rstrip("/").rsplit("/", 1)[-1])
                    moved = self._redirect(scope, "../" * address.count("/") + last)
                    await moved(scope, receive, send)
                    return
                if is_page:
                    for name in ("content-encoding", "etag", "last-modified", "content-length"):
                        if name in headers:
                            del headers[name]
                    headers["content-length"] = str(len(self.page))
                    headers["cache-control"] = "no-cache"
                await send(message)
                if is_page:
                    body = b"" if scope["method"] == "HEAD" else self.page
                    await send({"type": "http.response.body", "body": body})
            elif not is_page:
                await send(message)

        await self.app(scope, receive, wrapped)

    def _redirect(self, scope: Scope, place: str) -> RedirectResponse:
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(f"{place}?{query}" if query else place, headers=self.headers)


async def healthz(_: Request) -> JSONResponse:
    """Liveness, for a supervisor or a load balancer."""
    return JSONResponse({"ok": True})


def on_script_error(error: Exception) -> bool:
    """Give the failure a short reference, in the log after Streamlit's traceback and on the page instead of it."""
    reference = uuid.uuid4().hex[:8]
    log.error("page en erreur", reference=reference, erreur=type(error).__name__)
    st.error(
        "Cette page n’a pas pu s’afficher. Vos données ne sont pas modifiées. Rechargez la page ; si cela se "
        f"reproduit, transmettez la référence **{reference}** à la personne qui administre l’outil.",
        icon=":material/error:",
    )
    return True


make_unguessable()
app = st.App(
    HERE / "app.py",
    lifespan=while_serving,
    middleware=[Middleware(FrenchChrome)],
    routes=[
        Route("/healthz", healthz),
        Mount("/habillage", StaticFiles(directory=CHROME)),
        *guide.routes(),
    ],
    on_script_error=on_script_error,
)
