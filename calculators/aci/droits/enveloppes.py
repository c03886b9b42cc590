"""The objectives of a mission must share its variable envelope exactly; a contract where they don't is refused.

Source: domain rule on attainment (the amounts of a mission's indicators sum exactly to its variable envelope).
"""

from __future__ import annotations

import numpy as np

from calculators.aci.accord.bareme import Bareme
from calculators.aci.droits.annees import Annees
from calculators.aci.droits.lignes import Lignes
from calculators.aci.money import euros_text
from calculators.aci.situation.read import SituationError, Situations


def check_envelopes(lines: Lignes, years: Annees, situations: Situations, table: Bareme) -> None:
    """Raise SituationError, naming CPTS, year, mission and the gap, where objectives don't sum to the envelope.

    The envelope is the cell of the barème (or of the contract's annex) for the year, before any prorata.
    """
    rows = np.flatnonzero(lines.objectif >= 0)
    if not len(rows):
        return
    keys = lines.rang[rows] * len(table.slots) + lines.slot[rows]
    groups, inverse = np.unique(keys, return_inverse=True)
    sums = np.zeros(len(groups), dtype=np.int64)
    np.add.at(sums, inverse, lines.base[rows])
    found: dict[str, list[str]] = {}
    for key, total, row in zip(groups, sums, rows[np.unique(inverse, return_index=True)[1]], strict=True):
        rang, slot = divmod(int(key), len(table.slots))
        mission = table.slots[slot].mission
        contrat = int(years.contrat[rang])
        envelope = _envelope(int(lines.cellule[row]), contrat, mission, situations, table)
        if total == envelope:
            continue
        gap = int(total) - envelope
        name = str(situations.contrats["id_cpts"].iloc[contrat])
        found.setdefault(name, []).append(
            f"{name}, année {years.annee[rang]}, mission « {mission} » : les objectifs "
            f"totalisent {euros_text(int(total))} pour une enveloppe variable de {euros_text(envelope)} ; il "
            f"{'y a' if gap > 0 else 'manque'} {euros_text(abs(gap))}{' de trop' if gap > 0 else ''}."
        )
    if found:
        raise SituationError([sentence for sentences in found.values() for sentence in sentences], found)


def _envelope(cell: int, contrat: int, mission: str, situations: Situations, table: Bareme) -> int:
    if cell != table.annexe:
        return int(table.montants[cell])
    own = situations.montants
    mine = own[(own["contrat"] == contrat) & (own["mission"] == mission) & (own["volet"] == "variable")]
    return int(mine["montant_centimes"].iloc[0])
