"""The pictures of the guide: where each is taken, what is clicked before, what of the page it keeps."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator

from tests.browser.conftest import Screen

SAMPLES = Path(__file__).parents[2] / "data" / "sample"
#: The whole width, the column of the content, what stands beside the form of the simulator.
PAGE, COLUMN, RESULTS = (0, 1280), (64, 1152), (404, 812)
#: Room left above what a picture starts with; what the header of the page hides, and the empty foot of it.
AIR, HEADER, FOOT = 14, 90, 80


def _nothing(screen: Screen) -> None:
    """The page as it opens."""


def open_fold(*labels: str) -> Callable[[Screen], None]:
    """Click on folds, one after the other."""

    def act(screen: Screen) -> None:
        for label in labels:
            screen.page.locator("summary", has_text=label).first.click()
            screen.quiet()

    return act


def drop(name: str) -> Callable[[Screen], None]:
    """Hand in a sample file, without confirming."""

    def act(screen: Screen) -> None:
        screen.page.locator("input[type=file]").first.set_input_files(SAMPLES / name)
        screen.page.get_by_role("heading", name="Aperçu de").wait_for(timeout=60_000)
        screen.quiet()

    return act


def keep_two_scenarios(screen: Screen) -> None:
    """The present entry under a name, then the same without an optional mission."""
    screen.page.get_by_label("Nom du scénario").fill("Avec la mission qualité")
    screen.page.get_by_role("button", name="Garder").first.click()
    screen.quiet()
    screen.page.get_by_text("Qualité (optionnelle)").first.click()
    screen.quiet()


def remind_somebody(screen: Screen) -> None:
    """The first addressee of the list."""
    screen.unfold("À qui écrire")
    screen.page.get_by_role("option").nth(1).click()
    screen.quiet()


def done_side(screen: Screen) -> None:
    """The side of what was deposited."""
    screen.page.get_by_role("tab", name="Dépôts faits").click()
    screen.quiet()


@dataclass(frozen=True)
class Picture:
    """`name`: the file; `path`: the address; `do`: what is done first; `start`: the heading or the words it starts with
    (nothing: the top of the page); `height` in pixels of the page; `sides`: first pixel and width.
    """

    name: str
    path: str
    height: int
    do: Callable[[Screen], None] = _nothing
    start: str = ""
    sides: tuple[int, int] = PAGE

    def place(self, screen: Screen) -> dict[str, float]:
        """What is kept of the page, as the clip of a screenshot."""
        left, width = self.sides
        top = 0.0
        if self.start:
            first = self._first(screen)
            first.evaluate(
                f"node => {{ node.scrollIntoView(); document.querySelector('[data-testid=stMain]').scrollBy(0, -{HEADER}) }}"
            )
            screen.quiet()
            top = first.bounding_box()["y"] - AIR
        return {"x": left, "y": max(top, 0), "width": width, "height": self.height}

    def _first(self, screen: Screen) -> Locator:
        heading = screen.page.get_by_role("heading", name=self.start)
        return heading.first if heading.count() else screen.page.get_by_text(self.start).first


URGENCES = "indicateur=ACC_URG&taille=0"
PICTURES = (
    Picture("vue-ensemble", "", 920),
    Picture("vue-ensemble-retard", "", 560, start="Qui est en retard", sides=COLUMN),
    Picture("comparer", f"comparer?{URGENCES}", 990),
    Picture("comparer-entonnoir", f"comparer?{URGENCES}", 640, start="Entonnoir", sides=COLUMN),
    Picture("fiche", "fiche", 890),
    Picture("fiche-pairs", "fiche", 900, start="Face à ses pairs, en", sides=COLUMN),
    Picture("fiche-passe", "fiche?rubrique=passe", 700, start="La carte de contrôle", sides=COLUMN),
    Picture("fiche-euros", "fiche?rubrique=euros", 760, start="Ce qui est montré", sides=COLUMN),
    Picture("indicateur", "indicateur?indicateur=ACC_URG", 900),
    Picture("indicateur-distribution", "indicateur?indicateur=ACC_URG", 600, start="La distribution en", sides=COLUMN),
    Picture("simulateur", "simulateur", 1000),
    Picture("simulateur-calendrier", "simulateur", 1080, start="Ce qui arrive, jour par jour", sides=RESULTS),
    Picture(
        "simulateur-pourquoi",
        "simulateur?vue=pourquoi&s_atteinte=observee&ligne=acces.variable",
        1000,
        start="Ligne à expliquer",
        sides=RESULTS,
    ),
    Picture("simulateur-leviers", "simulateur?vue=leviers", 760, start="Ce que chaque objectif", sides=RESULTS),
    Picture("simulateur-scenarios", "simulateur?vue=scenarios", 1000, do=keep_two_scenarios),
    Picture("simulateur-ecarts", "simulateur?vue=ecarts", 1000),
    Picture("depot", "depot", 760, do=open_fold("Un modèle à remplir")),
    Picture("depot-fautes", "depot", 900, do=drop("DEMO_2026-11_cinq-fautes.csv"), start="Aperçu de", sides=COLUMN),
    Picture("depot-apercu", "depot", 760, do=drop("DEMO_2026-11_complet.csv"), start="Aperçu de", sides=COLUMN),
    Picture("completude", "completude", 1100),
    Picture("completude-grille", "completude", 640, start="CPTS par CPTS", sides=COLUMN),
    Picture("completude-relance", "completude", 560, do=remind_somebody, start="Qui relancer", sides=COLUMN),
    Picture("regles", "regles", 900),
)
#: Taken once the sample of November is stored.
AFTER_A_DEPOSIT = (
    Picture(
        "depot-changements",
        "depot",
        900,
        do=drop("DEMO_2026-11_cinq-fautes_corrige.csv"),
        start="Aperçu de",
        sides=COLUMN,
    ),
    Picture("depot-faits", "depot", 900, do=done_side),
)
