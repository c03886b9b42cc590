"""What the demonstration senders really send: hidden small counts, unknown cells, late CPTS, late senders, a correction.

One sender per region or pair of regions (the CPAM that coordinates it; overseas together) and one file per month. Pure:
frames in, frames out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from pipelines.catalogue import Catalogue

SECRECY = 11  # a count of patients from 1 to 10 is not sent
OVERSEAS = "outre-mer"
# Region → sender, when it is not the region itself: some coordinate two of them.
_SENDERS = {**dict.fromkeys(("01", "02", "03", "04", "06"), OVERSEAS), "94": "93", "27": "44", "53": "52"}
_NAMES = {
    OVERSEAS: "Outre-mer",
    "93": "Provence-Alpes-Côte d'Azur et Corse",
    "44": "Grand Est et Bourgogne-Franche-Comté",
    "52": "Pays de la Loire et Bretagne",
}
LATE_SENDERS = {"24": 1, "28": 2}  # sender → last months not received yet
CORRECTED = {"11": 8, "76": 5}  # sender → months before the last one whose first file counted too few emergencies
_CORRECTION = "Fichier corrigé : passages aux urgences remontés en retard"
_ABSENT, _ABSENT_LAST, _UNKNOWN = 0.02, 0.10, 0.004


@dataclass(frozen=True)
class Envoi:
    """One file as sent: whose, which month, when, why; `lignes` are rows of the frame of `sent`, still in numbers."""

    expediteur: str  # code of its region, or OVERSEAS
    nom: str  # of the sender
    mois: pd.Timestamp
    depose_le: datetime
    motif: str | None
    lignes: pd.DataFrame


def sent(series: pd.DataFrame, catalogue: Catalogue, *, rng: np.random.Generator) -> pd.DataFrame:
    """The lines that leave the senders, with what they hide.

    Adds to the columns of `series`: type, masque_num, masque_den (True: sent as a mark), inconnu (True: sent as unknown).
    Drops the lines of CPTS that did not give their own figures that month.
    """
    kinds = {code: str(item.type) for code, item in catalogue.indicateurs.items()}
    patients = [code for code, item in catalogue.indicateurs.items() if item.patients]
    by_cpts = [code for code, item in catalogue.indicateurs.items() if item.fournisseur == "CPTS"]
    own = series["indicateur"].isin(by_cpts).to_numpy()
    absent = _absent(series, rng) & own
    # A sender lists one CPTS after the other, each with its indicators in the order of the catalogue.
    order = np.argsort(pd.factorize(series["id_cpts"], sort=True)[0], kind="stable")
    kept = order[~absent[order]]
    frame = series.take(kept).reset_index(drop=True)
    secret = frame["indicateur"].isin(patients).to_numpy()
    num, den, value = (frame[name].to_numpy() for name in ("numerateur", "denominateur", "valeur"))
    proportion = frame["indicateur"].map(kinds).to_numpy() == "proportion"
    small_den = secret & _small(den)
    nothing = den == 0
    return frame.assign(
        type=frame["indicateur"].map(kinds),
        masque_num=secret & (_small(num) | _small(value) | (proportion & _small(den - num)) | small_den),
        masque_den=small_den,
        inconnu=nothing | ((rng.random(len(frame)) < _UNKNOWN) & own[kept]),
    )


def _small(count: np.ndarray) -> np.ndarray:
    return np.asarray((count >= 1) & (count < SECRECY))


def _absent(series: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Lines of the CPTS × months where the CPTS sent nothing of its own; more often for the last month."""
    cpts, months = pd.factorize(series["id_cpts"])[0], pd.factorize(series["mois"], sort=True)[0]
    last = int(months.max())
    chance = np.where(np.arange(last + 1) == last, _ABSENT_LAST, _ABSENT)
    missing = rng.random((int(cpts.max()) + 1, last + 1)) < chance[None, :]
    return np.asarray(missing[cpts, months])


def envois(
    lines: pd.DataFrame, catalogue: Catalogue, *, reference_day: datetime, rng: np.random.Generator
) -> list[Envoi]:
    """The files in the order they arrive, up to `reference_day`; late senders' last months have not arrived."""
    last = pd.Timestamp(lines["mois"].max())
    names = dict(zip(catalogue.regions["code_region"], catalogue.regions["nom"], strict=True)) | _NAMES
    senders = lines["region"].map(lambda region: _SENDERS.get(region, region)).rename("expediteur")
    result: list[Envoi] = []
    for (sender, month), part in lines.groupby([senders, "mois"], sort=True):
        code, mois = str(sender), pd.Timestamp(str(month))
        behind = (last.year - mois.year) * 12 + last.month - mois.month
        arrival = _arrival(mois, rng)
        if behind < LATE_SENDERS.get(code, 0):
            continue
        first = part.reset_index(drop=True)
        if behind == CORRECTED.get(code):
            later = arrival + timedelta(days=int(rng.integers(20, 40)))
            result.append(Envoi(code, names[code], mois, later, _CORRECTION, first))
            first = _undercounted(first, rng)
        result.append(Envoi(code, names[code], mois, min(arrival, reference_day), None, first))
    return sorted(result, key=lambda envoi: (envoi.depose_le, envoi.expediteur, envoi.mois))


def _arrival(mois: pd.Timestamp, rng: np.random.Generator) -> datetime:
    """Between the 6th and the 19th of the next month in office hours; one time in thirty, a month later still."""
    late = 1 + int(rng.random() < 1 / 30)
    month = (mois + pd.DateOffset(months=late)).to_pydatetime()
    minutes = timedelta(minutes=int(rng.integers(8 * 60, 18 * 60)))
    return month + timedelta(days=int(rng.integers(5, 19))) + minutes


def _undercounted(part: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The first version of a file: emergency visits of one territory in two, 4 to 12 % too low."""
    hit = (part["indicateur"] == "ACC_URG").to_numpy() & (rng.random(len(part)) < 0.5)
    lower = np.floor(part["numerateur"].to_numpy() * rng.uniform(0.88, 0.96, len(part)))
    return part.assign(numerateur=np.where(hit, lower, part["numerateur"]))
