"""A small demonstration, the server on it, and Debian's Chromium."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]')
    && !document.querySelector('[data-testid=stSkeleton]');
}"""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return {"executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR", "accept_downloads": True}


def free_port():
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(folder, program, elsewhere):
    """The dashboard on a store, from a folder that is not the project's; gives its address."""
    port = free_port()
    with (elsewhere / "serveur.log").open("w") as log:
        process = subprocess.Popen(
            [program, "serve", "--no-browser", "--port", str(port)],
            cwd=elsewhere,
            env={**os.environ, "CPTS_STORE": str(folder)},
            stdout=log,
            stderr=log,
        )
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        try:
            yield f"http://localhost:{port}/"
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="session")
def address(demo_folder, program, tmp_path_factory):
    """The dashboard on the small demonstration, which no test of this server changes."""
    with serving(demo_folder, program, tmp_path_factory.mktemp("ailleurs")) as url:
        yield url


class Screen:
    """A page of the dashboard, with what it sent outside and what it complained about."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.outside, self.errors = [], []
        page.on("request", lambda request: self._seen(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _seen(self, url):
        host = self.address.split("//")[1]
        if not url.startswith((f"http://{host}", f"ws://{host}", "data:", "blob:")):
            self.outside.append(url)

    def open(self, path=""):
        self.page.goto(self.address + path)
        self.page.wait_for_selector("h1", timeout=60_000)
        self.quiet()

    def quiet(self, seconds=60):
        """Wait until the page stays still for a quarter of a second. The policy of the pages forbids evaluated text,
        hence a loop of ours rather than wait_for_function."""
        still, limit = 0, time.monotonic() + seconds
        while still < 3:
            assert time.monotonic() < limit, "la page ne se calme pas"
            self.page.wait_for_timeout(80)
            still = still + 1 if self.page.evaluate(QUIET) else 0

    def text(self):
        """Everything the page says, no-break spaces as plain ones."""
        said = self.page.locator("[data-testid=stApp]").inner_text()
        return said.replace("\u202f", " ").replace("\u00a0", " ")

    def unfold(self, label):
        """Open the list of a picker. It closes when the page scrolls: first brought into view."""
        box = self.page.get_by_role("combobox", name=label).first  # not the help mark beside it, of the same name
        box.scroll_into_view_if_needed()
        self.page.wait_for_timeout(250)
        box.click()

    def pick(self, label, option):
        self.page.get_by_role("option").first.wait_for(state="hidden")  # the list of the pick before fades out
        self.unfold(label)
        self.page.get_by_role("option", name=option, exact=True).click()
        self.quiet()


@pytest.fixture
def screen(page, address):
    return Screen(page, address)
