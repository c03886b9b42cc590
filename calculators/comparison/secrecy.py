"""Small numbers: what must be hidden so that no count from 1 to 10 is shown, nor found by subtraction.

Threshold 11 for patients, 5 for professionals (domain.md §8); the reader who supplied a count sees it, the caller says so.

**Primary**: a count from 1 to ``seuil - 1``, or whose complement (denominator less numerator) is one, or over a denominator
that is one. 0 is shown: nobody is in it.

**What goes with a hidden cell.** A share and its denominator give the count back, and so does either limit of its
interval (Wilson's and Byar's limits grow with the count: one count fits). So with a count go, on every page, export and
hover: value, both limits at any level, z-score, place in the funnel, on the spine chart,
rank, distance to a target, change since another month, attainment and the euros it pays, judgement in words
(:data:`SOLIDAIRES`, :func:`effacer`). Deciles and pooled references are computed on shown cells; a median is
bounded by the range a hidden count may be in, which the threshold tells everyone (:mod:`encadrement`). The denominator stays,
unless it is itself small.
Over months, each month's cell is its own: a total over months (year, rolling sum) is one more group.

**Secondary**: where totals are published, a hidden cell alone in a total is the total less the others. The function below
hides further cells, then totals if it must, until every hidden count could be any count of its forbidden range: for both
ends of the range it finds, among all tables the published figures allow, one that has the count there (the attacker's own
linear program), at the least cost in persons hidden (Fischetti and Salazar, « Models and algorithms for optimizing cell
suppression », 2000, solved cell by cell).
A total summed over shown cells alone needs none of this: :func:`totaux_visibles`, and say how many of how many it counts.

Screens must show every hidden cell with one wording, :data:`MASQUE`: telling primary from secondary would tell the range.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from calculators.comparison.intervals import Reels
from calculators.comparison.suppression import Table

SEUIL_PATIENTS, SEUIL_PROFESSIONNELS = 11, 5
MASQUE = "masqué (secret statistique)"
#: Columns that give the count back, or narrow it, wherever a frame has them.
SOLIDAIRES = (
    *(
        "numerateur",
        "valeur",
        "bas",
        "haut",
        "z",
        "cote",
        "niveau",
        "rang",
        "position",
        "jugement",
        "effet",
        "pente",
        "p",
    ),
    *("ecart", "ecart_cible", "mouvement", "numerateur_avant", "valeur_avant", "taux", "montant_centimes"),
)
Masque = NDArray[np.bool_]


@dataclass(frozen=True)
class Secret:
    """What to hide. ``cellules``: shape of the counts; ``totaux``: one per group. ``primaire``: for tests, never shown."""

    primaire: Masque
    cellules: Masque
    totaux: Masque


def primaire(numerateur: ArrayLike, denominateur: ArrayLike | None = None, *, seuil: int = SEUIL_PATIENTS) -> Masque:
    """Say which counts are too small to show, complement and denominator included; NaN (no value) is not.

    ``denominateur``: None for a count without one. Raises ValueError when the threshold is under 2.
    """
    if seuil < 2:
        raise ValueError("Le seuil du secret statistique est d'au moins 2.")
    x = np.asarray(numerateur, dtype=np.float64)
    small = _small(x, seuil)
    if denominateur is None:
        return small
    n = np.asarray(denominateur, dtype=np.float64)
    return np.asarray(small | _small(n - x, seuil) | _small(n, seuil), dtype=bool)


def masquer(
    numerateur: ArrayLike,
    denominateur: ArrayLike | None = None,
    *,
    groupes: ArrayLike,
    seuil: int = SEUIL_PATIENTS,
    connus: ArrayLike | None = None,
) -> Secret:
    """Hide the small counts of one table, and what would give them back by subtraction.

    ``numerateur``, ``denominateur``: shape (cells,), NaN where there is no value, which no total counts; ``groupes``: shape
    (groups, cells), boolean: the cells each published total sums (CPAM, region, taille, France, a year…), nested and
    overlapping ones too; ``connus``: cells the reader supplied: shown to him, and of no help to hide others from him.
    Small totals are protected as cells are. Raises ValueError when the threshold is under 2.
    """
    x = np.asarray(numerateur, dtype=np.float64)
    n = np.full(x.shape, np.inf) if denominateur is None else np.asarray(denominateur, dtype=np.float64)
    known = ~np.isnan(x + n)
    own = np.zeros(x.shape, dtype=bool) if connus is None else np.asarray(connus, dtype=bool)
    x, n = np.where(known, x, 0), np.where(known, n, 0)
    member = np.atleast_2d(np.asarray(groupes, dtype=bool)) & known
    counts = np.concatenate([x, np.where(member, x, 0).sum(axis=1)])
    sizes = np.concatenate([n, np.where(member, n, 0).sum(axis=1)])
    first = primaire(counts, sizes, seuil=seuil) & np.concatenate([known & ~own, (member & ~own).any(axis=1)])
    usable = known & ~own & (x > 0) & (x < n)
    # What anyone knows a count to lie within: each cell that may be hidden, from 1 to one less than its denominator.
    least, most = np.where(usable, 1, x), np.where(usable, n - 1, x)
    least = np.concatenate([least, np.where(member, least, 0).sum(axis=1)])
    most = np.concatenate([most, np.where(member, most, 0).sum(axis=1)])
    low, high = _ends(counts, sizes, seuil)
    hidden = Table(
        counts=counts,
        sizes=sizes,
        member=member,
        usable=usable,
        low=np.where(first, np.clip(low, least, most), counts),
        high=np.where(first, np.clip(high, least, most), counts),
    ).suppress(first)
    return Secret(primaire=first[: x.size], cellules=hidden[: x.size], totaux=hidden[x.size :])


def totaux_visibles(
    numerateur: ArrayLike, denominateur: ArrayLike, *, groupes: ArrayLike, masque: ArrayLike
) -> tuple[Reels, Reels, NDArray[np.int64], NDArray[np.int64]]:
    """Sum each group over the cells shown: ``(numerateur, denominateur, comptees, total)``, one per group.

    Nothing hidden enters, so nothing hidden comes out. ``total`` counts the cells with a value, hidden ones included.
    """
    x, n = np.asarray(numerateur, dtype=np.float64), np.asarray(denominateur, dtype=np.float64)
    member = np.atleast_2d(np.asarray(groupes, dtype=bool))
    known = ~np.isnan(x + n)
    shown = (member & known & ~np.asarray(masque, dtype=bool)).astype(np.float64)
    counted = shown.sum(axis=1).astype(np.int64)
    return shown @ np.nan_to_num(x), shown @ np.nan_to_num(n), counted, (member & known).sum(axis=1)


def effacer(frame: pd.DataFrame, masque: ArrayLike, *, colonnes: Collection[str] = SOLIDAIRES) -> pd.DataFrame:
    """Give the frame without what hidden rows would tell: the columns of :data:`SOLIDAIRES` it has become empty there.

    Names of one's own that derive from the count are added to ``colonnes``.
    """
    kept = ~np.asarray(masque, dtype=bool)
    return frame.assign(**{name: frame[name].where(kept) for name in frame.columns if name in colonnes})


def _small(count: Reels, seuil: int) -> Masque:
    return np.asarray((count > 0) & (count < seuil), dtype=bool)


def _ends(count: Reels, size: Reels, seuil: int) -> tuple[Reels, Reels]:
    """Give the ends of the range each hidden count must be able to be anything of; the count itself when not small."""
    small, rest = _small(count, seuil), _small(size - count, seuil)
    low = np.select([small, rest], [np.ones_like(count), size - seuil + 1], default=count)
    high = np.select([small, rest], [np.full_like(count, seuil - 1), size - 1], default=count)
    return low, high
