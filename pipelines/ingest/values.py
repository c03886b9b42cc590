"""What each line says in the end: a value in the unit of its indicator, or hidden, or missing, and never zero by default.

A share is sent as two counts, or as a percentage or a ratio alone; a rate per 1 000 likewise; a count and a deliverable
in the column valeur. A marker in any cell used by the line wins over an empty cell.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.ingest.findings import Findings
from pipelines.ingest.words import french_percent

Mask = NDArray[np.bool_]


def settle_values(frame: pd.DataFrame, found: Findings) -> pd.DataFrame:
    """Give each line its ``etat`` and ``marqueur``, put ``valeur`` in the unit of the indicator, and record findings.

    ``frame`` as in Typed; lines of an unknown indicator are left alone. Returns a copy with the columns etat, marqueur
    added; ``valeur`` stays empty here when the two counts are given alone (``ratio`` fills it at the end).
    """
    frame = _counts_in_their_column(frame.copy(), found)
    kind = frame["type"].to_numpy()
    pair = np.isin(kind, ("proportion", "taux_1000"))
    known = kind != ""
    _refuse_percentages(frame, kind, found)
    state = {x: frame[f"{x}_etat"].to_numpy() for x in ("numerateur", "denominateur", "valeur")}
    n, d, v = state["numerateur"], state["denominateur"], state["valeur"]
    both = pair & (n == "valeur") & (d == "valeur")
    found.add("marqueur_contredit", np.flatnonzero(both & np.isin(v, ("masquee", "manquante"))), champ="valeur")
    told = pair & (v == "valeur") & ((n == "masquee") | (d == "masquee"))
    marks = _markers(frame.assign(etat=""), state, pair)
    found.add(
        "valeur_revelee", np.flatnonzero(told), champ="valeur", facts=lambda row: {"attendu": f"« {marks.iat[row]} »"}
    )
    alone = pair & (v != "valeur")
    found.add("denominateur_manquant", np.flatnonzero(alone & (n == "valeur") & (d == "vide")), champ="denominateur")
    found.add("numerateur_manquant", np.flatnonzero(alone & (d == "valeur") & (n == "vide")), champ="numerateur")
    hidden = (v == "masquee") | (pair & ((n == "masquee") | (d == "masquee")))
    frame["etat"] = np.select(
        [known & (both | (v == "valeur")), known & hidden, known], ["valeur", "masquee", "manquante"], default=""
    )
    frame["marqueur"] = _markers(frame, state, pair)
    frame["valeur"] = _shares_in_unit(frame, both, found)
    return frame


def ratio(frame: pd.DataFrame) -> pd.Series:
    """The value to store: numerator over denominator (times 1 000 for a rate) when both are there, else the value sent."""
    scale = np.where(frame["type"] == "taux_1000", 1000.0, 1.0)
    computed: pd.Series = scale * frame["numerateur"] / frame["denominateur"].where(frame["denominateur"] > 0)
    return computed.where(computed.notna(), frame["valeur"]).where(frame["etat"] == "valeur")


def _counts_in_their_column(frame: pd.DataFrame, found: Findings) -> pd.DataFrame:
    """A count written alone under numerateur is taken as the value; anything more in these columns is refused."""
    single = frame["type"].isin(["compte", "livrable"]).to_numpy()
    states = {field: frame[f"{field}_etat"].to_numpy() for field in ("numerateur", "denominateur", "valeur")}
    numerator, denominator = states["numerateur"], states["denominateur"]
    if not (single & ((numerator != "vide") | (denominator != "vide"))).any():
        return frame
    count = (frame["type"] == "compte").to_numpy()
    moved = count & (numerator != "vide") & (denominator == "vide") & (states["valeur"] == "vide")
    for suffix in ("", "_etat", "_marqueur", "_pourcent"):
        frame[f"valeur{suffix}"] = np.where(moved, frame[f"numerateur{suffix}"], frame[f"valeur{suffix}"])
    for field in ("numerateur", "denominateur"):
        extra = single & ~moved & np.isin(states[field], ("valeur", "faute"))
        found.add("colonne_de_trop", np.flatnonzero(extra), champ=field)
        for suffix, empty in (("", np.nan), ("_etat", "vide"), ("_marqueur", ""), ("_pourcent", False)):
            frame[f"{field}{suffix}"] = np.where(single, empty, frame[f"{field}{suffix}"])
    return frame


def _refuse_percentages(frame: pd.DataFrame, kind: Mask, found: Findings) -> None:
    expected = {"taux_1000": "un taux pour 1 000, par exemple 182,4", "compte": "un nombre entier, par exemple 45"}
    for field in ("numerateur", "denominateur"):
        where = np.flatnonzero(frame[f"{field}_pourcent"].to_numpy() & (kind != ""))
        found.add("pourcentage_inattendu", where, champ=field, facts=lambda _: {"attendu": expected["compte"]})
    for name, words in expected.items():
        where = np.flatnonzero(frame["valeur_pourcent"].to_numpy() & (kind == name))
        found.add("pourcentage_inattendu", where, champ="valeur", facts=lambda _, w=words: {"attendu": w})  # type: ignore[misc]


def _markers(frame: pd.DataFrame, state: dict[str, Mask], pair: Mask) -> pd.Series:
    """The marker that explains the state: the first hidden one, else the first written one, else the empty cell."""
    marker = np.full(len(frame), "", dtype=object)
    for wanted in ("manquante", "masquee"):
        for field in ("valeur", "denominateur", "numerateur"):
            used = (state[field] == wanted) & (pair | (field == "valeur"))
            marker = np.where(used, frame[f"{field}_marqueur"], marker)
    return pd.Series(np.where(frame["etat"] == "valeur", np.nan, marker), index=frame.index, dtype="str")


def _shares_in_unit(frame: pd.DataFrame, both: Mask, found: Findings) -> pd.Series:
    """Shares from 0 to 1. Without a % sign, the other shares sent for the same indicator tell percentages from ratios."""
    sent = frame["valeur"]
    share = ((frame["type"] == "proportion") & (frame["valeur_etat"] == "valeur")).to_numpy()
    percent = frame["valeur_pourcent"].to_numpy()
    bare = share & ~percent
    large = bare & (sent > 1).to_numpy()
    alone = bare & ~both
    indicators = frame["indicateur"]
    percent_written = indicators.isin(indicators[share & (percent | large)].unique()).to_numpy()
    small = alone & ~large & (sent > 0).to_numpy()

    def two_ways(position: int) -> dict[str, str]:
        number: Any = sent.iat[position]
        return {"detail": french_percent(number / 100), "attendu": french_percent(number)}

    found.add("part_ambigue", np.flatnonzero(small & percent_written), champ="valeur", facts=two_ways)
    doubtful = pd.Series(np.flatnonzero(small & ~percent_written))
    firsts = doubtful[~indicators.iloc[doubtful].reset_index(drop=True).duplicated()]
    found.add("part_sans_unite", firsts, champ="valeur", facts=two_ways)
    # Beside its two counts a bare share may be either; it is read as the one they confirm.
    computed = frame["numerateur"] / frame["denominateur"].where(frame["denominateur"] > 0)
    nearer = ((sent / 100 - computed).abs() < (sent - computed).abs()).to_numpy()
    as_percent = (share & percent) | (alone & large) | (bare & both & nearer)
    return sent.where(~as_percent, sent / 100)
