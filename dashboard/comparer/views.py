"""The views of one comparison: points, funnel, small multiples, deciles, map, table. One judgement in all of them."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from calculators import french
from dashboard import tables
from dashboard.asking import depots
from dashboard.charts.deciles import deciles_chart
from dashboard.charts.findings import METHODE, findings
from dashboard.charts.looks import COLUMNS, EXPORTS, reading, written
from dashboard.charts.style import Chart
from dashboard.comparer import by_cpts
from dashboard.comparer.funnel import funnel_chart, has_funnel
from dashboard.comparer.map import map_chart
from dashboard.comparer.multiples import PER_PAGE, in_order, multiples
from dashboard.pages import FICHE
from dashboard.tables import Column
from dashboard.ui import downloads, pickers, widgets
from pipelines.comparaison.jugees import Jugees

VUES = {
    "entonnoir": "Entonnoir",
    "points": "Points et intervalles",
    "multiples": "Petits multiples",
    "deciles": "Déciles",
    "carte": "Carte",
    "tableau": "Tableau",
}
#: CPTS on one page of named points.
LINES = 30
#: How a table may be sorted: label, column, and whether the largest comes first.
TRIS = {
    "ecart": ("Écart à la référence, le plus grand d’abord", "_ecart", False),
    "valeur": ("Valeur, la plus haute d’abord", "comparee", False),
    "valeur_croissante": ("Valeur, la plus basse d’abord", "comparee", True),
    "depuis": ("Écart le plus ancien d’abord", "depuis", True),
    "population": ("Population, la plus grande d’abord", "population", False),
    "nom": ("Nom", "nom", True),
}


@dataclass(frozen=True)
class Seen:
    """What is looked at: the comparison, the CPTS brought out, group and reference in words, filters of the links."""

    done: Jugees
    chosen: list[str]
    group: str
    reference: str
    filters: dict[str, str]

    @property
    def demo(self) -> bool:
        """True when a value of the month is invented."""
        return bool(self.done.cpts["demonstration"].any())

    @property
    def name(self) -> str:
        """The stem of the names of downloads."""
        return f"{self.done.panel.mesure.indicateur.code.lower()}-{self.done.panel.mois[-1]:%Y-%m}"

    @property
    def caption(self) -> str:
        """The heading of the tables."""
        when = french.month(self.done.panel.mois[-1])
        return f"{self.done.panel.mesure.indicateur.libelle}, {when}, {self.group}"


def show(vue: str, seen: Seen) -> None:
    """Draw one of VUES."""
    views: dict[str, Callable[[Seen], None]] = {
        "entonnoir": _funnel,
        "points": _points,
        "multiples": _multiples,
        "deciles": _deciles,
        "carte": _map,
        "tableau": _table,
    }
    views[vue](seen)


def _linked(seen: Seen, rows: pd.DataFrame) -> pd.DataFrame:
    names = zip(rows["id_cpts"], rows["nom"], strict=True)
    return rows.assign(lien=[FICHE.anchor(n, cpts=i, **seen.filters) for i, n in names])


def _block(seen: Seen, chart: Chart, *, key: str, select: bool = True) -> None:
    widgets.block(
        chart,
        key=key,
        name=f"{seen.name}-{key}",
        demo=seen.demo,
        caption=seen.caption,
        row_class="classe" if "classe" in chart.table else None,
        select=select,
    )


def _funnel(seen: Seen) -> None:
    if not has_funnel(seen.done):
        said = findings(seen.done, reference=seen.reference, group=seen.group)
        shown = " Les autres vues montrent les valeurs." if seen.done.cpts["comparee"].notna().any() else ""
        widgets.sentence(f"Pas d’entonnoir ce mois-ci. {said}{shown}", attention=True, demo=seen.demo)
        return
    _block(
        seen,
        funnel_chart(seen.done, reference=seen.reference, group=seen.group, chosen=seen.chosen),
        key="entonnoir",
    )
    st.caption(french.typography(METHODE))


def _points(seen: Seen) -> None:
    _block(
        seen,
        by_cpts.comparison(seen.done, reference=seen.reference, group=seen.group, chosen=seen.chosen),
        key="comparaison",
    )
    rows = by_cpts.drawn(seen.done, seen.chosen)
    if len(rows) <= by_cpts.FEW:
        return
    st.subheader("CPTS par CPTS", anchor=False)
    place = rows.index[rows["id_cpts"].isin(seen.chosen)]
    page = pickers.choose_page(
        -(-len(rows) // LINES), key="page", default=int(place[0]) // LINES + 1 if len(place) else 1
    )
    _block(seen, by_cpts.some(seen.done, rows, first=(page - 1) * LINES, most=LINES, chosen=seen.chosen), key="detail")


def _multiples(seen: Seen) -> None:
    rows = in_order(seen.done, seen.chosen)
    pages = max(-(-len(rows) // PER_PAGE), 1)
    page = pickers.choose_page(pages, key="page") if pages > 1 else 1
    part = rows.iloc[(page - 1) * PER_PAGE : page * PER_PAGE]
    _block(seen, multiples(seen.done, part, reference=seen.reference), key="multiples")


def _deciles(seen: Seen) -> None:
    _block(seen, deciles_chart(seen.done, group=seen.group, chosen=seen.chosen), key="deciles")


def _map(seen: Seen) -> None:
    _block(seen, map_chart(seen.done, reference=seen.reference, group=seen.group, chosen=seen.chosen), key="carte")


def _table(seen: Seen) -> None:
    directed = seen.done.panel.mesure.indicateur.sens != "neutre"
    tri = pickers.choose(
        "Trier par",
        {key: label for key, (label, _, _) in TRIS.items()},
        key="tri",
        default="ecart" if directed else "nom",
    )
    _, column, rising = TRIS[tri]
    rows = written(seen.done, chosen=seen.chosen)
    rows = rows.assign(_ecart=rows["z"].abs()).sort_values(
        [column, "nom"], ascending=[rising, True], na_position="last"
    )
    said = findings(seen.done, reference=seen.reference, group=seen.group)
    widgets.sentence(said, demo=seen.demo)
    columns = [Column("lien", "CPTS", "html"), Column("taille", "Taille", "int"), *COLUMNS[1:]]
    with st.container(key="comparer-tableau"):
        st.html(tables.html_table(_linked(seen, rows), columns, caption=seen.caption, sticky=True, row_class="classe"))
    beside = reading(seen.done).completed(updated=depots.last_deposit())
    widgets.how_to_read(beside)
    downloads.buttons(
        rows,
        EXPORTS,
        key="tableau",
        name=f"{'demonstration-' if seen.demo else ''}{seen.name}",
        title=seen.caption,
        sentence=said,
        reading=beside,
        demo=seen.demo,
    )
