"""Demonstration series: every indicator of every CPTS over the months, with the noise of its denominator.

Each indicator has its own random stream, so that adding one does not move the others. Pure: arrays in, frame out.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.demo.bases import Bases
from pipelines.demo.counts import activity_series, deliverable_series, member_series, volunteer_series
from pipelines.demo.levels import COMPTES, PARTS, TAUX
from pipelines.demo.shares import part_series, rate_series

Drawn = tuple[np.ndarray | None, np.ndarray | None, np.ndarray | None]


def series(bases: Bases, codes: Sequence[str]) -> pd.DataFrame:
    """Every indicator of `codes` for every CPTS and month.

    Columns: id_cpts, region, mois (datetime64), indicateur, numerateur, denominateur, valeur (floats). Proportions and
    rates have numerateur and denominateur; counts and deliverables (0 or 1) have valeur.
    """
    shared = np.random.default_rng([bases.graine, 0])
    traits = {
        "age": shared.normal(0, 0.10, len(bases.ids)) - 4.0 * bases.growth,
        "acces": shared.normal(0, 1, len(bases.ids)),
        "prevention": shared.normal(0, 1, len(bases.ids)),
    }
    frames = []
    for code in codes:
        rng = np.random.default_rng([bases.graine, *code.encode()])
        frames.append(_long(bases, code, *_drawn(code, bases, traits, rng)))
    return pd.concat(frames, ignore_index=True)


def _drawn(code: str, bases: Bases, traits: dict[str, np.ndarray], rng: np.random.Generator) -> Drawn:
    if code in PARTS:
        return *part_series(code, PARTS[code], bases, traits, rng), None
    if code in TAUX:
        return *rate_series(TAUX[code], bases, rng), None
    if code in COMPTES:
        return None, None, activity_series(COMPTES[code], bases, rng)
    if code == "ADH":
        return None, None, member_series(bases, rng)
    if code == "ACC_SAS":
        return None, None, volunteer_series(bases, rng)
    return None, None, deliverable_series(bases, rng, share={"CRI_PLAN": 0.9, "CRI_EXERCICE": 0.6}.get(code, 0.5))


def _long(
    bases: Bases, code: str, num: np.ndarray | None, den: np.ndarray | None, value: np.ndarray | None
) -> pd.DataFrame:
    n, months = bases.shape
    empty = np.full(n * months, np.nan)
    return pd.DataFrame(
        {
            "id_cpts": np.repeat(bases.ids, months),
            "region": np.repeat(bases.region, months),
            "mois": np.tile(bases.calendar.to_numpy(), n),
            "indicateur": code,
            "numerateur": empty if num is None else num.ravel(),
            "denominateur": empty if den is None else den.ravel(),
            "valeur": empty if value is None else value.ravel(),
        }
    )
