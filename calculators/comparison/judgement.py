"""The words of a judgement: better, similar or worse than a reference, by the direction of the indicator.

As OHID Fingertips words them. On which side of the limits a value stands is said by the funnel; an indicator without
direction is never ranked: only « plus haut » or « plus bas ». Nothing to judge, no judgement: a value that is missing or
hidden is « non jugeable », never « semblable ».
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

MIEUX, SEMBLABLE, MOINS_BIEN = "mieux", "semblable", "moins bien"
PLUS_HAUT, PLUS_BAS, NON_JUGEABLE = "plus haut", "plus bas", "non jugeable"
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


def ecarter(cote: ArrayLike, *, sens: ArrayLike, jugeable: ArrayLike) -> Mots:
    """Put a side into words: ``cote`` 1 above, -1 below, 0 neither; ``jugeable``: whether there is anything to judge."""
    better = signe(sens)
    side, better, can = np.broadcast_arrays(np.asarray(cote), better, np.asarray(jugeable, dtype=bool))
    return np.select(
        [~can, side == 0, side * better > 0, side * better < 0, side > 0],
        [NON_JUGEABLE, SEMBLABLE, MIEUX, MOINS_BIEN, PLUS_HAUT],
        default=PLUS_BAS,
    )
