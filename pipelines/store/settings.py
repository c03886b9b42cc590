"""Statistical secrecy as the store applies it: under how many a count is hidden, and from whom.

A count of patients from 1 to 10, of professionals from 1 to 4, its complement, or a denominator that small, reads for
whoever did not supply it as if the supplier had sent it hidden: the macros ``observations_lisibles*`` do it in SQL, once,
and every question goes through them. Source: domain.md §8; calculators/comparison/secrecy.py says why nothing else shows.
"""

from __future__ import annotations

import os

from calculators.comparison.secrecy import SEUIL_PATIENTS
from pipelines.store.errors import StoreError

#: What CPTS_FOURNISSEUR may say, and the suppliers it stands for.
FOURNISSEURS = {
    "aucun": frozenset[str](),
    "cpam": frozenset({"CPAM"}),
    "cpts": frozenset({"CPTS"}),
    "tous": frozenset({"CPAM", "CPTS"}),
}


def patients_threshold() -> int:
    """The least count of patients shown: ``CPTS_SEUIL_SECRET``, from 2 to 1000, else 11.

    Raises StoreError with one French sentence when the setting is not such a number.
    """
    text = os.environ.get("CPTS_SEUIL_SECRET", "").strip()
    if not text:
        return SEUIL_PATIENTS
    if text.isascii() and text.isdigit() and 2 <= int(text) <= 1000:
        return int(text)
    raise StoreError(
        f"CPTS_SEUIL_SECRET vaut « {text[:40]} » ; indiquez le plus petit effectif de patients montré, de 2 à 1000, "
        f"par exemple {SEUIL_PATIENTS}."
    )


def local_suppliers() -> frozenset[str]:
    """What the person at this machine supplies: ``CPTS_FOURNISSEUR``, else nothing, so that small counts are hidden.

    Raises StoreError with one French sentence when the setting is none of FOURNISSEURS.
    """
    text = os.environ.get("CPTS_FOURNISSEUR", "").strip().lower()
    if text in FOURNISSEURS or not text:
        return FOURNISSEURS[text or "aucun"]
    raise StoreError(f"CPTS_FOURNISSEUR vaut « {text[:40]} » ; indiquez aucun, cpam, cpts ou tous.")


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
