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
#: What a click must not take, in seconds.
SECOND = 1.0
# Times one click by the page's own clock: from the click to the frame that shows the last thing that changed in the page, once
# the run is over and nothing has moved for 0.3 s. Asking from outside every few milliseconds would take from the browser a
# part of the two cores it shares with the server.
WATCH = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const quiet = () => app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale=true]') && !document.querySelector('[data-testid=stSkeleton]');
  window.spent = null;
  let began = null, last = null;
  const changed = () => { if (began !== null) requestAnimationFrame(() => { last = performance.now(); }); };
  const observer = new MutationObserver(changed);
  observer.observe(document.querySelector('[data-testid=stMain]'), {
    subtree: true, childList: true, characterData: true, attributeFilter: ['d', 'transform', 'data-stale'],
  });
  document.addEventListener('click', event => { began = event.timeStamp; }, {capture: true, once: true});
  const timer = setInterval(() => {
    if (last === null || !quiet() || performance.now() - last < 300) return;
    clearInterval(timer);
    observer.disconnect();
    window.spent = (last - began) / 1000;
  }, 50);
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
# Of the demonstration, each asked by one line alone.
_OTHERS = ("CPTS démo – Aix-en-Provence", "CPTS démo – Albigeois", "CPTS démo – Alès Agglomération")
_LAST = ("CPTS démo – Amiens Métropole", "CPTS démo – Angers Loire Métropole", "CPTS démo – Annonay Rhône Agglo")
# Name, address, label of the list (none: buttons that choose what is shown), options: each is asked for the first time, and
# changes what the whole page shows.
CLICKS = (
    ("Vue d’ensemble, autre mois", "", "Mois", _MONTHS),
    ("Comparer, autre indicateur", "comparer", "Indicateur", _INDICATORS),
    ("Comparer, autre mois", "comparer", "Mois", _MONTHS),
    ("Comparer, autre référence", "comparer", "Référence", ("Ensemble des pairs", "Médiane de toutes les CPTS")),
    (
        "Comparer, autre vue",
        "comparer",
        "",
        ("Points et intervalles", "Petits multiples", "Déciles", "Carte", "Tableau"),
    ),
    ("Comparer, carte, autre mois", "comparer?vue=carte", "Mois", _MONTHS),
    ("Fiche, autre CPTS", "fiche", "CPTS", _CPTS),
    ("Fiche, autre mois", "fiche", "Mois", _MONTHS),
    ("Fiche, autres pairs", "fiche", "Pairs", ("Toutes les CPTS", "Même région", "Les 15 plus proches")),
    (
        "Fiche, autre partie",
        "fiche",
        "",
        ("Face à son propre passé", "Ses euros", "Derniers dépôts", "Face à ses pairs"),
    ),
    ("Fiche, son passé, autre CPTS", "fiche?rubrique=passe", "CPTS", _OTHERS),
    ("Fiche, ses euros, autre CPTS", "fiche?rubrique=euros", "CPTS", _LAST),
    # Not the indicators nor the months asked on Comparer, whose answers the page shares.
    (
        "Indicateur, autre indicateur",
        "indicateur",
        "Indicateur",
        ("Accès aux soins · Médecins inscrits au SAS", "Parcours · Concertations tenues"),
    ),
    ("Indicateur, autre mois", "indicateur", "Mois", ("Mai 2026", "Avril 2026", "Mars 2026")),
    ("Indicateur, autre vue", "indicateur", "", ("Déciles au fil des mois", "Ce qui est reçu", "Distribution")),
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
    """Choose an option of a list, or press a button when `label` is empty; give the seconds from the click on it to a quiet
    screen, by the page's clock."""
    if label:
        page.get_by_role("option").first.wait_for(state="hidden")  # the list of the pick before fades out
        box = page.get_by_role("combobox", name=label).first  # not the help mark beside it, of the same name
        box.click()
        if label == "CPTS":
            box.fill(option)  # a long list draws its first names only
        item = page.get_by_role("option", name=option, exact=True)
    else:
        item = page.get_by_test_id("stButtonGroup").get_by_text(option, exact=True)
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
        print("Pages, du clic à l'écran calme, 700 CPTS, les mois les plus nombreux des mesures au serveur")
        print(f"  plancher P, page vide          : {floor:5.2f} s")
        print(f"  première page, serveur démarré : {_opened(page, address):5.2f} s, chargement compris")
        slow: list[str] = []
        for name, path, label, options in CLICKS:
            _opened(page, address + path)
            new = [_pick(page, label, option) for option in options]
            again = statistics.median(_pick(page, label, option) for option in options)
            median, most = statistics.median(new), max(new)
            slow += [f"{name} : {most:.2f} s"] * (most > SECOND)
            print(
                f"  {name:<31}: {new[0]:5.2f} s le premier clic, {median:5.2f} s une valeur neuve (au plus {most:.2f} s) = "
                f"{median / floor:4.1f} P, puis {again:5.2f} s déjà demandée"
            )
        print(f"  clics de plus d'une seconde    : {' ; '.join(slow) or 'aucun'}")
        browser.close()
