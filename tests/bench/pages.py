"""Pages: time from a click to a quiet screen in a real Chromium, as ratios to an empty Streamlit page."""

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale=true]') && !document.querySelector('[data-testid=stSkeleton]');
}"""
# Counts the finished runs: a run can be too short for its start to be seen from outside.
COUNT = """() => {
  window.runs = 0;
  if (window.watching) return;
  window.watching = true;
  const app = document.querySelector('[data-testid=stApp]');
  new MutationObserver(() => { if (app.dataset.testScriptState === 'notRunning') window.runs += 1; })
    .observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
}"""
# (name, address, what is clicked): each click changes a filter or a page on the full demonstration.
CLICKS = (
    ("Vue d’ensemble, autre mois", "", ("Mois", "Septembre 2026")),
    ("Comparer, autre indicateur", "comparer", ("Indicateur", "Prévention · Dépistage du cancer colorectal")),
    ("Comparer, autre mois", "comparer", ("Mois", "Septembre 2026")),
    ("Comparer, autre référence", "comparer", ("Référence", "Ensemble des pairs")),
    ("Fiche, autre mois", "fiche", ("Mois", "Septembre 2026")),
    ("Fiche, autres pairs", "fiche", ("Pairs", "Toutes les CPTS")),
    ("Indicateur, autre mois", "indicateur", ("Mois", "Septembre 2026")),
    ("Complétude, autre mois", "completude", ("Jusqu’à", "Septembre 2026")),
    ("Simulateur, autre CPTS", "simulateur", ("Partir du contrat de", "CPTS 21-52")),
)


@contextmanager
def _serving(command: list[str], port: int, env: dict[str, str]) -> Iterator[str]:
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://localhost:{port}/"
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _until(page: Page, condition: str, seconds: float = 60) -> None:
    """Wait for a condition by asking every 10 ms: the pages forbid evaluated text, so wait_for_function can't run."""
    limit = time.monotonic() + seconds
    while not page.evaluate(condition):
        if time.monotonic() > limit:
            raise TimeoutError(condition)
        time.sleep(0.01)


def _quiet(page: Page) -> None:
    _until(page, QUIET)


def _pick(page: Page, label: str, option: str) -> float:
    """Choose an option of a selectbox; give the seconds from the click on it to a quiet screen."""
    page.get_by_role("option").first.wait_for(state="hidden")  # the list of the pick before fades out
    page.get_by_role("combobox", name=label).first.click()  # not the help mark beside it, of the same name
    item = page.get_by_role("option", name=option, exact=True)
    item.wait_for()
    page.evaluate(COUNT)
    start = time.perf_counter()
    item.click()
    _until(page, "() => window.runs > 0")
    _quiet(page)
    return time.perf_counter() - start


def _press(page: Page, clicks: int) -> float:
    """Press the button of the empty page; give the seconds until the page shows the new count.

    So short a run may never show as running: what it writes is what is waited for.
    """
    start = time.perf_counter()
    page.get_by_role("button", name="Encore", exact=True).click()
    _until(page, f"() => document.body.innerText.includes('Clics : {clicks}.')")
    return time.perf_counter() - start


def bench(folder: Path, times: int = 5) -> None:
    """Print the floor, then each click: first time (nothing cached), median of the next ones, ratio to the floor."""
    env = {**os.environ, "CPTS_STORE": str(folder)}
    port, blank = _free_port(), _free_port()
    streamlit = [sys.executable, "-m", "streamlit", "run", "tests/bench/blank.py", "--server.headless=true"]
    cpts = str(Path(sys.executable).with_name("cpts"))
    with (
        _serving([*streamlit, f"--server.port={blank}"], blank, env) as empty,
        _serving([cpts, "serve", "--no-browser", "--port", str(port)], port, env) as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
        page.goto(empty)
        _quiet(page)
        floor = statistics.median(_press(page, clicks) for clicks in range(1, 6))
        print("Pages, du clic à l'écran calme, sur la démonstration complète")
        print(f"  plancher P, page vide          : {floor:5.2f} s")
        for name, path, (label, option) in CLICKS:
            spent = []
            for _ in range(times):
                page.goto(address + path)
                page.wait_for_selector("h1", timeout=60_000)
                _quiet(page)
                spent.append(_pick(page, label, option))
            first, next_ones = spent[0], statistics.median(spent[1:])
            print(
                f"  {name:<31}: {first:5.2f} s la première fois, puis {next_ones:5.2f} s = {next_ones / floor:4.1f} P"
            )
        browser.close()
