"""The pages, in the order of the navigation, and how one leads to another: by its address, without importing it."""

from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class PageSpec:
    """One page: title, address and icon in the navigation. `home`: the root of the site leads to it."""

    title: str
    path: str
    icon: str
    home: bool = False

    @property
    def module(self) -> str:
        """The module that draws it."""
        return f"dashboard.{self.path.replace('-', '_')}.page"

    def address(self, **filters: str) -> str:
        """Its address relative to any page, with the filters that are not empty: « fiche?cpts=CPTS-WEPP »."""
        query = urlencode({name: value for name, value in filters.items() if value}, quote_via=quote, safe="")
        place = "./" if self.home else self.path
        return f"{place}?{query}" if query else place

    def anchor(self, text: str, /, **filters: str) -> str:
        """A link to it in HTML; the text is escaped."""
        return f'<a href="{escape(self.address(**filters), quote=True)}" target="_self">{escape(text)}</a>'


VUE_ENSEMBLE = PageSpec("Vue d’ensemble", "vue-ensemble", ":material/dashboard:", home=True)
COMPARER = PageSpec("Comparer", "comparer", ":material/compare_arrows:")
FICHE = PageSpec("Fiche CPTS", "fiche", ":material/article:")
INDICATEUR = PageSpec("Indicateur", "indicateur", ":material/insights:")
SIMULATEUR = PageSpec("Simulateur ACI", "simulateur", ":material/calculate:")
DEPOT = PageSpec("Dépôt mensuel", "depot", ":material/upload_file:")
COMPLETUDE = PageSpec("Complétude", "completude", ":material/fact_check:")
REGLES = PageSpec("Règles et sources", "regles", ":material/menu_book:")

PAGES = (VUE_ENSEMBLE, COMPARER, FICHE, INDICATEUR, SIMULATEUR, DEPOT, COMPLETUDE, REGLES)
