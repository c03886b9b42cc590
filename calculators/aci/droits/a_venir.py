"""Where a contract stands on a day: the contract year that runs, the payment that comes next, what is paid by when."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import pandas as pd

from calculators.aci.accord.statut import least_sure
from calculators.mois import shift


@dataclass(frozen=True)
class Versement:
    """What is paid on one day, whatever its natures: cents, the status of its least sure part, and between which amounts
    (cents) it lies as long as the attainment of its variable parts is not sure."""

    jour: date
    montant_centimes: int
    statut: str
    bas_centimes: int
    haut_centimes: int


def find_running_year(lignes: pd.DataFrame, jour: date) -> int | None:
    """Give the contract year of a day; None before the first, after the last, and for a contract without lines.

    ``lignes``: rows of entitlement of one CPTS (debut, fin: first and last day of the contract year, annee_contrat).
    """
    day = pd.Timestamp(jour)
    running = lignes.loc[(lignes["debut"] <= day) & (lignes["fin"] >= day), "annee_contrat"]
    return int(running.iloc[0]) if len(running) else None


def find_next(versements: pd.DataFrame, *, apres: date, bornes: pd.DataFrame | None = None) -> Versement | None:
    """Give the first payment after a day, None when all are past. ``versements``: date, montant_centimes, statut.

    ``bornes``: of the same CPTS (see calculators.aci.droits.bornes); without them the amount is its own bounds.
    """
    coming = versements[versements["date"] > pd.Timestamp(apres)]
    if coming.empty:
        return None
    day = coming["date"].min()
    part = coming[coming["date"].eq(day)]
    cents = int(part["montant_centimes"].sum())
    low = high = cents
    if bornes is not None:
        variable = bornes[pd.to_datetime(bornes["paiement"]).eq(day)]
        low += int((variable["bas_centimes"] - variable["montant_centimes"]).sum())
        high += int((variable["haut_centimes"] - variable["montant_centimes"]).sum())
    return Versement(day.date(), cents, least_sure(part["statut"].astype(str)), low, high)


def keep_coming(versements: pd.DataFrame, *, apres: date, mois: int = 12) -> pd.DataFrame:
    """Keep the payments after a day, up to the end of the month that comes ``mois`` months after the one of that day."""
    last = shift(apres, mois)
    end = date(last.year, last.month, monthrange(last.year, last.month)[1])
    days = pd.to_datetime(versements["date"])
    return versements[(days > pd.Timestamp(apres)) & (days <= pd.Timestamp(end))]


def sum_until(versements: pd.DataFrame, jour: date) -> int:
    """Add what is paid up to a day, in cents."""
    return int(versements.loc[pd.to_datetime(versements["date"]) <= pd.Timestamp(jour), "montant_centimes"].sum())


def find_horizons(jour: date) -> tuple[date, date]:
    """Give the last day of the month and of the calendar quarter of a day."""
    ends = jour.month, -(-jour.month // 3) * 3
    month, quarter = (date(jour.year, m, monthrange(jour.year, m)[1]) for m in ends)
    return month, quarter
