"""Goal seek: the smallest sets of objectives that reach an amount of variable part, each verified."""

from decimal import Decimal
from html import escape

import pandas as pd

from calculators import french
from calculators.aci.accord.statut import least_sure
from calculators.aci.et_si.but import Recherche
from dashboard.simulateur import compute
from dashboard.simulateur.saisie.form import PREFIX
from dashboard.tables import Column
from dashboard.ui import pickers, widgets


def goal(here: str, table: pd.DataFrame, *, annee: int, now: int, most: int, total: int, demo: bool) -> None:
    """The smallest sets of steps that reach an amount of variable part."""
    half = -(-(now + (most - now) // 2) // 100_000) * 1_000 if most > now else 0
    wanted = pickers.type_in(
        f"Volet variable visé en année {annee} (€)",
        french.read_number,
        key=f"{PREFIX}but{annee}",
        default=french.number(min(half, most // 100)) if half else "",
        optional=True,
        placeholder="75 000",
    )
    if wanted is None:
        return
    aim = int(Decimal(wanted) * 100)
    found = compute.seek_of(here, total - now + aim)
    widgets.sentence(_said(found, aim, now=now, most=most), demo=demo)
    if not found.solutions:
        return
    rows = {row["rang"]: row for row in table.to_dict("records")}
    shown = pd.DataFrame(
        [
            {
                "choix": f"Choix {rank}",
                "etapes": "".join(
                    f"{escape(rows[step.rang]['etape_nom'])} : {escape(rows[step.rang]['aller'])}"
                    f"<small>{escape(rows[step.rang]['distance_mots'])}</small>"
                    for step in solution.etapes
                ),
                "gain": solution.gain_centimes,
                "variable": now + solution.gain_centimes,
                "total": solution.total_centimes,
                "statut": least_sure(rows[step.rang]["statut"] for step in solution.etapes),
            }
            for rank, solution in enumerate(found.solutions, start=1)
        ]
    )
    widgets.table(
        shown,
        [
            Column("choix", "Choix"),
            Column("etapes", "Objectifs à atteindre", "html"),
            Column("gain", "Gain", "euros"),
            Column("variable", f"Volet variable, année {annee}", "euros"),
            Column("total", "Total du contrat", "euros"),
            Column("statut", "Statut", "statut"),
        ],
        caption="Les plus petits ensembles d’objectifs ; chaque total est vérifié par un calcul complet.",
        whole=True,
    )


def _said(found: Recherche, aim: int, *, now: int, most: int) -> str:
    if aim <= now:
        return f"{french.euros(aim)} sont déjà acquis : le volet variable calculé est de {french.euros(now)}."
    if not found.solutions:
        return f"{french.euros(aim)} sont hors de portée : tous objectifs atteints, le volet variable vaut {french.euros(most)}."
    size = len(found.solutions[0].etapes)
    tried = "" if found.complete else " Les ensembles étaient trop nombreux pour être tous essayés."
    text = f"{french.count(size, 'objectif')} {french.plural(size, 'suffit', 'suffisent')} pour atteindre {french.euros(aim)}."
    return text + tried
