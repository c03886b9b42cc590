"""A sum of cents shared by weights, to the cent: what each indicator of a mission brings to an amount computed as one."""

from __future__ import annotations

from collections.abc import Sequence


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
