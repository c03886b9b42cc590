"""The day by which the values of a month are due: no text of the ACI sets one, so it is a setting of whoever follows."""

from __future__ import annotations

import os

from pipelines.store.errors import StoreError

DEFAULT_DAY = 20


def due_day() -> int:
    """The day of the following month by which a month is due: ``CPTS_ECHEANCE``, from 1 to 28, else the 20th.

    Raises StoreError with one French sentence when the setting is not such a day.
    """
    text = os.environ.get("CPTS_ECHEANCE", "").strip()
    if not text:
        return DEFAULT_DAY
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 28:
        return int(text)
    raise StoreError(
        f"CPTS_ECHEANCE vaut « {text[:40]} » ; indiquez le jour du mois suivant, de 1 à 28, par exemple {DEFAULT_DAY}."
    )
