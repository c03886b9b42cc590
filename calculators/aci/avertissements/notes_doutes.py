"""Warnings about observations that are not sure: which one, since when, and between which amounts the euros lie.

Source: domain rule 5 (a hidden value is neither zero nor missing); the bounds are our documented choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from calculators.aci.accord.load import Accord
from calculators.aci.money import euros_text
from calculators.aci.note import Note
from calculators.aci.situation.read import Situations

#: What is said of each state of an observation; ``encadree`` is a rate or a value given with its own bounds.
ETATS = {
    "absente": "jamais reçue",
    "manquante": "manquante",
    "masquee": "masquée par le fournisseur",
    "provisoire": "provisoire",
    "encadree": "donnée entre deux bornes",
    "projetee": "répétée",
}


def doubts(situations: Situations, bornes: pd.DataFrame, accord: Accord) -> Iterator[Note]:
    """Tell, by contract year and mission, the observations that are not sure and the two bounds of the variable part.

    Dated by the last month concerned, else by the last day of the contract year. Nothing is said of a year in which the
    mission has no variable part.
    """
    listed: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    months: dict[tuple[int, int, str], pd.Timestamp] = {}
    supposed: set[tuple[int, int, str]] = set()
    columns = ["contrat", "annee_contrat", "mission", "code", "mois", "etat"]
    for contrat, year, mission, code, month, state in zip(
        *(situations.doutes[c].tolist() for c in columns), strict=True
    ):
        listed[contrat, year, mission].append(_told(code, month, state))
        if state == "projetee":
            supposed.add((contrat, year, mission))
        if not pd.isna(month):
            months[contrat, year, mission] = max(months.get((contrat, year, mission), month), month)
    if not listed:
        return
    names = [
        "contrat",
        "annee_contrat",
        "mission",
        "id_cpts",
        "fin",
        "bas_centimes",
        "montant_centimes",
        "haut_centimes",
    ]
    for contrat, year, mission, name, last, low, cents, high in zip(*(bornes[c].tolist() for c in names), strict=True):
        key = (contrat, year, mission)
        if key in listed:
            between = (
                f"elle est entre {euros_text(low)} et {euros_text(high)}"
                if low < high
                else "c'est une projection"
                if key in supposed
                else "aucun euro n'en dépend"
            )
            yield Note(
                contrat,
                months.get(key, last).date(),
                "projection" if key in supposed else "observation",
                f"{name}, année {year}, mission « {accord.missions[mission].court} » : {', '.join(listed[key])} ; la part "
                f"variable est comptée {euros_text(cents)}, {between}.",
            )


def _told(code: str, month: pd.Timestamp, state: str) -> str:
    if state == "projetee":
        return f"année pas encore observée, l'atteinte de l'année {code} est répétée"
    when = "" if pd.isna(month) else f" de {month:%m/%Y}"
    return f"{code or 'atteinte'}{when} {ETATS[state]}"
