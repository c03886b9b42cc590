"""Demonstration files as French Excel makes them: each sender has its encoding, its headers, its months, its marks."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.demo.sending import Envoi

_PLAIN = ("id_cpts", "mois", "indicateur", "numerateur", "denominateur", "valeur")
_ACCENTED = ("CPTS", "Période", "Code indicateur", "Numérateur", "Dénominateur", "Valeur")
_SHORT = ("Code CPTS", "Mois", "Indicateur", "Num", "Dén", "Valeur")
_MONTHS = ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc")


@dataclass(frozen=True)
class Dialecte:
    """How one sender writes. `milliers` separates thousands; `part` also writes proportions as '57,6 %'."""

    encodage: str
    entetes: tuple[str, ...]
    mois: Callable[[pd.Timestamp], str]
    milliers: str = ""
    masque: str = "NS"
    inconnu: str = "ND"
    titre: bool = False
    part: bool = False


def _iso(month: pd.Timestamp) -> str:
    return f"{month:%Y-%m}"


def _french_day(month: pd.Timestamp) -> str:
    return f"{month:%d/%m/%Y}"


def _excel(month: pd.Timestamp) -> str:
    return f"{_MONTHS[month.month - 1]}-{month:%y}"


def _slash(month: pd.Timestamp) -> str:
    return f"{month:%m/%Y}"


DIALECTES = (
    Dialecte("utf-8-sig", _PLAIN, _iso),
    Dialecte("cp1252", _ACCENTED, _french_day, milliers=" ", masque="< 11"),
    Dialecte("utf-8-sig", _ACCENTED, _excel, milliers="\u202f", masque="NS", inconnu="-"),
    Dialecte("cp1252", _SHORT, _excel, milliers="\u00a0", masque="NC", inconnu="n.d.", titre=True),
    Dialecte("utf-8-sig", _SHORT, _slash, part=True, masque="< 11"),
)
# Senders that keep another habit than the one their code would give.
_HABITS = {"32": 1, "75": 3, "44": 2, "52": 4}


def dialecte(sender: str) -> Dialecte:
    """The way of writing of a sender, always the same."""
    return DIALECTES[_HABITS.get(sender, int(sender) % len(DIALECTES) if sender.isdigit() else 0)]


def file_name(envoi: Envoi) -> str:
    """'DEMO_cpts_hauts-de-france_2025-03.csv'; says when it is a corrected file."""
    bare = unicodedata.normalize("NFD", envoi.nom).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    return f"DEMO_cpts_{slug}_{envoi.mois:%Y-%m}{'_corrige' if envoi.motif else ''}.csv"


def csv_bytes(envoi: Envoi) -> bytes:
    """The file of one sending, semicolons and CRLF, in the dialect of its sender."""
    style = dialecte(envoi.expediteur)
    lines = envoi.lignes
    num, den, value = (lines[name].to_numpy() for name in ("numerateur", "denominateur", "valeur"))
    kind = lines["type"].to_numpy(dtype="object")
    unknown = lines["inconnu"].to_numpy()
    counted = np.isnan(value)
    texts = {name: _numbers(array, style) for name, array in (("num", num), ("den", den), ("value", value))}
    deliverable = kind == "livrable"
    texts["value"][deliverable] = np.where(value[deliverable] > 0, "oui", "non")
    if style.part:
        _add_shares(texts["value"], num, den, kind)
    hidden = lines["masque_num"].to_numpy()
    texts["num"][hidden & counted] = style.masque
    texts["value"][hidden] = np.where(counted[hidden], "", style.masque)
    texts["den"][lines["masque_den"].to_numpy()] = style.masque
    texts["num"][unknown & counted] = style.inconnu
    texts["den"][unknown & counted] = style.inconnu
    texts["value"][unknown] = np.where(counted[unknown], "", style.inconnu)
    month = style.mois(envoi.mois)
    rows = [
        f"{cpts};{month};{code};{a};{b};{c}"
        for cpts, code, a, b, c in zip(
            lines["id_cpts"].tolist(),
            lines["indicateur"].tolist(),
            texts["num"],
            texts["den"],
            texts["value"],
            strict=True,
        )
    ]
    head = [";".join(style.entetes)]
    if style.titre:
        head = [f"Indicateurs CPTS {envoi.nom} - données de démonstration;;;;;", ";;;;;", *head]
        rows.append("Source : démonstration, aucune donnée réelle;;;;;")
    return ("\r\n".join([*head, *rows]) + "\r\n").encode(style.encodage)


def _numbers(values: np.ndarray, style: Dialecte) -> np.ndarray:
    """Whole numbers as texts with the thousands separator of the sender; '' where there is none."""
    whole = [("" if np.isnan(v) else f"{int(v):,}") for v in values]
    if style.milliers != ",":
        whole = [text.replace(",", style.milliers) for text in whole]
    return np.array(whole, dtype="object")


def _add_shares(texts: np.ndarray, num: np.ndarray, den: np.ndarray, kind: np.ndarray) -> None:
    """Write the value of proportions ('57,6 %') and rates ('20,4') beside their two numbers."""
    for index in np.flatnonzero((den > 0) & np.isin(kind, ["proportion", "taux_1000"])):
        if kind[index] == "proportion":
            texts[index] = f"{100 * num[index] / den[index]:.1f} %".replace(".", ",")
        else:
            texts[index] = f"{1000 * num[index] / den[index]:.1f}".replace(".", ",")
