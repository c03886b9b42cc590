"""The cells of an export as text: for machines (ISO, decimal point) or for people (French).

Distinct values are written once each, then spread over the rows: an export may hold half a million of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from calculators.aci.money import MILLION, cents_text
from pipelines.inert import inert
from pipelines.publish.exports.export import Colonne

_DATES = {"date": ("%Y-%m-%d", "%d/%m/%Y"), "mois": ("%Y-%m", "%Y-%m")}
_INSTANT = ("%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M:%S")


def column_texts(frame: pd.DataFrame, column: Colonne, *, machine: bool) -> pd.Series:
    """The cells of one column; an absent value is the mark of its row, else an empty text."""
    values = frame[column.nom]
    texts = _spread(values, _writer(column, machine=machine))
    if column.genre == "valeur" and not machine:
        _for_people(texts, frame, values)
    if column.marque is None:
        return texts
    return texts.where(values.notna().to_numpy(), frame[column.marque].map(inert).to_numpy())


def number_text(value: float) -> str:
    """A number in full, without needless decimals nor exponent: 45.0 gives ``45``."""
    return np.format_float_positional(float(value), trim="-")


def percent_text(value: float) -> str:
    """A share as a percentage the French way, in full: 0.576 gives ``57,6 %``, which Excel reads as a percentage."""
    return f"{float(value) * 100:.12g}".replace(".", ",") + " %"


def _for_people(texts: pd.Series, frame: pd.DataFrame, values: pd.Series) -> None:
    """Shares as percentages; beside its two counts, which say it exactly, a value is rounded to two decimals."""
    share = (frame["type"] == "proportion").to_numpy()
    beside = (frame["numerateur"].notna() & frame["denominateur"].notna()).to_numpy()
    texts[share] = _spread(values[share], percent_text).to_numpy()
    texts[share & beside] = _spread(values[share & beside].round(4), percent_text).to_numpy()
    rounded = _spread(values[~share & beside].round(2), lambda number: number_text(number).replace(".", ","))
    texts[~share & beside] = rounded.to_numpy()


def _spread(values: pd.Series, write: Callable[[Any], str]) -> pd.Series:
    codes, uniques = pd.factorize(values, use_na_sentinel=True)
    written = np.array([*(write(value) for value in uniques), ""], dtype=object)
    return pd.Series(written[codes])  # -1, an absent value, takes the last one


def _writer(column: Colonne, *, machine: bool) -> Callable[[Any], str]:
    def french(text: str) -> str:
        return text if machine else text.replace(".", ",")

    if column.genre in _DATES:
        form = _DATES[column.genre][0 if machine else 1]
        return lambda day: f"{pd.Timestamp(day):{form}}"
    if column.genre == "instant":
        return lambda instant: _instant(pd.Timestamp(instant).to_pydatetime(), machine=machine)
    if column.genre == "booleen":
        words = ("false", "true") if machine else ("non", "oui")
        return lambda value: words[bool(value)]
    if column.genre == "centimes":
        return lambda cents: french(cents_text(int(cents)))
    if column.genre == "taux":
        return lambda rate: number_text(rate / MILLION) if machine else percent_text(rate / MILLION)
    if column.genre == "part" and not machine:
        return percent_text
    return (lambda text: inert(str(text))) if column.genre == "texte" else (lambda number: french(number_text(number)))


def _instant(instant: datetime, *, machine: bool) -> str:
    return f"{instant:{_INSTANT[0 if machine else 1]}}"
