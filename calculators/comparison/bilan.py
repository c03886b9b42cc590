"""How many judgements say something: beyond chance, between the two limits where chance has its part, alike, not judged.

One tally for every page and every summary, so that « au-delà du hasard » is the same number of standard deviations on all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from calculators.comparison.funnel import NIVEAUX
from calculators.comparison.judgement import MIEUX, MOINS_BIEN, NON_JUGEABLE, PLUS_BAS, PLUS_HAUT, SEMBLABLE


@dataclass(frozen=True)
class Bilan:
    """Counts that add up to all values received.

    ``mieux``, ``moins_bien``, ``sans_sens`` (higher or lower, of an indicator without direction): outside the 99.8 % limits,
    beyond chance. ``entre_…``: the same between the 95 % and the 99.8 % limits, some of them by chance.
    """

    mieux: int
    moins_bien: int
    sans_sens: int
    entre_mieux: int
    entre_moins_bien: int
    entre_sans_sens: int
    semblables: int
    non_jugeables: int

    @property
    def ecarts(self) -> int:
        """Those beyond chance."""
        return self.mieux + self.moins_bien + self.sans_sens

    @property
    def entre(self) -> int:
        """Those between the two limits."""
        return self.entre_mieux + self.entre_moins_bien + self.entre_sans_sens

    @property
    def juges(self) -> int:
        """Those that could be judged."""
        return self.ecarts + self.entre + self.semblables

    @property
    def attendus(self) -> float:
        """How many chance alone would put beyond the 99.8 % limits."""
        return (1 - NIVEAUX[1]) * self.juges

    @property
    def attendus_entre(self) -> float:
        """How many chance alone would put between the two limits."""
        return (NIVEAUX[1] - NIVEAUX[0]) * self.juges


def bilan(jugement: ArrayLike, niveau: ArrayLike) -> Bilan:
    """Count judgements (words of :mod:`judgement`) with the widest limit each passed (0, 0.95, 0.998, NaN)."""
    word, level = np.asarray(jugement, dtype=str), np.asarray(niveau, dtype=np.float64)
    far = level == NIVEAUX[1]
    without = np.isin(word, (PLUS_HAUT, PLUS_BAS))

    def number(where: ArrayLike) -> int:
        return int(np.count_nonzero(where))

    return Bilan(
        mieux=number((word == MIEUX) & far),
        moins_bien=number((word == MOINS_BIEN) & far),
        sans_sens=number(without & far),
        entre_mieux=number((word == MIEUX) & ~far),
        entre_moins_bien=number((word == MOINS_BIEN) & ~far),
        entre_sans_sens=number(without & ~far),
        semblables=number(word == SEMBLABLE),
        non_jugeables=number(word == NON_JUGEABLE),
    )
