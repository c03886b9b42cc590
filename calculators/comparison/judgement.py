"""What an interval allows to say: better, similar or worse than a reference, by the direction of the indicator.

Rule of OHID Fingertips: a value is similar to the reference when its interval contains it, else better or worse. An
indicator without direction is never ranked: only « plus haut » or « plus bas ». No interval, no judgement: a value that
is missing or hidden is « non jugeable », never « semblable ».
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

MIEUX, SEMBLABLE, MOINS_BIEN = "mieux", "semblable", "moins bien"
PLUS_HAUT, PLUS_BAS, NON_JUGEABLE = "plus haut", "plus bas", "non jugeable"
#: Every word a judgement can be, in the order of a legend.
JUGEMENTS = (MIEUX, SEMBLABLE, MOINS_BIEN, PLUS_HAUT, PLUS_BAS, NON_JUGEABLE)
#: Directions of an indicator, as data/reference/indicators.yaml writes them, and the side that is better.
SENS = {"hausse": 1, "baisse": -1, "neutre": 0}

Mots = NDArray[np.str_]


def signe(sens: ArrayLike) -> NDArray[np.int8]:
    """Give the better side of each direction: 1 for « hausse », -1 for « baisse », 0 for « neutre ».

    Raises ValueError on another word: a direction that was not understood would rank CPTS upside down.
    """
    words = np.asarray(sens, dtype=str)
    unknown = sorted(set(np.unique(words).tolist()) - set(SENS))
    if unknown:
        raise ValueError(f"Le sens « {unknown[0]} » est inconnu : écrire hausse, baisse ou neutre.")
    return np.where(words == "hausse", 1, np.where(words == "baisse", -1, 0)).astype(np.int8)


def juger(bas: ArrayLike, haut: ArrayLike, *, reference: ArrayLike, sens: ArrayLike) -> Mots:
    """Judge each value by its interval, its reference and its direction; shapes broadcast.

    ``bas``, ``haut``, ``reference``: same unit, NaN where there is none. A limit that equals the reference contains it.
    Raises ValueError on an unknown direction or when an interval is upside down.
    """
    low, high, ref = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in (bas, haut, reference)))
    if np.any(low > high):
        raise ValueError("La borne basse d'un intervalle dépasse sa borne haute.")
    return ecarter(np.where(low > ref, 1, np.where(high < ref, -1, 0)), sens=sens, jugeable=~np.isnan(low + high + ref))


def ecarter(cote: ArrayLike, *, sens: ArrayLike, jugeable: ArrayLike) -> Mots:
    """Put a side into words: ``cote`` 1 above, -1 below, 0 neither; ``jugeable``: whether there is anything to judge."""
    better = signe(sens)
    side, better, can = np.broadcast_arrays(np.asarray(cote), better, np.asarray(jugeable, dtype=bool))
    return np.select(
        [~can, side == 0, side * better > 0, side * better < 0, side > 0],
        [NON_JUGEABLE, SEMBLABLE, MIEUX, MOINS_BIEN, PLUS_HAUT],
        default=PLUS_BAS,
    )
