"""The one-off amounts of avenant 2, on request: fonctionnement raised in the first year, aid at the letter of intent.

Source: press of the negotiation (status ``contrat ou presse``). The deadline for the raise was not read: a contract
signed before the version that has it receives the difference on the day that version comes into force.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from calculators.aci.accord.bareme import Bareme
from calculators.aci.accord.load import Accord, tailles
from calculators.aci.accord.schema import FONCTIONNEMENT, LETTRE_INTENTION, Bloc
from calculators.aci.droits.annees import Annees
from calculators.aci.note import Note
from calculators.aci.situation.read import Situations


def amorcage(
    situations: Situations, years: Annees, table: Bareme, accord: Accord
) -> tuple[list[dict[str, Any]], list[Note]]:
    """Give the one-off lines asked for, with their payment day, and the warnings that go with them.

    A line: contrat, annee (1 for the raise, 0 for the letter, which precedes the contract), slot, cellule, base,
    date, nature.
    """
    lines: list[dict[str, Any]] = []
    warnings: list[Note] = []
    contracts = situations.contrats
    first = (
        pd.DataFrame({"contrat": years.contrat, "rang": np.arange(len(years.contrat))}).groupby("contrat")["rang"].min()
    )
    for contrat in np.flatnonzero((contracts["majoration"] | contracts["lettre_intention"]).to_numpy()).tolist():
        row = contracts.iloc[contrat]
        signed = row["date_signature"].date()
        rang = int(first[contrat])
        population = years.population[rang : rang + 1]
        if row["majoration"]:
            found = _bloc_with(accord, table, FONCTIONNEMENT, "majore", signed)
            if found:
                bloc, version = found
                taille = int(tailles(bloc, population)[0])
                whole, cell = _cell(table, version, taille, FONCTIONNEMENT, "majore")
                part, _ = _cell(table, version, taille, FONCTIONNEMENT, "fixe")
                paid = max(signed, bloc.en_vigueur)
                lines.append(
                    _line(contrat, 1, table.slot(FONCTIONNEMENT, "majore"), cell, whole - part, paid, "majoration")
                )
                warnings.append(
                    Note(
                        contrat,
                        paid,
                        "majoration",
                        "Majoration du fonctionnement de la première année (× 1,75) comptée à votre demande : la date "
                        "limite de signature qui y ouvre droit n'a pas été lue dans le texte.",
                    )
                )
        if row["lettre_intention"]:
            letter = signed if pd.isna(row["lettre_date"]) else row["lettre_date"].date()
            found = _bloc_with(accord, table, LETTRE_INTENTION, "fixe", letter)
            if found:
                bloc, version = found
                taille = int(tailles(bloc, population)[0])
                whole, cell = _cell(table, version, taille, LETTRE_INTENTION, "fixe")
                lines.append(
                    _line(contrat, 0, table.slot(LETTRE_INTENTION, "fixe"), cell, whole, letter, "lettre_intention")
                )
                if pd.isna(row["lettre_date"]):
                    warnings.append(
                        Note(
                            contrat,
                            letter,
                            "lettre_intention",
                            "Aide à la lettre d'intention : la date de la lettre n'est pas donnée, le versement est "
                            "porté au jour de la signature.",
                        )
                    )
                elif letter < bloc.en_vigueur:
                    warnings.append(
                        Note(
                            contrat,
                            letter,
                            "lettre_intention",
                            f"La lettre d'intention du {letter:%d/%m/%Y} précède l'avenant qui crée l'aide "
                            f"({bloc.en_vigueur:%d/%m/%Y}) : le droit est à vérifier.",
                        )
                    )
    return lines, warnings


def _bloc_with(accord: Accord, table: Bareme, mission: str, volet: str, on: date) -> tuple[Bloc, int] | None:
    """Find the version that has the amount: the one in force on the day, else the first later one."""
    if not any(slot.mission == mission and slot.volet == volet for slot in table.slots):
        return None
    slot = table.slot(mission, volet)
    having = [rank for rank in range(len(accord.blocs)) if table.cellule[rank, 0, slot] >= 0]
    before = [rank for rank in having if accord.blocs[rank].en_vigueur <= on]
    rank = before[-1] if before else having[0]
    return accord.blocs[rank], rank


def _cell(table: Bareme, version: int, taille: int, mission: str, volet: str) -> tuple[int, int]:
    cell = int(table.cellule[version, taille - 1, table.slot(mission, volet)])
    return int(table.montants[cell]), cell


def _line(contrat: int, annee: int, slot: int, cell: int, base: int, paid: date, nature: str) -> dict[str, Any]:
    return {
        "contrat": int(contrat),
        "annee": annee,
        "slot": slot,
        "cellule": cell,
        "base": base,
        "date": paid,
        "nature": nature,
    }
