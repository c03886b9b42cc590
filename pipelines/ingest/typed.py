"""Text cells to typed columns, and the findings on the cells that cannot be typed.

Distinct texts are read once each, then spread over the lines: a month or a code is read once however long the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.catalogue import Indicateur
from pipelines.ingest.columns import Column
from pipelines.ingest.months import read_month
from pipelines.ingest.numbers import Reading, read_number, separators
from pipelines.ingest.read import Cells
from pipelines.ingest.texts import SPACES, plain

Codes = NDArray[np.int32]
NUMBERS = ("numerateur", "denominateur", "valeur")
_YES = frozenset(
    ["oui", "o", "yes", "vrai", "true", "x", "1", "fait", "faite", "realise", "realisee", "tenu", "tenue", "atteint"]
)
_NO = frozenset(
    ["non", "n", "no", "faux", "false", "0", "non fait", "non faite", "non realise", "non realisee", "pas fait"]
)


@dataclass(frozen=True)
class Typed:
    """The lines of a file as typed columns, one row per line of the cells, in the same order.

    ``frame``: ligne, id_cpts and indicateur (the known code, else the text as written), type, bas and haut (of the
    indicator, else empty), mois (datetime64, NaT when unreadable), commentaire; and for each of numerateur, denominateur, valeur: the
    number itself, ``<x>_etat`` (valeur, masquee, manquante, vide, faute), ``<x>_marqueur``, ``<x>_pourcent``.
    ``fautes``: one row per unreadable cell: position (0-based row), champ, regle.
    """

    frame: pd.DataFrame
    fautes: pd.DataFrame


def read_types(cells: Cells, *, territoires: pd.DataFrame, indicateurs: Mapping[str, Indicateur]) -> Typed:
    """Type every cell. ``territoires``: id_cpts and nom of the CPTS that the depositor may name."""
    columns = cells.colonnes
    named = tuple(zip(territoires["id_cpts"], territoires["nom"], strict=True))
    labels = tuple((i.code, label) for i in indicateurs.values() for label in (i.libelle, i.court))
    frame = pd.DataFrame({"ligne": cells.lignes})
    frame["id_cpts"] = _spread(columns["id_cpts"], _meant(_codes(named)))
    frame["indicateur"] = _spread(columns["indicateur"], _meant(_codes(labels)))
    frame["commentaire"] = _spread(columns["commentaire"], lambda text: text.strip(SPACES))
    _join_indicators(frame, indicateurs)
    faults = [_type_months(columns["mois"], frame)]
    texts = chain.from_iterable(columns[field].textes for field in NUMBERS)
    known = separators(texts, cell_separator=cells.separateur)
    for field in NUMBERS:
        codes, uniques = columns[field].codes, columns[field].textes
        readings = [read_number(text, known) for text in uniques]
        if field == "valeur":
            codes = _read_deliverables(codes, uniques, readings, deliverable=(frame["type"] == "livrable").to_numpy())
        faults.append(_type_numbers(field, readings, codes, frame))
    return Typed(frame, pd.concat([f for f in faults if len(f)] or faults[:1], ignore_index=True))


def _spread(column: Column, read: Callable[[str], str]) -> pd.Series:
    return pd.Series([read(text) for text in column.textes], dtype="str").take(column.codes).reset_index(drop=True)


@lru_cache(maxsize=16)
def _codes(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Code by what people write for it: the code in any case, or a name when it is that of only one code."""
    found: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for code, name in pairs:
        found[code.upper()] = code
        names.setdefault(plain(name), set()).add(code)
    return {**{name: next(iter(codes)) for name, codes in names.items() if len(codes) == 1}, **found}


def _meant(codes: Mapping[str, str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        text = text.strip(SPACES)
        return codes.get(text.upper()) or codes.get(plain(text)) or text

    return read


def _join_indicators(frame: pd.DataFrame, indicateurs: Mapping[str, Indicateur]) -> None:
    """Add what the catalogue says of each line's indicator: type, and the bounds bas and haut of its value."""
    codes, uniques = pd.factorize(frame["indicateur"])
    known = [indicateurs.get(str(code)) for code in uniques]
    frame["type"] = np.array([i.type if i else "" for i in known], dtype=object)[codes]
    for name, rank in (("bas", 0), ("haut", 1)):
        frame[name] = np.array([i.bornes[rank] if i else np.nan for i in known], dtype="float64")[codes]


def _type_months(column: Column, frame: pd.DataFrame) -> pd.DataFrame:
    codes = column.codes
    read = [read_month(text) for text in column.textes]
    days = np.array([m if isinstance(m, date) else None for m in read], dtype="datetime64[D]")
    frame["mois"] = days[codes].astype("datetime64[us]")
    return _faults("mois", np.array([m if isinstance(m, str) else "" for m in read], dtype=object)[codes])


def _type_numbers(field: str, readings: list[Reading], codes: Codes, frame: pd.DataFrame) -> pd.DataFrame:
    columns = {
        field: np.array([r.nombre for r in readings], dtype="float64"),
        f"{field}_etat": np.array(["vide" if r.marqueur == "" else r.etat for r in readings], dtype=object),
        f"{field}_marqueur": np.array([r.marqueur or "" for r in readings], dtype=object),
        f"{field}_pourcent": np.array([r.pourcent for r in readings], dtype=bool),
    }
    for name, values in columns.items():
        frame[name] = values[codes]
    return _faults(field, np.array([r.faute or "" for r in readings], dtype=object)[codes])


def _read_deliverables(
    codes: Codes, uniques: Iterable[str], readings: list[Reading], *, deliverable: NDArray[np.bool_]
) -> Codes:
    """Append to ``readings`` the cells of deliverables read as yes or no, and return the codes that point there."""
    texts = list(uniques)
    codes = codes.copy()
    for code in np.unique(codes[deliverable]).tolist():
        codes[deliverable & (codes == code)] = len(readings)
        readings.append(_read_yes_no(texts[code], readings[code]))
    return codes


def _faults(field: str, rules: Any) -> pd.DataFrame:
    positions = np.flatnonzero(rules != "")
    return pd.DataFrame({"position": positions, "champ": field, "regle": rules[positions]})


def _read_yes_no(text: str, number: Reading) -> Reading:
    """The answer of a deliverable: yes is 1, no is 0; a marker stays a marker."""
    if number.etat in ("masquee", "manquante"):
        return number
    answer = plain(text)
    if answer in _YES:
        return Reading("valeur", 1.0)
    return Reading("valeur", 0.0) if answer in _NO else Reading("faute", faute="oui_non")
