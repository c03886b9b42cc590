"""What a treasurer must be told beside the amounts, gathered from every rule and put in date order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from calculators.aci.accord.load import Accord
from calculators.aci.avertissements import notes_calendrier, notes_montants
from calculators.aci.droits.annees import Annees
from calculators.aci.note import Note
from calculators.aci.situation.read import Situations


def avertissements(
    lignes: pd.DataFrame,
    versements: pd.DataFrame,
    situations: Situations,
    years: Annees,
    accord: Accord,
    notes: list[Note],
) -> pd.DataFrame:
    """Give every warning of a result, by CPTS and in date order (those without a date last).

    Columns: id_cpts, contrat (row number of the CPTS), date (datetime64[s], NaT when none), code, message (French).
    """
    found = [
        *notes,
        *notes_calendrier.populations(situations, years, accord),
        *notes_calendrier.beyond_the_contract(situations, years),
        *notes_calendrier.missions(situations, years, accord),
        *notes_calendrier.outside_rules(situations, years, accord),
        *notes_calendrier.horizon(years, accord),
        *notes_montants.unknown_rates(situations, lignes, accord),
        *notes_montants.unused_rates(situations, lignes, accord),
        *notes_montants.crisis(situations, lignes),
        *notes_montants.status(lignes),
        *notes_montants.recoveries(versements),
        *notes_montants.auditor(versements, accord),
        *notes_montants.indemnities(years, accord),
    ]
    frame = pd.DataFrame([vars(note) for note in found], columns=["contrat", "date", "code", "message"])
    frame["contrat"] = frame["contrat"].astype(np.int64)
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[s]")
    frame = frame.sort_values(["contrat", "date"], kind="stable", ignore_index=True)
    frame.insert(0, "id_cpts", situations.contrats["id_cpts"].to_numpy()[frame["contrat"].to_numpy()])
    return frame
