"""Money is integer cents: how it is rounded, shared, read and written.

A product is rounded half-up once per line, in integers, never through a float.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import NDArray

from calculators.french import euros

Entiers = NDArray[np.int64]

#: One part of an attainment rate: rates are kept to the millionth, so that every product below is exact in 64 bits.
MILLION = 1_000_000
#: The largest amount a situation may give, in cents (1 M€): beyond it the integer products could overflow.
MONTANT_MAX_CENTIMES = 100_000_000


def half_up(numerator: Entiers | int, denominator: Entiers | int) -> Entiers:
    """Divide integers, rounding half up: ``half_up(5, 2) == 3``.

    Numerator must be >= 0 and denominator > 0; int64, of shapes that broadcast. ``2 * numerator`` must fit 64 bits.
    """
    return np.asarray((2 * numerator + denominator) // (2 * denominator), dtype=np.int64)


def partager(centimes: int, poids: Sequence[int]) -> list[int]:
    """Share cents in proportion to whole weights, none negative; the parts sum to the cents exactly.

    The cents that rounding down leaves go to the largest remainders, the first of equal ones first. Weights that are all
    0 share equally. Raises ValueError on a negative weight, or on cents without anybody to share them.
    """
    if not poids:
        if centimes:
            raise ValueError("Il n'y a personne entre qui partager ce montant.")
        return []
    if min(poids) < 0:
        raise ValueError("Un poids ne peut pas être négatif.")
    weights = [1] * len(poids) if sum(poids) == 0 else list(poids)
    total = sum(weights)
    whole = [centimes * weight // total for weight in weights]
    rest = [centimes * weight % total for weight in weights]
    order = sorted(range(len(weights)), key=lambda rank: -rest[rank])
    for rank in order[: centimes - sum(whole)]:
        whole[rank] += 1
    return whole


def to_cents(value: object) -> int:
    """Read an amount in euros (int, float, Decimal or text with a decimal point) as integer cents, half-up.

    Raises ValueError when the value is not a finite number.
    """
    if isinstance(value, bool):
        raise ValueError("un montant ne peut pas être oui ou non")
    try:
        amount = Decimal(str(value))
    except ArithmeticError as error:
        raise ValueError(f"« {value} » n'est pas un montant") from error
    if not amount.is_finite():
        raise ValueError(f"« {value} » n'est pas un montant")
    return int((amount * 100).to_integral_value(rounding=ROUND_HALF_UP))


def cents_text(cents: int) -> str:
    """Write cents as euros with two decimals and a point, for files and JSON: ``5393443`` gives ``"53934.43"``."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def euros_text(cents: int) -> str:
    """Write cents as euros the French way for a sentence: ``5393443`` gives ``53 934,43 €`` (no-break spaces)."""
    return euros(cents, cents=cents % 100 != 0)
