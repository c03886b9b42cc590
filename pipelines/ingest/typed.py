"""Text cells to typed columns, and the findings on the cells that cannot be typed.

Distinct texts are read once each, then spread over the lines: a month or a code is read once however long the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pipelines.catalogue import Indicateur
from pipelines.ingest.months import read_month
from pipelines.ingest.numbers import Reading, read_number, separators
from pipelines.ingest.read import Cells
from pipelines.ingest.texts import SPACES, plain

NUMBERS = ("numerateur", "denominateur", "valeur")
_YES = frozenset(
    ["oui", "o", "yes", "vrai", "true", "x", "1", "fait", "faite", "realise", "realisee", "tenu", "tenue", "atteint"]
)
_NO = frozenset(
    ["non", "n", "no", "faux", "false", "0", "non fait", "non faite", "non realise", "non realisee", "pas fait"]
)


@dataclass(frozen=True)
class Typed:
    """The lines of a file as typed columns, one row per line of ``Cells.table``, in the same order.

    ``frame``: ligne, id_cpts and indicateur (the known code, else the text as written), type (of the indicator, else
    empty), mois (datetime64, NaT when unreadable), commentaire; and for each of numerateur, denominateur, valeur: the
    number itself, ``<x>_etat`` (valeur, masquee, manquante, vide, faute), ``<x>_marqueur``, ``<x>_pourcent``.
    ``fautes``: one row per unreadable cell: position (0-based row), champ, regle.
    """

    frame: pd.DataFrame
    fautes: pd.DataFrame


def read_types(cells: Cells, *, territoires: pd.DataFrame, indicateurs: Mapping[str, Indicateur]) -> Typed:
    """Type every cell. ``territoires``: id_cpts and nom of the CPTS that the depositor may name."""
    table = cells.table
    frame = pd.DataFrame({"ligne": table["ligne"], "commentaire": _stripped(table["commentaire"])})
    frame["id_cpts"] = _mapped(table["id_cpts"], _codes(zip(territoires["id_cpts"], territoires["nom"], strict=True)))
    frame["indicateur"] = _mapped(
        table["indicateur"],
        _codes((i.code, label) for i in indicateurs.values() for label in (i.libelle, i.court)),
    )
    frame["type"] = frame["indicateur"].map({code: i.type for code, i in indicateurs.items()}).fillna("")
    faults = [_type_months(table["mois"], frame)]
    deliverable = (frame["type"] == "livrable").to_numpy()
    texts = {field: pd.factorize(table[field]) for field in NUMBERS}
    known = separators((str(t) for _, uniques in texts.values() for t in uniques), cell_separator=cells.separateur)
    for field, (codes, uniques) in texts.items():
        readings = [read_number(str(text), known) for text in uniques]
        answers = [_read_yes_no(str(text), r) for text, r in zip(uniques, readings, strict=True)]
        where = codes + len(readings) * deliverable if field == "valeur" else codes
        faults.append(_type_numbers(field, [*readings, *answers], where, frame))
    return Typed(frame, pd.concat(faults, ignore_index=True))


def _stripped(cells: pd.Series) -> pd.Series:
    return _spread(cells, lambda text: text.strip(SPACES))


def _spread(cells: pd.Series, read: Callable[[str], str]) -> pd.Series:
    codes, uniques = pd.factorize(cells)
    return pd.Series([read(str(text)) for text in uniques], dtype="str").take(codes).reset_index(drop=True)


def _codes(pairs: Any) -> dict[str, str]:
    """Code by what people write for it: the code in any case, or a name when it is that of only one code."""
    found: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for code, name in pairs:
        found[code.upper()] = code
        names.setdefault(plain(str(name)), set()).add(code)
    return {**{name: next(iter(codes)) for name, codes in names.items() if len(codes) == 1}, **found}


def _mapped(cells: pd.Series, codes: Mapping[str, str]) -> pd.Series:
    def read(text: str) -> str:
        text = text.strip(SPACES)
        return codes.get(text.upper()) or codes.get(plain(text)) or text

    return _spread(cells, read)


def _type_months(cells: pd.Series, frame: pd.DataFrame) -> pd.DataFrame:
    codes, uniques = pd.factorize(cells)
    read = [read_month(str(text)) for text in uniques]
    days = np.array([m if isinstance(m, date) else None for m in read], dtype="datetime64[D]")
    frame["mois"] = days[codes].astype("datetime64[us]") if len(days) else pd.Series(dtype="datetime64[us]")
    rules = np.array([m if isinstance(m, str) else "" for m in read], dtype=object)
    return _faults("mois", rules[codes] if len(rules) else rules)


def _type_numbers(field: str, readings: list[Reading], codes: Any, frame: pd.DataFrame) -> pd.DataFrame:
    states = [("vide" if r.marqueur == "" else r.etat) for r in readings]
    columns = {
        field: np.array([r.nombre for r in readings], dtype="float64"),
        f"{field}_etat": np.array(states, dtype=object),
        f"{field}_marqueur": np.array([r.marqueur or "" for r in readings], dtype=object),
        f"{field}_pourcent": np.array([r.pourcent for r in readings], dtype=bool),
    }
    for name, values in columns.items():
        frame[name] = values[codes]
    return _faults(field, np.array([r.faute or "" for r in readings], dtype=object)[codes])


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
