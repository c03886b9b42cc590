"""What each line says in the end: a value in the unit of its indicator, or hidden, or missing, and never zero by default.

A share is sent as two counts, or as a percentage or a ratio alone; a rate per 1 000 likewise; a count and a deliverable
in the column valeur. A marker in any cell used by the line wins over an empty cell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.ingest.check.facts import french_percent
from pipelines.ingest.check.findings import Findings
from pipelines.ingest.check.numbers import UNITES
from pipelines.ingest.check.typed import COMPTE, INCONNU, LIVRABLE, PROPORTION, TAUX, Typed
from pipelines.ingest.check.typed_numbers import FAUTE, MANQUANTE, MASQUEE, NUMBERS, VALEUR, VIDE
from pipelines.ingest.texts import and_alike

Mask = NDArray[np.bool_]
POUR_CENT, POUR_MILLE = (UNITES.index(sign) for sign in ("%", "‰"))
# The states of a line; the first one for a line of an unknown indicator.
ETATS_LIGNE = pd.Index(["", "valeur", "masquee", "manquante"], dtype="str")


def settle_values(typed: Typed, found: Findings, *, in_percent: Mask) -> pd.DataFrame:
    """Give each line its ``etat`` and ``marqueur``, put ``valeur`` in the unit of the indicator, and record findings.

    ``in_percent``: the lines whose column of values says so. Lines of an unknown indicator are left alone. Returns the frame with the columns etat, marqueur (categories) added;
    ``valeur`` stays empty here when the two counts are given alone (``compute_ratio`` fills it at the end).
    """
    frame = _counts_in_their_column(typed.frame.copy(deep=False), found)
    kind = frame["type"].to_numpy()
    pair = (kind == PROPORTION) | (kind == TAUX)
    _refuse_percentages(frame, kind, found)
    state = {x: frame[f"{x}_etat"].to_numpy() for x in NUMBERS}
    n, d, v = (state[x] for x in NUMBERS)
    both = pair & (n == VALEUR) & (d == VALEUR)
    hidden_pair = pair & ((n == MASQUEE) | (d == MASQUEE))
    marker = _marker(frame, typed.marqueurs)
    found.add("marqueur_contredit", np.flatnonzero(both & ((v == MASQUEE) | (v == MANQUANTE))), champ="valeur")
    found.add(
        "valeur_revelee",
        np.flatnonzero(hidden_pair & (v == VALEUR)),
        champ="valeur",
        facts=lambda row: {"attendu": f"« {marker(row)} »"},
    )
    alone = pair & (v != VALEUR)
    found.add("denominateur_manquant", np.flatnonzero(alone & (n == VALEUR) & (d == VIDE)), champ="denominateur")
    found.add("numerateur_manquant", np.flatnonzero(alone & (d == VALEUR) & (n == VIDE)), champ="numerateur")
    _doubt_lone_counts(frame, (kind == PROPORTION) & (n == VIDE) & (d == VALEUR) & (v == VALEUR) & ~in_percent, found)
    told = both | (v == VALEUR)
    etat = np.where(told, 1, np.where((v == MASQUEE) | hidden_pair, 2, 3)).astype(np.int8)
    etat[kind == INCONNU] = 0
    frame["etat"] = pd.Categorical.from_codes(etat, ETATS_LIGNE)
    frame["marqueur"] = _markers(etat != 1, marker, typed.marqueurs)
    frame["valeur"] = _shares_in_unit(frame, both, found, in_percent)
    return frame


def compute_ratio(frame: pd.DataFrame) -> pd.Series:
    """The value to store: numerator over denominator (times 1 000 for a rate) when both are there, else the value sent."""
    scale = np.where(frame["type"] == TAUX, 1000.0, 1.0)
    computed: pd.Series = scale * frame["numerateur"] / frame["denominateur"].where(frame["denominateur"] > 0)
    return computed.where(computed.notna(), frame["valeur"]).where((frame["etat"] == "valeur").to_numpy())


def _counts_in_their_column(frame: pd.DataFrame, found: Findings) -> pd.DataFrame:
    """A count written alone under numerateur is taken as the value, and said so; anything more there is refused."""
    kind = frame["type"].to_numpy()
    single = (kind == COMPTE) | (kind == LIVRABLE)
    states = {field: frame[f"{field}_etat"].to_numpy() for field in NUMBERS}
    numerator, denominator = states["numerateur"], states["denominateur"]
    if not (single & ((numerator != VIDE) | (denominator != VIDE))).any():
        return frame
    moved = (kind == COMPTE) & (numerator != VIDE) & (denominator == VIDE) & (states["valeur"] == VIDE)
    for suffix in ("", "_etat", "_marqueur", "_unite"):
        frame[f"valeur{suffix}"] = np.where(moved, frame[f"numerateur{suffix}"], frame[f"valeur{suffix}"])
    _say_moved(frame["indicateur"], moved, found)
    for field in ("numerateur", "denominateur"):
        extra = single & ~moved & ((states[field] == VALEUR) | (states[field] == FAUTE))
        found.add("colonne_de_trop", np.flatnonzero(extra), champ=field)
        frame[field] = frame[field].where(~single)
        for suffix in ("_etat", "_marqueur", "_unite"):
            values = frame[f"{field}{suffix}"].to_numpy()
            frame[f"{field}{suffix}"] = np.where(single, np.zeros(1, values.dtype), values)
    return frame


def _say_moved(codes: pd.Series, moved: Mask, found: Findings) -> None:
    """One remark for each indicator whose counts stand under numerateur, at its first line."""
    where = np.flatnonzero(moved)
    names, firsts, lines = np.unique(codes.cat.codes.to_numpy()[where], return_index=True, return_counts=True)
    said = {
        row: (codes.cat.categories[name], n) for row, name, n in zip(where[firsts].tolist(), names, lines, strict=True)
    }

    def about(row: int) -> dict[str, str]:
        code, count = said[row]
        return {"attendu": code, "detail": and_alike(int(count) - 1)}

    found.add("nombre_deplace", sorted(said), champ="numerateur", facts=about)


def _doubt_lone_counts(frame: pd.DataFrame, concerned: Mask, found: Findings) -> None:
    """A whole number without sign beside a denominator alone: 45 may be 45 %, or the count of a column too far."""
    if not concerned.any():
        return
    values, whole = frame["valeur"].to_numpy(), frame["denominateur"].to_numpy()
    bare = concerned & (frame["valeur_unite"].to_numpy() == 0) & (values > 1) & (values == np.round(values))

    def about(row: int) -> dict[str, str]:
        return {
            "attendu": french_percent(float(values[row]) / 100),
            "detail": f"{values[row]:.0f} sur {whole[row]:.0f}",
        }

    found.add(
        "part_ou_effectif", np.flatnonzero(bare & (values <= np.minimum(whole, 100))), champ="valeur", facts=about
    )


def _refuse_percentages(frame: pd.DataFrame, kind: NDArray[np.int8], found: Findings) -> None:
    """A sign where the number has none: % or ‰ after a count, % after a rate per 1 000."""
    for field in NUMBERS:
        unit = frame[f"{field}_unite"].to_numpy()
        if not unit.any():
            continue
        counted = kind == COMPTE if field == "valeur" else kind != INCONNU
        rate = (kind == TAUX) & (field == "valeur")

        def about(row: int, unit: NDArray[np.int8] = unit, rate: Mask = rate) -> dict[str, str]:
            expected = "un taux pour 1 000, par exemple 182,4" if rate[row] else "un nombre entier, par exemple 45"
            return {"attendu": expected, "detail": "un pourcentage" if unit[row] == POUR_CENT else "un pour mille"}

        signed = (counted & (unit > 0)) | (rate & (unit == POUR_CENT))
        found.add("pourcentage_inattendu", np.flatnonzero(signed), champ=field, facts=about)


def _marker(frame: pd.DataFrame, markers: tuple[str, ...]) -> Callable[[int], str]:
    """The marker that explains a line: the first hidden one, else the first written one, else the empty cell."""
    kind = frame["type"].to_numpy()
    cells = [(frame[f"{x}_etat"].to_numpy(), frame[f"{x}_marqueur"].to_numpy()) for x in NUMBERS]

    def of(row: int) -> str:
        used = cells if kind[row] in (PROPORTION, TAUX) else cells[-1:]
        for wanted in (MASQUEE, MANQUANTE):
            for states, marks in used:
                if states[row] == wanted:
                    return str(markers[marks[row]])
        return ""

    return of


def _markers(concerned: Mask, marker: Callable[[int], str], markers: tuple[str, ...]) -> pd.Categorical:
    """The marker of the lines without a value, empty (NA) on the others."""
    ranks = {text: rank for rank, text in enumerate(markers)}
    codes = np.full(len(concerned), -1, dtype=np.int32)
    codes[concerned] = [ranks[marker(row)] for row in np.flatnonzero(concerned).tolist()]
    return pd.Categorical.from_codes(codes, pd.Index(markers, dtype="str"))


def _shares_in_unit(frame: pd.DataFrame, both: Mask, found: Findings, in_percent: Mask) -> pd.Series:
    """Shares from 0 to 1. Without a % sign, the other shares sent for the same indicator tell percentages from ratios.

    Under a title in percent, a small one is as doubtful: 0,5 may be half a percent, or 50 % left as the sheet holds it.
    """
    sent = frame["valeur"]
    values = sent.to_numpy()
    share = ((frame["type"] == PROPORTION) & (frame["valeur_etat"] == VALEUR)).to_numpy()
    unit = frame["valeur_unite"].to_numpy()
    percent, bare = unit == POUR_CENT, share & (unit == 0)
    large = bare & (values > 1)
    alone = bare & ~both
    indicators = frame["indicateur"].cat.codes.to_numpy()
    written = np.bincount(indicators[share & (percent | large)], minlength=len(frame["indicateur"].cat.categories)) > 0
    percent_written = written[indicators] | in_percent
    small = alone & ~large & (values > 0)

    def two_ways(position: int) -> dict[str, str]:
        number: Any = values[position]
        return {"detail": french_percent(number / 100), "attendu": french_percent(number)}

    found.add("part_ambigue", np.flatnonzero(small & percent_written), champ="valeur", facts=two_ways)
    doubtful = np.flatnonzero(small & ~percent_written)
    _, firsts = np.unique(indicators[doubtful], return_index=True)
    found.add("part_sans_unite", doubtful[np.sort(firsts)], champ="valeur", facts=two_ways)
    # Beside its two counts a bare share may be either; it is read as the one they confirm.
    as_percent = (share & percent) | (alone & large)
    if (bare & both).any():
        computed = frame["numerateur"] / frame["denominateur"].where(frame["denominateur"] > 0)
        as_percent |= bare & both & ((sent / 100 - computed).abs() < (sent - computed).abs()).to_numpy()
    in_unit = sent.where(~as_percent, sent / 100)
    per_mille = share & (unit == POUR_MILLE)
    return in_unit.where(~per_mille, sent / 1000) if per_mille.any() else in_unit
