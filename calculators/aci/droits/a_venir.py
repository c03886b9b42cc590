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


@dataclass(frozen=True)
class Portee:
    """What a sum of payments to come counts, and what it leaves out: contracts by where they stand, amounts in cents.

    ``en_cours``: contracts with a payment after the day; ``finis``: whose last payment is past; ``finissent``: of those
    ``en_cours``, whose last payment is within the months looked at. ``inconnues``: variable parts to be paid in these
    months that nobody has observed, of ``inconnues_cpts`` CPTS; not counted, they are worth ``inconnues_centimes`` at most.
    ``passes_centimes``: the same computation over the same length of time before the day.
    """

    en_cours: int
    finis: int
    finissent: int
    inconnues: int
    inconnues_cpts: int
    inconnues_centimes: int
    passes_centimes: int


def describe_coming(
    versements: pd.DataFrame, lignes: pd.DataFrame, bornes: pd.DataFrame, *, apres: date, mois: int = 12
) -> Portee:
    """Tell what the payments of `keep_coming` count and leave out. ``versements``, ``lignes``, ``bornes``: of a Resultat."""
    day = pd.Timestamp(apres)
    last = pd.to_datetime(versements["date"]).groupby(versements["id_cpts"].astype(str)).max()
    coming = keep_coming(versements, apres=apres, mois=mois)
    until = pd.to_datetime(coming["date"]).max() if len(coming) else day
    keys = ["id_cpts", "annee_contrat", "mission"]
    unknown = lignes.loc[lignes["volet"].eq("variable") & ~lignes["connue"], keys].astype(
        {"id_cpts": "str", "mission": "str"}
    )
    due = keep_coming(bornes.assign(date=bornes["paiement"]), apres=apres, mois=mois)
    due = due.astype({"id_cpts": "str", "mission": "str"}).merge(unknown.drop_duplicates(), on=keys)
    before = pd.to_datetime(versements["date"])
    past = (before > day - pd.DateOffset(months=mois)) & (before <= day)
    return Portee(
        en_cours=int((last > day).sum()),
        finis=int((last <= day).sum()),
        finissent=int(((last > day) & (last <= until)).sum()),
        inconnues=len(due),
        inconnues_cpts=int(due["id_cpts"].nunique()),
        inconnues_centimes=int((due["haut_centimes"] - due["montant_centimes"]).sum()),
        passes_centimes=int(versements.loc[past, "montant_centimes"].sum()),
    )


def sum_until(versements: pd.DataFrame, jour: date) -> int:
    """Add what is paid up to a day, in cents."""
    return int(versements.loc[pd.to_datetime(versements["date"]) <= pd.Timestamp(jour), "montant_centimes"].sum())


def find_horizons(jour: date) -> tuple[date, date]:
    """Give the last day of the month and of the calendar quarter of a day."""
    ends = jour.month, -(-jour.month // 3) * 3
    month, quarter = (date(jour.year, m, monthrange(jour.year, m)[1]) for m in ends)
    return month, quarter
