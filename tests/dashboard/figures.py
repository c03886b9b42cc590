"""Every figure that the pages draw, seen as they are drawn: the chart, what is told beside it, and who asked for it."""

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

import dashboard
from dashboard.charts.style import Chart
from dashboard.simulateur.saisie import codes
from dashboard.simulateur.saisie.codes import Scenario
from dashboard.ui import widgets

ROOT = Path(dashboard.__file__).parent
#: A scenario to compare, as the address keeps it.
HALF = codes.encode(
    Scenario(
        "Moitié",
        {
            "id_cpts": "CPTS-ICI",
            "population": 48_000,
            "date_signature": "2023-09-08",
            "missions": {"prevention": "2023-12-01"},
            "atteinte": {"1": {"prevention": "0.5"}},
        },
    )
)
#: Page, what the address asks, folds to open: together they call every widgets.block of the dashboard.
LOOKED = (
    ("vue-ensemble", {}, ()),
    ("comparer", {"vue": "entonnoir"}, ()),
    ("comparer", {"vue": "points", "taille": "0"}, ()),
    ("comparer", {"vue": "multiples", "taille": "0"}, ()),
    ("comparer", {"vue": "deciles", "taille": "0"}, ()),
    ("comparer", {"vue": "carte", "taille": "0"}, ()),
    ("comparer", {"vue": "entonnoir", "indicateur": "PAR_INCL", "taille": "0"}, ()),
    ("comparer", {"vue": "points", "indicateur": "ADH", "taille": "0"}, ()),
    ("comparer", {"indicateur": "CRI_PLAN", "taille": "0"}, ()),
    ("fiche", {"cpts": "CPTS-WEPP", "pairs": "toutes"}, ()),
    ("fiche", {"cpts": "CPTS-WEPP", "rubrique": "passe"}, ()),
    ("fiche", {"cpts": "CPTS-WEPP", "rubrique": "euros"}, ("fiche.tous",)),
    ("indicateur", {"indicateur": "ACC_URG", "taille": "0", "avant": "CPTS-WEPP"}, ()),
    ("indicateur", {"indicateur": "ACC_URG", "taille": "0", "avant": "CPTS-WEPP", "apercu": "deciles"}, ()),
    ("indicateur", {"indicateur": "ACC_URG", "taille": "0", "apercu": "recu"}, ()),
    ("indicateur", {"indicateur": "CRI_PLAN", "taille": "0"}, ()),
    ("completude", {"mois": "2026-11"}, ()),
    ("simulateur", {"cpts": "CPTS-WEPP", "vue": "releve"}, ()),
    ("simulateur", {"cpts": "CPTS-WEPP", "vue": "leviers", "s_atteinte": "observee"}, ()),
    ("simulateur", {"cpts": "CPTS-WEPP", "vue": "leviers", "s_atteinte": "observee", "question": "hasard"}, ()),
    ("simulateur", {"cpts": "CPTS-WEPP", "vue": "scenarios", "sc1": HALF}, ()),
    ("simulateur", {"cpts": "CPTS-WEPP", "vue": "ecarts"}, ()),
)


@dataclass(frozen=True)
class Drawn:
    """A figure as a page drew it. `place`: the file and line of the call; `told`: what the page added to its reading."""

    chart: Chart
    key: str
    place: tuple[str, int]
    told: dict


def calls() -> set[tuple[str, int]]:
    """Every call of widgets.block in the dashboard: file and line."""
    found = set()
    for file in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "widgets.block":
                found.add((file.relative_to(ROOT).as_posix(), node.lineno))
    return found


def watched(monkeypatch) -> list[Drawn]:
    """A list that fills with every figure drawn from now on."""
    seen: list[Drawn] = []
    block = widgets.block

    def noted(chart, *, key, **told):
        caller = sys._getframe(1)
        file = Path(caller.f_code.co_filename).relative_to(ROOT).as_posix()
        seen.append(Drawn(chart=chart, key=key, place=(file, caller.f_lineno), told=told))
        block(chart, key=key, **told)

    monkeypatch.setattr(widgets, "block", noted)
    return seen
