"""The words that a finding on a line needs beside the value read: what was expected, an example, a near miss."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

import pandas as pd

from pipelines.catalogue import Indicateur
from pipelines.ingest.check.findings import Facts
from pipelines.ingest.read.cells import Cells

#: Texts for which a known code is looked for: each takes a few milliseconds.
SOUGHT = 200


def french_number(value: float) -> str:
    """A number with a decimal comma and no needless decimals: 182.4 gives ``182,4``."""
    return f"{value:.6g}".replace(".", ",")


def french_percent(value: float) -> str:
    """A share as a percentage: 0.576 gives ``57,6 %``."""
    return f"{value * 100:.4g}".replace(".", ",") + " %"


class LineFacts:
    """Gives, for a rule and a field, the facts of the message at each row."""

    def __init__(
        self,
        cells: Cells,
        columns: pd.DataFrame,
        *,
        indicateurs: Mapping[str, Indicateur],
        ids: frozenset[str],
        today: date,
    ) -> None:
        """``columns``: the columns judged by the schema, one row per line of ``cells``."""
        self._cells = cells
        self._columns = columns
        self._indicateurs = indicateurs
        self._ids = ids
        self._today = today
        self._sought: dict[tuple[str, frozenset[str]], str] = {}

    def of(self, rule: str, field: str) -> Facts | None:
        """The facts of that rule, or None when the value read says everything."""
        last_month = self._today.replace(day=1) - timedelta(days=1)
        constant: dict[str, dict[str, Any]] = {
            "cpts_vide": {"attendu": min(self._ids, default="CPTS-WEPP")},
            "mois_vide": {"attendu": f"{last_month:%Y-%m}"},
            "annee_manquante": {"attendu": f"{last_month:%Y-%m}"},
            "mois_illisible": {"attendu": f"{last_month:%Y-%m}"},
            "periode_non_mensuelle": {"attendu": f"{last_month:%Y-%m}"},
            "jour_inattendu": {"attendu": f"{last_month:%Y-%m}"},
            "mois_futur": {"attendu": f"{self._today:%Y-%m}"},
        }
        if rule in constant:
            return lambda _: constant[rule]
        if rule == "nombre_non_entier":
            return lambda position: {"attendu": self._counted(position, field)}
        by_row: dict[str, Facts] = {
            "cpts_inconnue": self._unknown_cpts,
            "indicateur_inconnu": self._unknown_indicator,
            "numerateur_superieur": lambda p: {"attendu": self._cell("denominateur", p)},
            "valeur_hors_bornes": self._bounds,
            "valeur_incoherente": self._computed,
        }
        return by_row.get(rule)

    def _cell(self, field: str, position: int) -> str:
        return self._cells.texte(field, position).strip()

    def _number(self, column: str, position: int) -> float:
        number: Any = self._columns[column].iat[position]
        return float(number)

    def _indicator(self, position: int) -> Indicateur:
        return self._indicateurs[str(self._columns["indicateur"].iat[position])]

    def _near(self, text: str, known: frozenset[str]) -> str:
        """As :func:`_near_miss`, for the first SOUGHT texts: a file of thousands of unknown codes is not one mistyped."""
        key = (text, known)
        if key not in self._sought:
            self._sought[key] = _near_miss(text, known) if len(self._sought) < SOUGHT else ""
        return self._sought[key]

    def _unknown_cpts(self, position: int) -> dict[str, Any]:
        near = self._near(str(self._columns["id_cpts"].iat[position]), self._ids)
        return {"detail": near, "attendu": min(self._ids, default="CPTS-WEPP")}

    def _unknown_indicator(self, position: int) -> dict[str, Any]:
        codes = frozenset(self._indicateurs)
        return {"detail": self._near(str(self._columns["indicateur"].iat[position]), codes)}

    def _counted(self, position: int, field: str) -> str:
        code = str(self._columns["indicateur"].iat[position])
        known = self._indicateurs.get(code)
        label = {"numerateur": known.numerateur, "denominateur": known.denominateur}.get(field) if known else None
        return f"des unités ({label})" if label else "des unités"

    def _bounds(self, position: int) -> dict[str, Any]:
        indicator = self._indicator(position)
        low, high = indicator.bornes
        share = indicator.type == "proportion"
        words = french_percent if share else french_number
        sent = self._cell("valeur", position)
        computed = self._number("place", position) * (high - low) + low
        return {
            "valeur": sent or words(computed),
            "detail": f"« {indicator.court} »",
            "attendu": f"entre {words(low)} et {words(high)}",
        }

    def _computed(self, position: int) -> dict[str, Any]:
        ratio = self._number("numerateur", position) / self._number("denominateur", position)
        rate = self._indicator(position).type == "taux_1000"
        return {"attendu": french_number(1000 * ratio) if rate else french_percent(ratio)}


def _near_miss(text: str, known: frozenset[str]) -> str:
    near = get_close_matches(text.upper()[:100], sorted(known), n=1, cutoff=0.75)
    return f" (vouliez-vous écrire « {near[0]} » ?)" if near else ""
