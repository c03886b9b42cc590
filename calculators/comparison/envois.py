"""What was expected and what came: one state for several sendings, who is late, who sent nothing.

A sending is what one supplier sends of one CPTS for one month. Its state is one of recu (whole, in time), provisoire (whole,
before the month was over), en_retard (whole, after the day due), partiel, manquant, a_venir, non_attendu.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from calculators.mois import shift

#: What came whole, in time or not; what a sender can still mend; what was due or came.
COMPLETS = ("recu", "provisoire", "en_retard")
A_RELANCER = ("manquant", "partiel")
DUS = (*COMPLETS, "partiel", "manquant")
#: In the order in which lateness is compared.
_PIRES = ("manquant", "partiel", "en_retard")


def due_on(month: date, day: int) -> date:
    """Give the day by which the values of a month are expected: the ``day`` of the next one."""
    return shift(month, 1).replace(day=day)


def merge_states(counts: Mapping[str, int], *, recus: int) -> str:
    """Give one state for several sendings, from how many are in each: what is missing hides what came.

    ``recus``: values received in all; when something is due and there is none, the whole is manquant.
    """
    if not any(n for statut, n in counts.items() if statut not in ("a_venir", "non_attendu")):
        return "a_venir" if counts.get("a_venir") else "non_attendu"
    if not recus:
        return "manquant"
    if any(counts.get(statut) for statut in A_RELANCER):
        return "partiel"
    return "en_retard" if counts.get("en_retard") else "provisoire" if counts.get("provisoire") else "recu"


def rank_late(envois: pd.DataFrame, by: str | list[str]) -> pd.DataFrame:
    """Count manquant, partiel, en_retard by ``by``, the worst first. ``envois``: one row a sending, with its statut."""
    counted = envois.assign(**{statut: envois["statut"].eq(statut) for statut in _PIRES})
    totals = counted.groupby(by, sort=True)[list(_PIRES)].sum()
    return totals.sort_values(list(_PIRES), ascending=False, kind="stable").reset_index()


def keep_late(envois: pd.DataFrame, *, today: date) -> pd.DataFrame:
    """Keep the sendings of which something is missing and whose day is past (``echeance``), with jours: days since."""
    day = pd.Timestamp(today)
    late = envois[envois["statut"].isin(A_RELANCER) & (envois["echeance"] < day)]
    return late.assign(jours=(day - late["echeance"]).dt.days.astype("Int64"))


def keep_silent(attentes: pd.DataFrame) -> pd.DataFrame:
    """Keep the CPTS of which nothing came. ``attentes``: one row a CPTS; attendus, absents (numbers of values)."""
    return attentes[attentes["absents"].eq(attentes["attendus"])]


def keep_partial(attentes: pd.DataFrame) -> pd.DataFrame:
    """Keep the CPTS of which something came, and not all."""
    return attentes[attentes["absents"].gt(0) & attentes["absents"].lt(attentes["attendus"])]
