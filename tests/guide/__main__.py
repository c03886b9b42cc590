"""`python -m tests.guide [NAME…]`: takes the pictures of the guide again, from a demonstration made for them."""

import base64
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from datetime import datetime
from datetime import time as hour
from pathlib import Path

from playwright.sync_api import sync_playwright

from pipelines.ingest.deposit.steps import deposit
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.browser.conftest import CHROMIUM, Screen, free_port
from tests.guide.pictures import AFTER_A_DEPOSIT, FOOT, HEADER, PICTURES, SAMPLES, Picture
from tests.guide.server import DAY

IMAGES = Path(__file__).parents[2] / "docs" / "guide" / "images"
#: Seconds a page may take, the first one included, which computes everything.
PATIENCE = 600
#: Pixels of a picture for one of the page, and the quality of the WebP: small texts stay sharp under 150 kB.
SCALE, QUALITY = 1.5, 72


@contextmanager
def serving(folder: Path):
    """The dashboard on that store and that day; gives its address."""
    port = free_port()
    environment = {**os.environ, "CPTS_STORE": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.guide.server", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://localhost:{port}/"
    finally:
        process.terminate()
        process.wait(10)


def take(screen: Screen, picture: Picture) -> bytes:
    """One picture, as WebP."""
    screen.page.goto(screen.address + picture.path)
    screen.page.wait_for_selector("h1", timeout=1000 * PATIENCE)
    screen.quiet(PATIENCE)
    picture.do(screen)
    screen.page.wait_for_timeout(800)  # figures draw themselves once more when their fonts have come
    screen.quiet()
    screen.page.mouse.move(0, 0)
    shot = screen.page.context.new_cdp_session(screen.page).send(
        "Page.captureScreenshot",
        {"format": "webp", "quality": QUALITY, "clip": {**picture.place(screen), "scale": SCALE}},
    )
    return base64.b64decode(shot["data"])


def sample_of_november(folder: Path) -> None:
    """The complete sample, deposited by the ordinary way on the day of the pictures."""
    file = SAMPLES / "DEMO_2026-11_complet.csv"
    deposit(
        Store.open(folder),
        Scope.local(),
        file.read_bytes(),
        file.name,
        auteur="coordination",
        demonstration=True,
        maintenant=datetime.combine(DAY, hour(9, 30)),
    )


def main(folder: Path, names: list[str]) -> None:
    """Take the pictures of those names, else all of them, of the store of that folder."""
    IMAGES.mkdir(exist_ok=True)
    with serving(folder) as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for series in (PICTURES, AFTER_A_DEPOSIT):
            for picture in series:
                if names and picture.name not in names:
                    continue
                context = browser.new_context(
                    viewport={"width": 1280, "height": picture.height + HEADER + FOOT},
                    locale="fr-FR",
                    timezone_id="Europe/Paris",
                )
                (IMAGES / f"{picture.name}.webp").write_bytes(take(Screen(context.new_page(), address), picture))
                context.close()
            if series is PICTURES:
                sample_of_november(folder)
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            [str(Path(sys.executable).with_name("cpts")), "demo"],
            env={**os.environ, "CPTS_STORE": place},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        main(Path(place), sys.argv[1:])
