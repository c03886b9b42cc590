"""The pages, in the order of the navigation."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class PageSpec:
    """One page: title and icon in the navigation, address, script."""

    title: str
    path: str
    icon: str

    @property
    def script(self) -> Path:
        """The plain script run for this page."""
        return FOLDER / self.path.replace("-", "_") / "page.py"


PAGES = (
    PageSpec("Vue d’ensemble", "vue-ensemble", ":material/dashboard:"),
    PageSpec("Comparer", "comparer", ":material/compare_arrows:"),
    PageSpec("Fiche CPTS", "fiche", ":material/article:"),
    PageSpec("Indicateur", "indicateur", ":material/insights:"),
    PageSpec("Simulateur ACI", "simulateur", ":material/calculate:"),
    PageSpec("Dépôt mensuel", "depot", ":material/upload_file:"),
    PageSpec("Complétude", "completude", ":material/fact_check:"),
    PageSpec("Règles et sources", "regles", ":material/menu_book:"),
)
