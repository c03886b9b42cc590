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
# Times one click by the page's own clock: from the click to the first frame of a quiet screen after a finished run. Asking
# from outside every few milliseconds would take from the browser a part of the two cores it shares with the server.
WATCH = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const quiet = () => app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale=true]') && !document.querySelector('[data-testid=stSkeleton]');
  window.began = window.spent = null;
  document.addEventListener('click', event => { window.began = event.timeStamp; }, {capture: true, once: true});
  const observer = new MutationObserver(() => {
    if (app.dataset.testScriptState !== 'notRunning' || window.began === null) return;
    observer.disconnect();
    const frame = () => {
      if (quiet()) window.spent = (performance.now() - window.began) / 1000; else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  observer.observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
}"""
_MONTHS = ("Septembre 2026", "Août 2026", "Juillet 2026", "Juin 2026")
_INDICATORS = (
    "Prévention · Dépistage du cancer du col",
    "Accès aux soins · Sans médecin traitant, ALD",
    "Accès aux soins · Urgences sans hospitalisation",
    "Parcours · Patients inclus",
)
_CPTS = (
    "CPTS démo – Agglo du Pays de Dreux",
    "CPTS démo – Agglomération d'Agen",
    "CPTS démo – Achères et Carrières-sous-Poissy",
    "Pôle de santé du Bergeracois",
)
# Name, address, label of the list, options: each is asked for the first time, and changes what the whole page shows.
CLICKS = (
    ("Vue d’ensemble, autre mois", "", "Mois", _MONTHS),
    ("Comparer, autre indicateur", "comparer", "Indicateur", _INDICATORS),
    ("Comparer, autre mois", "comparer", "Mois", _MONTHS),
    ("Comparer, autre référence", "comparer", "Référence", ("Ensemble des pairs", "Médiane de toutes les CPTS")),
    ("Fiche, autre CPTS", "fiche", "CPTS", _CPTS),
    ("Fiche, autre mois", "fiche", "Mois", _MONTHS),
    ("Fiche, autres pairs", "fiche", "Pairs", ("Toutes les CPTS", "Même région", "Les 15 plus proches")),
    # Not the indicators nor the months asked on Comparer, whose answers the page shares.
    (
        "Indicateur, autre indicateur",
        "indicateur",
        "Indicateur",
        ("Accès aux soins · Médecins inscrits au SAS", "Parcours · Concertations tenues"),
    ),
    ("Indicateur, autre mois", "indicateur", "Mois", ("Mai 2026", "Avril 2026", "Mars 2026")),
    ("Complétude, autre mois", "completude", "Jusqu’à", _MONTHS),
    (
        "Simulateur, autre CPTS",
        "simulateur",
        "Partir du contrat de",
        ("CPTS 21-52", *(f"{name} (démonstration)" for name in _CPTS[:2])),
    ),
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


def _until(page: Page, condition: str, *, seconds: float = 60, every: float = 0.01) -> None:
    """Wait for a condition by asking again and again: the pages forbid evaluated text, so wait_for_function can't run."""
    limit = time.monotonic() + seconds
    while not page.evaluate(condition):
        if time.monotonic() > limit:
            raise TimeoutError(condition)
        time.sleep(every)


def _quiet(page: Page) -> None:
    _until(page, QUIET)


def _pick(page: Page, label: str, option: str) -> float:
    """Choose an option of a selectbox; give the seconds from the click on it to a quiet screen, by the page's clock."""
    page.get_by_role("option").first.wait_for(state="hidden")  # the list of the pick before fades out
    page.get_by_role("combobox", name=label).first.click()  # not the help mark beside it, of the same name
    item = page.get_by_role("option", name=option, exact=True)
    item.wait_for()
    page.evaluate(WATCH)
    item.click()
    _until(page, "() => window.spent !== null", every=0.1)
    return float(page.evaluate("() => window.spent"))


def _press(page: Page, clicks: int) -> float:
    """Press the button of the empty page; give the seconds until the page shows the new count.

    So short a run may never show as running: what it writes is what is waited for.
    """
    start = time.perf_counter()
    page.get_by_role("button", name="Encore", exact=True).click()
    _until(page, f"() => document.body.innerText.includes('Clics : {clicks}.')")
    return time.perf_counter() - start


def _opened(page: Page, address: str) -> float:
    """Open an address; give the seconds until its screen is quiet."""
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("h1", timeout=60_000)
    _quiet(page)
    return time.perf_counter() - start


def bench(folder: Path) -> None:
    """Print the floor, then for each click: values asked for the first time (the first, the median), then asked again.

    Between two values asked again, others were shown: every click timed changes the screen.
    """
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
        print(f"  première page, serveur démarré : {_opened(page, address):5.2f} s, chargement compris")
        for name, path, label, options in CLICKS:
            _opened(page, address + path)
            new = [_pick(page, label, option) for option in options]
            again = statistics.median(_pick(page, label, option) for option in options)
            median = statistics.median(new)
            print(
                f"  {name:<31}: {new[0]:5.2f} s le premier clic, {median:5.2f} s une valeur neuve = {median / floor:4.1f} P, "
                f"puis {again:5.2f} s déjà demandée"
            )
        browser.close()
