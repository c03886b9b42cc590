"""What every page asks first, asked before anyone does: when the server starts, and again when what is stored changes.

The answers are those of the ordinary questions, in their ordinary caches: keyed by the committed state of the store and by
who asks, here the reader without sign-in. A page that comes while one is computed waits for it instead of computing it too.
"""

import gc
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog

from calculators.french_error import FrenchError
from dashboard.pages import PAGES
from dashboard.ui import links
from pipelines.ingest.apart.readers import READERS
from pipelines.store.connection import Store

#: Seconds between two looks at the store.
PERIOD = 2.0
log = structlog.get_logger()


def load_pages() -> None:
    """Import the pages, so that the first visitor does not wait for it."""
    for spec in PAGES:
        links.load(spec)
    # What modules hold lives as long as the server: looking through it again for garbage took 0.1 s of one click in six.
    gc.collect()
    gc.freeze()


def ask() -> None:
    """Ask what the pages show before anything is chosen, and what changes with another month or CPTS."""
    # Imported late: their caches belong to the server, once it runs.
    from dashboard.asking import comparaison, depots, fiche, questions
    from dashboard.vue_ensemble import questions as vue_ensemble_questions

    questions.situations()
    depots.last_deposit()
    comparaison.own_groups()
    usual = questions.usual_month()
    if usual is None:
        return
    questions.invented()
    _ = questions.money().resultat.bornes  # computed when first read, then kept
    vue_ensemble_questions.coming("", "", who=vue_ensemble_questions.EVERYONE)
    known = questions.months()
    before = known[max(known.index(usual) - 1, 0)]
    for month in dict.fromkeys((usual, before)):
        questions.received(month)
        vue_ensemble_questions.moved(month)
        fiche.month(month)


def mark() -> tuple[str, object] | None:
    """What the answers depend on: the committed state of the store and the day; None while there is no store."""
    from dashboard.asking import session

    return (session.snapshot(), session.today()) if Store.exists() else None


class Warmer:
    """A thread that calls `prepare` once, then `ask` each time `mark` has changed and stayed for a whole period."""

    def __init__(
        self,
        *,
        prepare: Callable[[], None] = load_pages,
        ask: Callable[[], None] = ask,
        mark: Callable[[], object] = mark,
        period: float = PERIOD,
    ) -> None:
        self._prepare, self._ask, self._mark, self._period = prepare, ask, mark, period
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="prechauffage", daemon=True)

    def start(self) -> None:
        """Begin; the server goes on at once."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more; what is being computed ends by itself."""
        self._end.set()

    def _run(self) -> None:
        self._prepare()
        done: object = None
        last = self._look()
        while not self._end.is_set():
            seen = self._look()
            # Seen twice alike: a series of deposits goes through before anything is computed again.
            if seen is not None and seen == last and seen != done:
                self._try()
                done = seen
            last = seen
            self._end.wait(self._period)

    def _look(self) -> object:
        try:
            return self._mark()
        except FrenchError:
            return None  # the page that needs the store says why it can't be read

    def _try(self) -> None:
        try:
            self._ask()
        except FrenchError as error:
            log.warning("préchauffage remis", raison=str(error))


@asynccontextmanager
async def while_serving(_: object) -> AsyncIterator[None]:
    """Warm for as long as the server runs, a reader of files ready too: the `lifespan` of the ASGI application."""
    warmer = Warmer()
    warmer.start()
    READERS.await_files()
    try:
        yield
    finally:
        READERS.close()
        warmer.stop()
